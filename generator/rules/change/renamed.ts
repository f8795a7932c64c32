import { replaced } from "../../diagnostics/example.ts";
import { isServing } from "../../validate/effective.ts";
import type { TenantEntry } from "../../validate/inventory.ts";
import { defineRule } from "../rule.ts";
import { changedTenants, inputLocation, removedTenants } from "./tenants.ts";

/**
 * The kinds that callers, Seldon and Kubernetes refer to by name. Experiments are not among them: two of them with the same
 * default cannot exist at the same time.
 */
const kinds = [
  ["servers", "Server"],
  ["models", "Model"],
  ["pipelines", "Pipeline"],
] as const;

export const changeRenamed = defineRule({
  code: "change/renamed",
  severity: "error",
  over: "change",
  summary: "A change renames a tenant, a Server, a Model or a Pipeline.",
  docs: {
    why: "Kubernetes identifies an object by its name. If the name changes, Argo CD creates another object with empty volumes and other addresses, and deletes the old object with its data. After the change, requests to the old name fail.",
    invalid: `
servers: { mlserver: { template: mlserver, replicas: 2 } }
---
servers: { models: { template: mlserver, replicas: 2 } }
`,
    valid: replaced(
      "models: { template: mlserver, replicas: 2 }",
      "mlserver: { template: mlserver, replicas: 2 }, models: { template: mlserver, replicas: 2 }",
    ),
    fix: "Keep the old object and add an object with the new name, move the data, and then remove the old object in a separate change.",
  },
  *check(before, after) {
    for (const { cluster, before: old, after: fresh } of changedTenants(before, after)) {
      if (!isServing(cluster.before, old) || !isServing(cluster.after, fresh)) continue;
      for (const [field, kind] of kinds) {
        for (const [from, to] of pairs(Object.entries(old.spec[field]), Object.entries(fresh.spec[field])))
          yield {
            at: inputLocation(fresh.at(field, to), "key"),
            message: renameMessage(`${kind} ${from}`, to, cluster.after.name),
            cluster: cluster.after.name,
          };
      }
    }
    for (const [cluster, removed] of Map.groupBy(removedTenants(before, after), (tenant) => tenant.cluster)) {
      const now = after.clusters.find(({ name }) => name === cluster.name)?.tenants ?? [];
      const entries = new Map<string, TenantEntry>(now.map((tenant) => [tenant.name, tenant]));
      const known = new Set<string>(cluster.tenants.map(({ name }) => name));
      const added = now.filter(({ name }) => !known.has(name));
      for (const [from, to] of pairs(
        removed.flatMap(({ tenant }) => servedNames(tenant)),
        added.flatMap(servedNames),
      )) {
        const successor = entries.get(to);
        if (successor === undefined) continue;
        yield {
          at: inputLocation(successor.at(), "key"),
          message: renameMessage(`tenant ${from}`, to, cluster.name),
          cluster: cluster.name,
        };
      }
    }
  },
});

function renameMessage(from: string, to: string, cluster: string): string {
  return `${from} is renamed to ${to} on ${cluster}: Argo CD would delete the old objects and create new objects`;
}

type Named = readonly [name: string, content: unknown];

/** Pairs of a removed and an added name with the same content. Each name is used once. */
function* pairs(before: readonly Named[], after: readonly Named[]): Iterable<readonly [from: string, to: string]> {
  const were = new Set(before.map(([name]) => name));
  const are = new Set(after.map(([name]) => name));
  const added = Map.groupBy(
    after.filter(([name]) => !were.has(name)),
    ([, content]) => JSON.stringify(content),
  );
  for (const [name, content] of before) {
    if (are.has(name)) continue;
    const successor = added.get(JSON.stringify(content))?.shift();
    if (successor !== undefined) yield [name, successor[0]];
  }
}

/** The content that identifies a tenant under another name. A tenant without models has none. */
function servedNames({ name, spec }: TenantEntry): readonly Named[] {
  const models = Object.keys(spec.models);
  return models.length === 0 ? [] : [[name, { models, owner: spec.owner }]];
}
