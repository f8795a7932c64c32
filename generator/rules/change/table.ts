import type { CheckRule } from "../rule.ts";
import { changeDeletionBudget } from "./deletion-budget.ts";
import { changeMeshSwitched } from "./mesh-switched.ts";
import { changeNotDrained } from "./not-drained.ts";
import { changeRenamed } from "./renamed.ts";
import { changeServerClaim } from "./server-claim.ts";
import { changeStorageClaim } from "./storage-claim.ts";

/** Rules about the effects of a change: from base to head. */
export const changeRules = [
  changeDeletionBudget,
  changeMeshSwitched,
  changeNotDrained,
  changeRenamed,
  changeServerClaim,
  changeStorageClaim,
] as const satisfies readonly CheckRule[];
