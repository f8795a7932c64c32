import { locate } from "../../load/locate.ts";
import { readableAmount } from "../../models/amount-text.ts";
import { promisedCapacity } from "../../validate/references/capacity.ts";
import { defineRule } from "../rule.ts";

const units = [
  ["cpu", "cores"],
  ["memory", "GiB"],
] as const;

export const capacityClusterNearlyFull = defineRule({
  code: "capacity/cluster-nearly-full",
  severity: "warning",
  over: "inventory",
  summary: "The quotas of a cluster's tenants promise more than four fifths of the available capacity.",
  docs: {
    why: "Quotas are promises. Quotas that exceed the capacity times its overcommit are rejected, and the next tenant cannot be added. New nodes take weeks to arrive, while a quota is raised in a minute.",
    invalid: `
quota: { requests: { cpu: 130, memory: 48Gi }, limits: { cpu: 160, memory: 96Gi } }
`,
    valid: `
quota: { size: medium }
`,
    fix: "Lower unused quotas (tenantry capacity shows them), or order nodes and raise the cluster's capacity.",
  },
  *check({ platform, clusters }) {
    for (const cluster of clusters) {
      const rows = promisedCapacity(platform.spec, cluster);
      for (const [unit, name] of units) {
        const { promised, offered } = rows[unit];
        if (promised * 5n <= offered * 4n || promised > offered) continue;
        const { source, path } = cluster.at("capacity", unit);
        yield {
          at: locate(source, path, "key"),
          message: `quotas on ${cluster.name} promise ${readableAmount(promised, name)} of ${readableAmount(offered, name)} ${name}: ${(promised * 100n) / offered} %`,
          hint: "Little capacity is left for another tenant.",
          cluster: cluster.name,
        };
      }
    }
  },
});
