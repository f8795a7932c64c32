import type { CheckRule } from "../rule.ts";
import { podSecurityBelowFloor } from "./below-floor.ts";
import { podSecurityMeshWithoutCni } from "./mesh-without-cni.ts";
import { podSecurityNotEnforced } from "./not-enforced.ts";
import { podSecurityRefused } from "./refused.ts";
import { podSecurityUnknownLevel } from "./unknown-level.ts";
import { podSecurityUnpinned } from "./unpinned.ts";
import { podSecurityWarnsLess } from "./warns-less.ts";

/** What a namespace's pod security level would refuse. */
export const podSecurityRules = [
  podSecurityBelowFloor,
  podSecurityMeshWithoutCni,
  podSecurityNotEnforced,
  podSecurityRefused,
  podSecurityUnknownLevel,
  podSecurityUnpinned,
  podSecurityWarnsLess,
] as const satisfies readonly CheckRule[];
