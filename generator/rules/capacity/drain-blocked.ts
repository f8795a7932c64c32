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
  summary: "A PodDisruptionBudget lets none of its pods be moved.",
  docs: {
    why: "To drain a node, each pod on it is evicted, and the API server refuses that while the budget has no room. With minAvailable as large as the replicas, or a percentage that is rounded up to them, there never is any: the drain waits without end, and with it the cluster's upgrade. Shares are rounded up, so minAvailable: 50% of one pod is that pod.",
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
    fix: "Say maxUnavailable: 1, or run more replicas than have to be there.",
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
    // A pod that nothing will make again is counted, but no share of it is.
    if (pods.some(({ by }) => by.kind === "Pod") && field === "maxUnavailable") return;
    const room = field === "maxUnavailable" ? amount : expected - amount;
    if (room >= 1) return;
    yield {
      at: budget.at(["spec", field], "value"),
      message: `${field}: ${scalarText(written)} lets none of ${expected === 1 ? "the one pod" : `the ${expected} pods`} that it selects be evicted`,
      hint: "maxUnavailable: 1 lets a drain take one at a time, however many there are.",
      related: pods.slice(0, 5).map(({ by }) => ({ at: by.at([]), message: `${by.object.kind} ${by.name}` })),
    };
  },
});
