import { replaced } from "../../diagnostics/example.ts";
import { allPodsKnown } from "../../evaluate/manifests/known-pods.ts";
import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import { budgetKind } from "../../models/kinds.ts";
import { valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { budgetedPods } from "./budgets.ts";

export const capacityBudgetSelectsNothing = defineRule({
  code: "capacity/budget-selects-nothing",
  severity: "warning",
  over: "object",
  kinds: [budgetKind],
  summary: "A PodDisruptionBudget selects no pods.",
  docs: {
    why: "The API server stores a budget that selects no pods, and the budget has no effect: a drain evicts all replicas of the intended pods at once. Labels of a Server are copied to its pods, and each pod has the label app.kubernetes.io/name: seldon-server.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config, replicas: 2 }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: seldon-servers, namespace: churn }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: mlserver } }
`,
    valid: replaced(
      "selector: { matchLabels: { app: mlserver } }",
      "selector: { matchLabels: { seldon-server-name: mlserver } }",
    ),
    fix: "Select by labels that the pods will have: seldon-server-name, app.kubernetes.io/name, or the labels of the Server itself.",
  },
  *check(budget, manifestSet) {
    const namespace = budget.namespace ?? "";
    if (budgetedPods(budget, manifestSet.everywhere()).length > 0) return;
    if (!allPodsKnown(manifestSet, namespace)) return;
    const selector = valueAt(budget.object, ["spec", "selector"]);
    yield {
      at: budget.at(["spec", "selector"], "key"),
      message:
        selector === undefined || selector === null
          ? "missing selector: the budget selects no pods"
          : `the selector matches no pods in ${describeNamespace(namespace)}`,
      hint: "Pods of Servers have the labels app.kubernetes.io/name: seldon-server and seldon-server-name.",
    };
  },
});
