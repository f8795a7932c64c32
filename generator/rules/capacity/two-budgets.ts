import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { PodSource } from "../../evaluate/manifests/pods.ts";
import { budgetKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { budgetedPods } from "./budgets.ts";

export const capacityTwoBudgets = defineRule({
  code: "capacity/two-budgets",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "manifest set",
  summary: "Two PodDisruptionBudgets select the same pod, so the pod cannot be evicted.",
  docs: {
    why: "The API server does not evict a pod that more than one PodDisruptionBudget selects, even if both budgets allow a disruption. If two budgets select a pod, the API server answers the eviction with an internal error, and kubectl drain fails. The API server accepts two budgets that select the same pod, and shows no warning.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config, replicas: 2 }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: seldon-servers, namespace: churn }
spec: { maxUnavailable: 1, selector: { matchLabels: { app.kubernetes.io/name: seldon-server } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: mlserver, namespace: churn }
spec: { maxUnavailable: 1, selector: { matchLabels: { seldon-server-name: mlserver } } }
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config, replicas: 2 }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: mlserver, namespace: churn }
spec: { maxUnavailable: 1, selector: { matchLabels: { seldon-server-name: mlserver } } }
`,
    fix: "Remove one of the two budgets, or narrow a selector so that each pod has only one budget.",
  },
  *check(manifestSet) {
    const owners = new Map<PodSource, Manifest>();
    for (const budget of manifestSet.of(budgetKind).slice(0, mostBudgets)) {
      const reported = new Set<Manifest>();
      for (const pod of budgetedPods(budget, manifestSet)) {
        const owner = owners.get(pod);
        if (owner === undefined) owners.set(pod, budget);
        if (owner === undefined || reported.has(owner)) continue;
        reported.add(owner);
        yield {
          at: budget.at(["spec", "selector"], "key"),
          message: `duplicate budget for ${pod.by.object.kind} ${pod.by.name}: budget ${owner.name} also selects its pods, so a drain cannot evict them`,
          hint: "Remove one of the two budgets, or narrow a selector so that each pod has only one budget.",
          related: [{ at: owner.at(["spec", "selector"], "key"), message: `budget ${owner.name}` }],
        };
      }
    }
  },
});

/** Each budget is compared with each pod. */
const mostBudgets = 200;
