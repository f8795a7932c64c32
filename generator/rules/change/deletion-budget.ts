import { type KubernetesObject, objectIdentity } from "../../models/kubernetes-object.ts";
import { lifecycleOf } from "../../validate/effective.ts";
import type { Inventory } from "../../validate/inventory.ts";
import { defineRule } from "../rule.ts";
import { changedTenants, generatedOf, removedTenants, tenantOrigin } from "./tenants.ts";

/** What one change may take away from one cluster: more is seldom meant. */
const mostObjects = 50;
const mostShare = 0.2;

function models(count: number): string {
  return Array.from(
    { length: count },
    (_, index) => `m${index}: { storageUri: "s3://churn/m${index}", requirements: [sklearn] }`,
  ).join(", ");
}

export const changeDeletionBudget = defineRule({
  code: "change/deletion-budget",
  severity: "error",
  over: "change",
  summary:
    "One change deletes at most 50 objects of a cluster, and at most a fifth of its tenants' objects where it has more than five.",
  docs: {
    why: "Argo CD prunes what is not in git any more, within seconds, on every cluster that follows. A change that deletes this much is more often a mistake in a default or a loop than a wish.",
    invalid: `
servers: { mlserver: { template: mlserver } }
models: { ${models(mostObjects + 1)} }
---
servers: { mlserver: { template: mlserver } }
`,
    valid: `
servers: { mlserver: { template: mlserver } }
models: { ${models(2)} }
---
servers: { mlserver: { template: mlserver } }
models: { ${models(1)} }
`,
    fix: "Make several changes of it, or have the platform team waive this for the day.",
  },
  *check(before, after) {
    const gone = new Map<string, number>();
    for (const { cluster, tenant } of removedTenants(before, after))
      add(gone, cluster.name, deletable(before, cluster, tenant).length);
    for (const { cluster, before: old, after: fresh } of changedTenants(before, after)) {
      // Who suspends or drains says so.
      if (lifecycleOf(cluster.after, fresh) !== "active") continue;
      const now = new Set(generatedOf(after, cluster.after, fresh).map(({ object }) => objectIdentity(object)));
      const deleted = deletable(before, cluster.before, old).filter((object) => !now.has(objectIdentity(object)));
      add(gone, cluster.after.name, deleted.length);
    }
    for (const [name, count] of gone) {
      const cluster =
        after.clusters.find((candidate) => candidate.name === name) ??
        before.clusters.find((candidate) => candidate.name === name);
      if (cluster === undefined || count === 0) continue;
      const all = cluster.tenants.length > 5 ? total(before, name) : Number.POSITIVE_INFINITY;
      if (count <= mostObjects && count <= all * mostShare) continue;
      yield {
        at: tenantOrigin(cluster.at(), "key"),
        message: `this would delete ${count} objects of ${name}${Number.isFinite(all) ? `, of ${all}` : ""}`,
        cluster: name,
      };
    }
  },
});

/** Namespaces and claims are left out: Argo CD never deletes them, whatever git says. */
function deletable(...of: Parameters<typeof generatedOf>): readonly KubernetesObject[] {
  return generatedOf(...of)
    .filter(({ sync }) => sync?.keep !== true)
    .map(({ object }) => object);
}

function add(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}

function total(inventory: Inventory, name: string): number {
  const cluster = inventory.clusters.find((candidate) => candidate.name === name);
  return cluster?.tenants.reduce((sum, tenant) => sum + deletable(inventory, cluster, tenant).length, 0) ?? 0;
}
