import type { CheckRule } from "../rule.ts";
import { capacityAddressOutsidePool } from "./address-outside-pool.ts";
import { capacityAddressTwice } from "./address-twice.ts";
import { capacityAddressesUsedUp } from "./addresses-used-up.ts";
import { capacityBudgetSelectsNothing } from "./budget-selects-nothing.ts";
import { capacityClaimOutsideLimitRange } from "./claim-outside-limit-range.ts";
import { capacityClusterNearlyFull } from "./cluster-nearly-full.ts";
import { capacityDemandOverQuota } from "./demand-over-quota.ts";
import { capacityDrainBlocked } from "./drain-blocked.ts";
import { capacityHostTwice } from "./host-twice.ts";
import { capacityLimitRangeOrder } from "./limit-range-order.ts";
import { capacityMaxOverQuota } from "./max-over-quota.ts";
import { capacityMetallbAnnotation } from "./metallb-annotation.ts";
import { capacityNoDefaultLimit } from "./no-default-limit.ts";
import { capacityNodePortRange } from "./node-port-range.ts";
import { capacityNodePortTwice } from "./node-port-twice.ts";
import { capacityOutsideLimitRange } from "./outside-limit-range.ts";
import { capacityQuantity } from "./quantity.ts";
import { capacityQuotaLoosened } from "./quota-loosened.ts";
import { capacityRequestOverLimit } from "./request-over-limit.ts";
import { capacityStorageClassUnknown } from "./storage-class-unknown.ts";
import { capacityTwoBudgets } from "./two-budgets.ts";
import { capacityUnlikelyQuantity } from "./unlikely-quantity.ts";

/** Rules about quotas, limits, and the shared resources of a cluster. */
export const capacityRules = [
  capacityQuantity,
  capacityUnlikelyQuantity,
  capacityNoDefaultLimit,
  capacityRequestOverLimit,
  capacityLimitRangeOrder,
  capacityMaxOverQuota,
  capacityOutsideLimitRange,
  capacityDemandOverQuota,
  capacityQuotaLoosened,
  capacityDrainBlocked,
  capacityBudgetSelectsNothing,
  capacityTwoBudgets,
  capacityClusterNearlyFull,
  capacityStorageClassUnknown,
  capacityClaimOutsideLimitRange,
  capacityMetallbAnnotation,
  capacityAddressOutsidePool,
  capacityAddressTwice,
  capacityAddressesUsedUp,
  capacityNodePortRange,
  capacityNodePortTwice,
  capacityHostTwice,
] as const satisfies readonly CheckRule[];
