import { replaced } from "../../diagnostics/example.ts";
import { lifecycleOf } from "../../validate/effective.ts";
import { defineRule } from "../rule.ts";
import { removedTenants, tenantOrigin } from "./tenants.ts";

export const changeNotDrained = defineRule({
  code: "change/not-drained",
  severity: "error",
  over: "change",
  summary: "A tenant leaves a cluster only after it was drained there.",
  docs: {
    why: "Models, pipelines and experiments are finalized by their scheduler, and a SeldonRuntime waits for its Servers. Deleted all at once they wait for each other: the namespace hangs in Terminating, and somebody has to take finalizers off by hand. A file that was removed by mistake takes everything along.",
    invalid: `
clusters: { production: {}, staging: {} }
---
clusters: { production: {} }
`,
    valid: replaced(
      "clusters: { production: {}, staging: {} }",
      "clusters: { production: {}, staging: { lifecycle: drained } }",
    ),
    fix: "Set lifecycle: draining, merge and wait; then drained, merge; then remove the entry or the file.",
  },
  *check(before, after) {
    for (const { cluster, tenant } of removedTenants(before, after)) {
      const state = lifecycleOf(cluster, tenant);
      if (state === "drained") continue;
      yield {
        at: tenantOrigin(tenant.at("lifecycle"), "key"),
        message: `${tenant.name} leaves ${cluster.name}, and was ${state} there`,
        hint: "First draining, then drained, each merged, then away with it.",
        cluster: cluster.name,
      };
    }
  },
});
