import { locate } from "../../../load/locate.ts";
import { podSecurityOf } from "../../../validate/effective.ts";
import { defineRule } from "../rule.ts";
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
    for (const cluster of clusters)
      for (const tenant of cluster.tenants) {
        const { enforce } = podSecurityOf(platform.spec, tenant);
        if (levels.indexOf(enforce) >= levels.indexOf(floor)) continue;
        const own = tenant.spec.podSecurity.enforce !== undefined;
        const { source, path } = own
          ? tenant.at("podSecurity", "enforce")
          : platform.at("defaults", "podSecurity", "enforce");
        yield {
          at: locate(source, path),
          message: `${enforce} is below the platform's floor, ${floor}`,
          hint: `Enforce ${floor} or more.`,
          cluster: cluster.name,
          mend: floor,
        };
      }
  },
});
