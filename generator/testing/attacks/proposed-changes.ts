import { accessChanges } from "./access-changes.ts";
import { namespaceChanges } from "./namespace-changes.ts";
import { networkChanges } from "./network-changes.ts";
import type { ProposedChanges } from "./proposed-change.ts";

export const proposedChanges: readonly ProposedChanges[] = [...networkChanges, ...namespaceChanges, ...accessChanges];
