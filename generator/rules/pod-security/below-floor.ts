import { locate } from "../../load/locate.ts";
import type { Origin } from "../../validate/inventory.ts";
import type { PodSecurityLevel } from "../../validate/terms.ts";
import { defineRule, type Found } from "../rule.ts";
import { levels } from "./labels.ts";

export const belowFloor = defineRule({
  code: "pod-security/below-floor",
  severity: "error",
  over: "inventory",
  summary: "No tenant enforces less than the platform's floor.",
  page: {
    why: "What a pod may do to its node is decided by its namespace's level alone. Below the floor, a pod of one tenant could reach the node, and through it every other tenant's pods.",
    wrong: `
podSecurity: { enforce: privileged }
`,
    right: `
podSecurity: { enforce: baseline }
`,
    mend: "Enforce the floor or more. Where something cannot do with it, have the platform team approve a waiver with a day.",
  },
  *check({ platform, clusters }) {
    const floor = platform.spec.floors.podSecurity;
    const isBelow = (level: PodSecurityLevel): boolean => levels.indexOf(level) < levels.indexOf(floor);
    const found = ({ source, path }: Origin, level: PodSecurityLevel, cluster?: string): Found => ({
      at: locate(source, path),
      message: `${level} is below the platform's floor, ${floor}`,
      hint: `Enforce ${floor} or more.`,
      cluster,
      mend: floor,
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
