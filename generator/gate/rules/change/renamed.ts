import { isDeepStrictEqual } from "node:util";
import { defineRule } from "../rule.ts";
import { changedTenants, goneTenants, placeOf } from "./tenants.ts";

export const renamed = defineRule({
  code: "change/renamed",
  severity: "error",
  over: "change",
  summary: "Tenants and Servers keep their names.",
  page: {
    why: "A name is what an object is. Under another one everything is made anew, with empty volumes and other addresses, and the old one is deleted with what it held.",
    wrong: `
servers: { mlserver: { template: mlserver, replicas: 2 } }
---
servers: { models: { template: mlserver, replicas: 2 } }
`,
    right: `
servers: { mlserver: { template: mlserver, replicas: 2 } }
---
servers: { mlserver: { template: mlserver, replicas: 2 }, models: { template: mlserver, replicas: 2 } }
`,
    mend: "Add the new one beside the old, move what is needed, then take the old one away in a change of its own.",
  },
  *check(before, after) {
    for (const { cluster, before: old, after: fresh } of changedTenants(before, after)) {
      const came = Object.entries(fresh.spec.servers).filter(([name]) => !(name in old.spec.servers));
      for (const [name, server] of Object.entries(old.spec.servers)) {
        if (name in fresh.spec.servers) continue;
        const same = came.find(([, other]) => isDeepStrictEqual(other, server));
        if (same === undefined) continue;
        yield {
          at: placeOf(fresh.at("servers", same[0]), "key"),
          message: `Server ${name} becomes ${same[0]} on ${cluster.after.name}: it would be deleted, and another one made`,
          cluster: cluster.after.name,
        };
      }
    }
    for (const { cluster, tenant } of goneTenants(before, after)) {
      const there = new Set<string>(
        before.clusters.find(({ name }) => name === cluster.name)?.tenants.map(({ name }) => name) ?? [],
      );
      const heir = after.clusters
        .find(({ name }) => name === cluster.name)
        ?.tenants.find(
          (one) =>
            !there.has(one.name) &&
            Object.keys(tenant.spec.models).length > 0 &&
            isDeepStrictEqual(Object.keys(one.spec.models), Object.keys(tenant.spec.models)) &&
            isDeepStrictEqual(one.spec.owner, tenant.spec.owner),
        );
      if (heir === undefined) continue;
      yield {
        at: placeOf(heir.at(), "key"),
        message: `${tenant.name} becomes ${heir.name} on ${cluster.name}: it would be deleted, and another one made`,
        cluster: cluster.name,
      };
    }
  },
});
