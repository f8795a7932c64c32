import { replaced } from "../../diagnostics/example.ts";
import { isServing } from "../../validate/effective.ts";
import type { TenantEntry } from "../../validate/inventory.ts";
import { defineRule } from "../rule.ts";
import { changedTenants, removedTenants, tenantOrigin } from "./tenants.ts";

/** What callers, Seldon and Kubernetes know by name. Two Experiments with one default cannot stand side by side. */
const kinds = [
  ["servers", "Server"],
  ["models", "Model"],
  ["pipelines", "Pipeline"],
] as const;

export const changeRenamed = defineRule({
  code: "change/renamed",
  severity: "error",
  over: "change",
  summary: "Tenants, Servers, Models and Pipelines keep their names.",
  docs: {
    why: "A name is what an object is. Under another one everything is made anew, with empty volumes and other addresses, and the old one is deleted with what it held. Whoever still calls it by the old name fails.",
    invalid: `
servers: { mlserver: { template: mlserver, replicas: 2 } }
---
servers: { models: { template: mlserver, replicas: 2 } }
`,
    valid: replaced(
      "models: { template: mlserver, replicas: 2 }",
      "mlserver: { template: mlserver, replicas: 2 }, models: { template: mlserver, replicas: 2 }",
    ),
    fix: "Add the new one beside the old, move what is needed, then take the old one away in a change of its own.",
  },
  *check(before, after) {
    for (const { cluster, before: old, after: fresh } of changedTenants(before, after)) {
      if (!isServing(cluster.before, old) || !isServing(cluster.after, fresh)) continue;
      for (const [field, kind] of kinds) {
        for (const [from, to] of pairs(Object.entries(old.spec[field]), Object.entries(fresh.spec[field])))
          yield {
            at: tenantOrigin(fresh.at(field, to), "key"),
            message: `${kind} ${from} becomes ${to} on ${cluster.after.name}: it would be deleted, and another one made`,
            cluster: cluster.after.name,
          };
      }
    }
    for (const [cluster, gone] of Map.groupBy(removedTenants(before, after), (tenant) => tenant.cluster)) {
      const now = after.clusters.find(({ name }) => name === cluster.name)?.tenants ?? [];
      const entries = new Map<string, TenantEntry>(now.map((tenant) => [tenant.name, tenant]));
      const known = new Set<string>(cluster.tenants.map(({ name }) => name));
      const came = now.filter(({ name }) => !known.has(name));
      for (const [from, to] of pairs(
        gone.flatMap(({ tenant }) => servedNames(tenant)),
        came.flatMap(servedNames),
      )) {
        const heir = entries.get(to);
        if (heir === undefined) continue;
        yield {
          at: tenantOrigin(heir.at(), "key"),
          message: `${from} becomes ${to} on ${cluster.name}: it would be deleted, and another one made`,
          cluster: cluster.name,
        };
      }
    }
  },
});

type Named = readonly [name: string, content: unknown];

/** Names that went and names that came with the same content, each once. */
function* pairs(before: readonly Named[], after: readonly Named[]): Iterable<readonly [from: string, to: string]> {
  const were = new Set(before.map(([name]) => name));
  const are = new Set(after.map(([name]) => name));
  const came = Map.groupBy(
    after.filter(([name]) => !were.has(name)),
    ([, content]) => JSON.stringify(content),
  );
  for (const [name, content] of before) {
    if (are.has(name)) continue;
    const heir = came.get(JSON.stringify(content))?.shift();
    if (heir !== undefined) yield [name, heir[0]];
  }
}

/** What one tenant is known by beside its name; one without models by nothing. */
function servedNames({ name, spec }: TenantEntry): readonly Named[] {
  const models = Object.keys(spec.models);
  return models.length === 0 ? [] : [[name, { models, owner: spec.owner }]];
}
