import { replaced } from "../../diagnostics/example.ts";
import { lifecycleOf } from "../../validate/effective.ts";
import { defineRule } from "../rule.ts";
import { inputLocation, removedTenants } from "./tenants.ts";

export const changeNotDrained = defineRule({
  code: "change/not-drained",
  severity: "error",
  over: "change",
  summary: "A tenant is removed from a cluster before it is drained there.",
  docs: {
    why: "The scheduler finalizes models, pipelines and experiments, and a SeldonRuntime waits for its Servers. If they are all deleted at once, they wait for each other: the namespace hangs in Terminating, and finalizers must be removed by hand. A file that is removed by mistake deletes everything.",
    invalid: `
clusters: { production: {}, staging: {} }
---
clusters: { production: {} }
`,
    valid: replaced(
      "clusters: { production: {}, staging: {} }",
      "clusters: { production: {}, staging: { lifecycle: drained } }",
    ),
    fix: "Set lifecycle: draining, merge and wait. Then set drained and merge. Then remove the entry or the file.",
  },
  *check(before, after) {
    for (const { cluster, tenant } of removedTenants(before, after)) {
      const state = lifecycleOf(cluster, tenant);
      if (state === "drained") continue;
      yield {
        at: inputLocation(tenant.at("lifecycle"), "key"),
        message: `tenant ${tenant.name} is removed from ${cluster.name} while its lifecycle is ${state}`,
        hint: "Set draining, then drained, merge each step, and then remove the tenant.",
        cluster: cluster.name,
      };
    }
  },
});
