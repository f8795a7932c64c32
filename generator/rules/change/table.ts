import type { Rule } from "../rule.ts";
import { deletionBudget } from "./deletion-budget.ts";
import { meshSwitched } from "./mesh-switched.ts";
import { notDrained } from "./not-drained.ts";
import { renamed } from "./renamed.ts";
import { serverClaim } from "./server-claim.ts";
import { storageClaim } from "./storage-claim.ts";

/** What a change does: from what is merged to what is proposed. */
export const change = [
  deletionBudget,
  meshSwitched,
  notDrained,
  renamed,
  serverClaim,
  storageClaim,
] as const satisfies readonly Rule[];
