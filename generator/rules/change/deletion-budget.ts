import { type KubernetesObject, objectIdentity } from "../../models/kubernetes-object.ts";
import { lifecycleOf } from "../../validate/effective.ts";
import type { Inventory } from "../../validate/inventory.ts";
import { defineRule } from "../rule.ts";
import { changedTenants, generatedOf, inputLocation, removedTenants } from "./tenants.ts";

/** The most that one change may delete from one cluster. More is seldom intended. */
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
    "A change deletes more than 50 objects of a cluster, or more than 20 % of the objects of a cluster with more than five tenants.",
  docs: {
    why: "After a merge, Argo CD deletes the objects that are no longer in git, on every cluster that follows the branch. A change that deletes more than 50 objects is often a mistake, for example in a default value or in a script.",
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
    fix: "Split the change, or ask the platform team to waive this rule for one day.",
  },
  *check(before, after) {
    const gone = new Map<string, number>();
    const remaining = new Set<string>(after.clusters.map(({ name }) => name));
    // With the files of a whole cluster, Argo CD deletes nothing: the folder that its root Applications read is gone.
    for (const { cluster, tenant } of removedTenants(before, after))
      if (remaining.has(cluster.name)) add(gone, cluster.name, deletable(cluster, tenant).length);
    for (const { cluster, before: old, after: fresh } of changedTenants(before, after)) {
      // A change of the lifecycle declares this deletion.
      if (lifecycleOf(cluster.after, fresh) !== "active") continue;
      const now = new Set(generatedOf(cluster.after, fresh).map(({ object }) => objectIdentity(object)));
      const deleted = deletable(cluster.before, old).filter((object) => !now.has(objectIdentity(object)));
      add(gone, cluster.after.name, deleted.length);
    }
    for (const [name, count] of gone) {
      const cluster = after.clusters.find((candidate) => candidate.name === name);
      if (cluster === undefined || count === 0) continue;
      const all = cluster.tenants.length > 5 ? total(before, name) : Number.POSITIVE_INFINITY;
      if (count <= mostObjects && count <= all * mostShare) continue;
      yield {
        at: inputLocation(cluster.at(), "key"),
        message: `too many deletions: ${count}${Number.isFinite(all) ? ` of ${all}` : ""} objects of cluster ${name}`,
        cluster: name,
      };
    }
  },
});

/** Without Namespaces and claims: Argo CD never deletes them, even if they are no longer in git. */
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
  return cluster?.tenants.reduce((sum, tenant) => sum + deletable(cluster, tenant).length, 0) ?? 0;
}
