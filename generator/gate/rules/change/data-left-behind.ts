import { defineRule } from "../rule.ts";
import { goneTenants, placeOf } from "./tenants.ts";

export const dataLeftBehind = defineRule({
  code: "change/data-left-behind",
  severity: "warning",
  over: "change",
  summary: "A tenant that leaves a cluster leaves no claim with data there.",
  page: {
    why: "Argo CD deletes neither a claim of the tenant's nor its namespace. The data stays, costs what it costs, and no file names it any more. Whoever deletes the namespace, as the last step of a tenant's life, deletes the data with it, without being asked again.",
    wrong: `
clusters: { production: {}, staging: { lifecycle: drained } }
storage: { notebooks: { size: 50Gi } }
---
clusters: { production: {} }
storage: { notebooks: { size: 50Gi } }
`,
    right: `
clusters: { production: {}, staging: { lifecycle: drained } }
---
clusters: { production: {} }
`,
    mend: "Copy what is still needed before this is merged, and tell whoever deletes the namespace.",
  },
  *check(before, after) {
    for (const { cluster, tenant } of goneTenants(before, after)) {
      const claims = Object.keys(tenant.spec.storage);
      if (claims.length === 0) continue;
      const shown = claims.slice(0, 6).join(", ");
      const names = claims.length > 6 ? `${shown} and ${claims.length - 6} more` : shown;
      yield {
        at: placeOf(tenant.at("storage"), "key"),
        message: `${tenant.name} leaves ${cluster.name}, and the data of ${names} stays in its namespace there`,
        cluster: cluster.name,
      };
    }
  },
});
