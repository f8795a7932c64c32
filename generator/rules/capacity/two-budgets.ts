import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { PodSource } from "../../evaluate/manifests/pods.ts";
import { budgetKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { budgetedPods } from "./budgets.ts";

export const capacityTwoBudgets = defineRule({
  code: "capacity/two-budgets",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "scene",
  summary: "Two PodDisruptionBudgets select one pod, and so it cannot be evicted.",
  docs: {
    why: "The API server evicts no pod that more than one budget selects, however much room both of them have: it answers with an internal error, and a drain tries again without end. Budgets themselves are never refused for it.",
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
    fix: "Keep one of them, or narrow its selector.",
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
          message: `${pod.by.object.kind} ${pod.by.name} is under budget ${owner.name} too, and a pod under two is never evicted`,
          hint: "Keep one of them, or narrow its selector.",
          related: [{ at: owner.at(["spec", "selector"], "key"), message: `budget ${owner.name}` }],
        };
      }
    }
  },
});

/** Each is held against each pod. */
const mostBudgets = 200;
