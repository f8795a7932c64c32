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
  summary: "A quota requires a request or limit that neither a container nor a LimitRange sets.",
  docs: {
    why: "If a quota contains limits.cpu, limits.memory, requests.cpu or requests.memory, the API server rejects each pod with a container that does not set this value. Seldon's containers set no CPU limit (2.9.1), so Seldon's pods need a LimitRange that provides a default. The API server accepts the StatefulSets, and only the events of the StatefulSets show that the API server rejects the pods.",
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
    fix: "Add a LimitRange with a default for the resource to the namespace, or remove the resource from the quota.",
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
            message: `missing ${kind}.${resource} in container ${first.container.name} of ${first.pod.what}: no LimitRange of ${namespace} provides a default`,
            hint: `The API server rejects the pod. Add a LimitRange with type: Container and ${field}.${resource}.`,
            related: refused.slice(0, 5).map(({ pod }) => ({ at: pod.by.at([]), message: `pods of ${pod.what}` })),
          };
        }
      }
    }
  },
});
