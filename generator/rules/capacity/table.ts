import type { Rule } from "../rule.ts";
import { addressOutsidePool } from "./address-outside-pool.ts";
import { addressTwice } from "./address-twice.ts";
import { addressesUsedUp } from "./addresses-used-up.ts";
import { budgetSelectsNothing } from "./budget-selects-nothing.ts";
import { claimOutsideLimitRange } from "./claim-outside-limit-range.ts";
import { clusterNearlyFull } from "./cluster-nearly-full.ts";
import { demandOverQuota } from "./demand-over-quota.ts";
import { drainBlocked } from "./drain-blocked.ts";
import { hostTwice } from "./host-twice.ts";
import { limitRangeOrder } from "./limit-range-order.ts";
import { maxOverQuota } from "./max-over-quota.ts";
import { metallbAnnotation } from "./metallb-annotation.ts";
import { noDefaultLimit } from "./no-default-limit.ts";
import { nodePortRange } from "./node-port-range.ts";
import { nodePortTwice } from "./node-port-twice.ts";
import { outsideLimitRange } from "./outside-limit-range.ts";
import { quantity } from "./quantity.ts";
import { quotaLoosened } from "./quota-loosened.ts";
import { requestOverLimit } from "./request-over-limit.ts";
import { storageClassUnknown } from "./storage-class-unknown.ts";
import { twoBudgets } from "./two-budgets.ts";
import { unlikelyQuantity } from "./unlikely-quantity.ts";

/** Quotas, limits, and what there is to share. */
export const capacity = [
  quantity,
  unlikelyQuantity,
  noDefaultLimit,
  requestOverLimit,
  limitRangeOrder,
  maxOverQuota,
  outsideLimitRange,
  demandOverQuota,
  quotaLoosened,
  drainBlocked,
  budgetSelectsNothing,
  twoBudgets,
  clusterNearlyFull,
  storageClassUnknown,
  claimOutsideLimitRange,
  metallbAnnotation,
  addressOutsidePool,
  addressTwice,
  addressesUsedUp,
  nodePortRange,
  nodePortTwice,
  hostTwice,
] as const satisfies readonly Rule[];
