import { injectingLabel } from "../../evaluate/manifests/mesh.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { namespaceObject } from "../../generate/namespace.ts";
import { tenantScope } from "../../generate/scope.ts";
import { meshOf } from "../../validate/addons/mesh.ts";
import type { AddonEntry } from "../../validate/addons/on-cluster.ts";
import { hasRuntime } from "../../validate/effective.ts";
import { type ClusterEntry, firstWritten, type Origin, type TenantEntry } from "../../validate/inventory.ts";
import { defineRule } from "../rule.ts";
import { changedTenants, inputLocation } from "./tenants.ts";

export const changeMeshSwitched = defineRule({
  code: "change/mesh-switched",
  severity: "error",
  over: "change",
  summary: "A change switches the sidecars of a mesh on or off while pods of the tenant run.",
  docs: {
    why: "A mesh injects a sidecar only when a pod is created. Running pods do not change until they are created again, which can happen one by one and weeks later. Until all pods are created again, some pods of the tenant use the mesh's certificates and some do not. A suspended tenant still has running pods: its scheduler and its Envoy.",
    invalid: `
servers: { mlserver: { template: mlserver } }
---
servers: { mlserver: { template: mlserver } }
labels: { istio-injection: enabled }
`,
    valid: `
lifecycle: drained
servers: { mlserver: { template: mlserver } }
---
lifecycle: drained
servers: { mlserver: { template: mlserver } }
labels: { istio-injection: enabled }
`,
    fix: "Drain the tenant, change the label, and make the tenant active again. Alternatively, waive this rule for one day, merge the change, and delete all pods of the namespace. Istio's ambient mode needs no restart of the pods.",
  },
  *check(before, after) {
    for (const { cluster, before: old, after: fresh } of changedTenants(before, after)) {
      if (!hasRuntime(cluster.before, old) || !hasRuntime(cluster.after, fresh)) continue;
      const was = injectedBy(cluster.before, old);
      const is = injectedBy(cluster.after, fresh);
      const label = is ?? was;
      // With a change from one label or revision to another, all pods stay in the mesh.
      if (label === undefined || (was !== undefined && is !== undefined)) continue;
      const addon = [cluster.after, cluster.before].flatMap((state) => meshOf(state)?.addon ?? [])[0];
      const written = firstWritten(fresh, ["labels", "istio-injection"], ["labels", label], ["labels"], ["servers"]);
      const isByHand = Object.hasOwn(old.spec.labels, label) || Object.hasOwn(fresh.spec.labels, label);
      yield {
        at: inputLocation(isByHand || addon === undefined ? written : originOfMesh(cluster.after, addon), "key"),
        message: `label ${label} switches the mesh ${is === undefined ? "off" : "on"} while pods of tenant ${fresh.name} run`,
        cluster: cluster.after.name,
      };
    }
  },
});

/** The line that puts tenants into the mesh: that of the add-on, or the add-ons of a cluster from which it was removed. */
function originOfMesh(cluster: ClusterEntry, { name }: AddonEntry): Origin {
  return cluster.at("addons", ...(cluster.addons.some((addon) => addon.name === name) ? [name] : []));
}

function injectedBy(cluster: ClusterEntry, tenant: TenantEntry): string | undefined {
  const [generated] = namespaceObject(tenantScope(cluster, tenant));
  return injectingLabel(labelsAt(generated?.object, "metadata", "labels"));
}
