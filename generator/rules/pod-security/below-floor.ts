import { locate } from "../../load/locate.ts";
import type { ClusterEntry, Origin } from "../../validate/inventory.ts";
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
  *check({ clusters }) {
    for (const cluster of clusters) yield* levelsBelow(cluster);
  },
});

/** The default level of a cluster, and the levels of its tenants, that are below its floor. */
function* levelsBelow({ name, at, platform, tenants }: ClusterEntry): Iterable<RuleFinding> {
  const floor = platform.spec.floors.podSecurity;
  const isBelow = (level: PodSecurityLevel): boolean =>
    podSecurityLevels.indexOf(level) < podSecurityLevels.indexOf(floor);
  const found = ({ source, path }: Origin, level: PodSecurityLevel): RuleFinding => ({
    at: locate(source, path),
    message: `invalid pod security level ${level}: below the platform's floor ${floor}`,
    hint: `Enforce ${floor} or a stricter level.`,
    cluster: name,
  });
  const { enforce: fallback } = platform.spec.defaults.podSecurity;
  const [limit, level] = [platform.at("floors", "podSecurity"), platform.at("defaults", "podSecurity", "enforce")];
  // A cluster can override only the floor. Its file is then the one to fix.
  const onlyFloor = limit.source === at().source && level.source !== limit.source;
  if (isBelow(fallback)) yield onlyFloor ? found(limit, fallback) : { ...found(level, fallback), fix: floor };
  for (const tenant of tenants) {
    const { enforce } = tenant.spec.podSecurity;
    if (enforce !== undefined && isBelow(enforce))
      yield { ...found(tenant.at("podSecurity", "enforce"), enforce), fix: floor };
  }
}
