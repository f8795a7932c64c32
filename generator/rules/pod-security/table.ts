import type { Rule } from "../rule.ts";
import { belowFloor } from "./below-floor.ts";
import { meshWithoutCni } from "./mesh-without-cni.ts";
import { notEnforced } from "./not-enforced.ts";
import { refused } from "./refused.ts";
import { unknownLevel } from "./unknown-level.ts";
import { unpinned } from "./unpinned.ts";
import { warnsLess } from "./warns-less.ts";

/** What a namespace's pod security level would refuse. */
export const podSecurity = [
  belowFloor,
  meshWithoutCni,
  notEnforced,
  refused,
  unknownLevel,
  unpinned,
  warnsLess,
] as const satisfies readonly Rule[];
