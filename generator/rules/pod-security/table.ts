import type { CheckRule } from "../rule.ts";
import { podSecurityBelowFloor } from "./below-floor.ts";
import { podSecurityMeshWithoutCni } from "./mesh-without-cni.ts";
import { podSecurityNotEnforced } from "./not-enforced.ts";
import { podSecurityRefused } from "./refused.ts";
import { podSecurityUnknownLevel } from "./unknown-level.ts";
import { podSecurityUnpinned } from "./unpinned.ts";
import { podSecurityWarnsLess } from "./warns-less.ts";

/** Rules about the pod security levels of namespaces. */
export const podSecurityRules = [
  podSecurityBelowFloor,
  podSecurityMeshWithoutCni,
  podSecurityNotEnforced,
  podSecurityRefused,
  podSecurityUnknownLevel,
  podSecurityUnpinned,
  podSecurityWarnsLess,
] as const satisfies readonly CheckRule[];
