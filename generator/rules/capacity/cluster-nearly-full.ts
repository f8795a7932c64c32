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
  summary: "The quotas of a cluster's tenants promise more than 80 % of the available capacity.",
  docs: {
    why: "If the quotas exceed the capacity multiplied by the overcommit, the command tenantry check reports an error, and you cannot add another tenant. You can raise a quota in a minute, but the delivery of new nodes can take weeks.",
    invalid: `
quota: { requests: { cpu: 130, memory: 48Gi }, limits: { cpu: 160, memory: 96Gi } }
`,
    valid: `
quota: { size: medium }
`,
    fix: "Lower the unused quotas that the command tenantry capacity shows, or add nodes and raise capacity in the cluster file.",
  },
  *check({ clusters }) {
    for (const cluster of clusters) {
      const rows = promisedCapacity(cluster);
      for (const [unit, name] of units) {
        const { promised, offered } = rows[unit];
        if (promised * 5n <= offered * 4n || promised > offered) continue;
        const { source, path } = cluster.at("capacity", unit);
        yield {
          at: locate(source, path, "key"),
          message: `quotas on ${cluster.name} promise ${readableAmount(promised, name)} of ${readableAmount(offered, name)} ${name}: ${(promised * 100n) / offered} %`,
          hint: "To add another tenant, lower unused quotas, or add nodes and raise capacity in the cluster file.",
          cluster: cluster.name,
        };
      }
    }
  },
});
