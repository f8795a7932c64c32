import { locate } from "../../load/locate.ts";
import type { Origin } from "../../validate/inventory.ts";
import type { PodSecurityLevel } from "../../validate/terms.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { podSecurityLevels } from "./labels.ts";

export const podSecurityBelowFloor = defineRule({
  code: "pod-security/below-floor",
  severity: "error",
  over: "inventory",
  summary: "A tenant enforces a level below the platform's floor.",
  docs: {
    why: "Only the level of a pod's namespace limits what the pod may do to its node. Below the floor, a pod of one tenant could reach the node, and through the node every other tenant's pods.",
    invalid: `
podSecurity: { enforce: privileged }
`,
    valid: `
podSecurity: { enforce: baseline }
`,
    fix: "Enforce the floor or a stricter level. If a workload cannot run with it, have the platform team approve a waiver with an expiry date.",
  },
  *check({ platform, clusters }) {
    const floor = platform.spec.floors.podSecurity;
    const isBelow = (level: PodSecurityLevel): boolean =>
      podSecurityLevels.indexOf(level) < podSecurityLevels.indexOf(floor);
    const found = ({ source, path }: Origin, level: PodSecurityLevel, cluster?: string): RuleFinding => ({
      at: locate(source, path),
      message: `level ${level} is below the platform's floor, ${floor}`,
      hint: `Enforce ${floor} or a stricter level.`,
      cluster,
      fix: floor,
    });
    const fallback = platform.spec.defaults.podSecurity.enforce;
    if (isBelow(fallback)) yield found(platform.at("defaults", "podSecurity", "enforce"), fallback);
    for (const cluster of clusters)
      for (const tenant of cluster.tenants) {
        const { enforce } = tenant.spec.podSecurity;
        if (enforce !== undefined && isBelow(enforce))
          yield found(tenant.at("podSecurity", "enforce"), enforce, cluster.name);
      }
  },
});
