import { locate } from "../../load/locate.ts";
import type { Origin } from "../../validate/inventory.ts";
import type { PodSecurityLevel } from "../../validate/terms.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { podSecurityLevels } from "./labels.ts";

export const podSecurityBelowFloor = defineRule({
  code: "pod-security/below-floor",
  severity: "error",
  over: "inventory",
  summary: "An enforced pod security level is below the platform's floor.",
  docs: {
    why: "The pod security level of the namespace limits a pod's access to its node. With a level below the floor, a pod of one tenant could take over its node, and then the pods of other tenants on that node.",
    invalid: `
podSecurity: { enforce: privileged }
`,
    valid: `
podSecurity: { enforce: baseline }
`,
    fix: "Set the level to the platform's floor or a stricter level. If a workload cannot run at that level, ask the platform team for a waiver with an expiry date.",
  },
  *check({ platform, clusters }) {
    const floor = platform.spec.floors.podSecurity;
    const isBelow = (level: PodSecurityLevel): boolean =>
      podSecurityLevels.indexOf(level) < podSecurityLevels.indexOf(floor);
    const found = ({ source, path }: Origin, level: PodSecurityLevel, cluster?: string): RuleFinding => ({
      at: locate(source, path),
      message: `invalid pod security level ${level}: below the platform's floor ${floor}`,
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
