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
  summary: "The quotas of a cluster's tenants come to more than four fifths of what there is.",
  docs: {
    why: "Quotas are promises. Past the capacity times its overcommit they are refused, and the tenant that happens to be next cannot be taken in. Nodes take weeks to come, and a quota is raised in a minute.",
    invalid: `
quota: { requests: { cpu: 130, memory: 48Gi }, limits: { cpu: 160, memory: 96Gi } }
`,
    valid: `
quota: { size: medium }
`,
    fix: "Lower quotas that are not used (tenantry capacity shows them), or order nodes and raise the cluster's capacity.",
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
          message: `${cluster.name}'s tenants may request ${readableAmount(promised, name)} of ${readableAmount(offered, name)} ${name}: ${(promised * 100n) / offered} %`,
          hint: "There is little room for another tenant.",
          cluster: cluster.name,
        };
      }
    }
  },
});
