import { isServing } from "../../../validate/effective.ts";
import { firstWritten } from "../../../validate/inventory.ts";
import { labelsAt } from "../../manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { changedTenants, objectsOf, placeOf } from "./tenants.ts";

/** What makes Istio put a sidecar into new pods, or catch their traffic. */
const meshLabels = ["istio-injection", "istio.io/rev", "istio.io/dataplane-mode"];

export const meshSwitched = defineRule({
  code: "change/mesh-switched",
  severity: "error",
  over: "change",
  summary: "A mesh is switched on or off while nothing of the tenant runs.",
  page: {
    why: "The label of a namespace counts when a pod is made. Pods that run keep what they have, for weeks perhaps, and then change one by one: half of a tenant speaks with the mesh's certificates and half without, and which half is an accident.",
    wrong: `
servers: { mlserver: { template: mlserver } }
---
servers: { mlserver: { template: mlserver } }
labels: { istio-injection: enabled }
`,
    right: `
lifecycle: suspended
servers: { mlserver: { template: mlserver } }
---
lifecycle: suspended
servers: { mlserver: { template: mlserver } }
labels: { istio-injection: enabled }
`,
    mend: "Suspend the tenant, merge, switch, and make it active again; or restart every workload of the namespace at once, and waive this for that day.",
  },
  *check(before, after) {
    for (const { cluster, before: old, after: fresh } of changedTenants(before, after)) {
      if (!isServing(cluster.before, old) || !isServing(cluster.after, fresh)) continue;
      const were = meshOf(objectsOf(before, cluster.before, old));
      const are = meshOf(objectsOf(after, cluster.after, fresh));
      const label = meshLabels.find((one) => were[one] !== are[one]);
      if (label === undefined) continue;
      yield {
        at: placeOf(firstWritten(fresh, ["labels", label], ["labels"], ["servers"]), "key"),
        message: `${label} changes from ${were[label] ?? "nothing"} to ${are[label] ?? "nothing"} while pods of ${fresh.name} run`,
        cluster: cluster.after.name,
      };
    }
  },
});

function meshOf(objects: ReturnType<typeof objectsOf>): Readonly<Record<string, string>> {
  return labelsAt(
    objects.find(({ kind }) => kind === "Namespace"),
    "metadata",
    "labels",
  );
}
