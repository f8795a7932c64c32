import type { Rule } from "../rule.ts";

/** What Argo CD and kustomize make of the tree. */
export const gitops = [] as const satisfies readonly Rule[];
