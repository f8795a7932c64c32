import { replaced } from "../../diagnostics/example.ts";
import { lifecycleOf } from "../../validate/effective.ts";
import { defineRule } from "../rule.ts";
import { inputLocation, removedTenants } from "./tenants.ts";

export const changeNotDrained = defineRule({
  code: "change/not-drained",
  severity: "error",
  over: "change",
  summary: "A change removes a tenant from a cluster before the tenant is drained.",
  docs: {
    why: "Models, Pipelines and Experiments have finalizers that need a running scheduler, and a SeldonRuntime waits for its Servers. If Argo CD deletes all objects of a tenant at once, the objects wait for each other: the namespace stays in Terminating until an administrator removes the finalizers. Without this rule, Argo CD could delete the objects of a tenant whose file was removed by mistake.",
    invalid: `
clusters: { production: {}, staging: {} }
---
clusters: { production: {} }
`,
    valid: replaced(
      "clusters: { production: {}, staging: {} }",
      "clusters: { production: {}, staging: { lifecycle: drained } }",
    ),
    fix: "Set lifecycle to draining, merge the change, and wait until Argo CD has deleted the tenant's Models, Pipelines and Experiments. Then set lifecycle to drained, and merge the change. Then remove the tenant's file, or the cluster's entry in the tenant's file. If the cluster no longer exists, add the cluster to spec.lostClusters in platform.yaml.",
  },
  *check(before, after) {
    for (const { cluster, tenant } of removedTenants(before, after)) {
      const state = lifecycleOf(cluster, tenant);
      if (state === "drained" || Object.hasOwn(after.platform.spec.lostClusters, cluster.name)) continue;
      yield {
        at: inputLocation(tenant.at("lifecycle"), "key"),
        message: `removal of tenant ${tenant.name} from ${cluster.name} is not allowed: the tenant's lifecycle is ${state}, not drained`,
        hint: "Set lifecycle to draining and merge the change. Then set lifecycle to drained and merge the change. Then remove the tenant.",
        cluster: cluster.name,
      };
    }
  },
});
