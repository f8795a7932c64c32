import { countedPods, setsResources } from "../../evaluate/capacity/counted-pods.ts";
import { quotasIn } from "../../evaluate/capacity/namespace-usage.ts";
import { canonicalKey } from "../../evaluate/capacity/usage.ts";
import { mapAt } from "../../evaluate/manifests/reading.ts";
import { defineRule } from "../rule.ts";

export const capacityNoDefaultLimit = defineRule({
  code: "capacity/no-default-limit",
  severity: "error",
  inFolder: "warning",
  over: "manifest set",
  summary: "A quota requires a request or limit that a container does not set and no LimitRange provides.",
  docs: {
    why: "Under a quota of limits.cpu, limits.memory, requests.cpu or requests.memory, the API server rejects each pod with a container that does not set the value. Seldon's containers set no CPU limit (2.9.1), so no pod of a tenant starts without a LimitRange that provides a default. All objects are stored, and only events of the StatefulSets show the failure.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec: { seldonConfig: default }
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: tenant-quota, namespace: churn }
spec: { hard: { limits.cpu: "24" } }
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec: { seldonConfig: default }
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: tenant-quota, namespace: churn }
spec: { hard: { limits.cpu: "24" } }
---
apiVersion: v1
kind: LimitRange
metadata: { name: container-limits, namespace: churn }
spec: { limits: [{ type: Container, default: { cpu: "1" }, defaultRequest: { cpu: 50m } }] }
`,
    fix: "Give the namespace a LimitRange with a default, or remove the resource from the quota.",
  },
  *check(manifestSet) {
    for (const [namespace, pods] of Map.groupBy(countedPods(manifestSet), ({ namespace }) => namespace)) {
      for (const quota of quotasIn(manifestSet, namespace)) {
        for (const key of Object.keys(mapAt(quota.object, "spec", "hard"))) {
          const [, kind, resource = ""] = /^(requests|limits)[.](cpu|memory)$/.exec(canonicalKey(key)) ?? [];
          if (kind !== "requests" && kind !== "limits") continue;
          const refused = pods.flatMap((pod) => {
            const container = setsResources(pod)
              ? undefined
              : pod.containers?.find((resources) => !resources[kind].has(resource));
            return container === undefined ? [] : [{ pod, container }];
          });
          const [first] = refused;
          if (first === undefined) continue;
          const field = kind === "limits" ? "default" : "defaultRequest";
          yield {
            at: quota.at(["spec", "hard", key], "key"),
            message: `missing ${kind}.${resource} in container ${first.container.name} of ${first.pod.what}, which will be rejected: no LimitRange of ${namespace} provides a default`,
            hint: `Add a LimitRange with type: Container and ${field}.${resource}.`,
            related: refused.slice(0, 5).map(({ pod }) => ({ at: pod.by.at([]), message: `${pod.what} is rejected` })),
          };
        }
      }
    }
  },
});
