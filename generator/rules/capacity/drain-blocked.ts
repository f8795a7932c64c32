import { replaced } from "../../diagnostics/example.ts";
import { scaled } from "../../evaluate/capacity/rollout.ts";
import { mapAt, scalarText } from "../../evaluate/manifests/reading.ts";
import { budgetKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { budgetedPods, fewestReplicas } from "./budgets.ts";

export const capacityDrainBlocked = defineRule({
  code: "capacity/drain-blocked",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [budgetKind],
  summary: "A PodDisruptionBudget blocks every eviction of its pods.",
  docs: {
    why: "A drain evicts every pod on a node, but the API server rejects an eviction while the PodDisruptionBudget allows no disruption. If minAvailable equals the number of replicas, the PodDisruptionBudget never allows a disruption. A drain that cannot evict a pod waits indefinitely, and blocks the upgrade of the cluster. Kubernetes rounds percentages up, so 50% of one pod means one pod.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config, replicas: 1 }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: seldon-servers, namespace: churn }
spec:
  minAvailable: 1
  selector: { matchLabels: { app.kubernetes.io/name: seldon-server } }
`,
    valid: replaced("minAvailable: 1", "maxUnavailable: 1"),
    fix: "Set maxUnavailable: 1, or set more replicas than minAvailable requires.",
  },
  *check(budget, manifestSet) {
    const spec = mapAt(budget.object, "spec");
    const [field, written] =
      "maxUnavailable" in spec
        ? (["maxUnavailable", spec["maxUnavailable"]] as const)
        : (["minAvailable", spec["minAvailable"]] as const);
    if (written === undefined || written === null) return;
    const pods = budgetedPods(budget, manifestSet);
    const expected = pods.reduce((all, pod) => all + fewestReplicas(manifestSet, pod), 0);
    const amount = scaled(written, expected, "up");
    if (amount === undefined || expected === 0) return;
    // A bare pod, which no controller recreates, counts only for minAvailable.
    if (pods.some(({ by }) => by.kind === "Pod") && field === "maxUnavailable") return;
    const disruptions = field === "maxUnavailable" ? amount : expected - amount;
    if (disruptions >= 1) return;
    yield {
      at: budget.at(["spec", field], "value"),
      message: `blocked eviction of ${expected === 1 ? "the only selected pod" : `all ${expected} selected pods`}: ${field} is ${scalarText(written)}`,
      hint: "Set maxUnavailable: 1, so that a drain evicts one pod at a time, for any number of replicas.",
      related: pods.slice(0, 5).map(({ by }) => ({ at: by.at([]), message: `${by.object.kind} ${by.name}` })),
    };
  },
});
