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
    why: "The API server accepts a PodDisruptionBudget that selects no pods, but the budget has no effect: a drain can evict all replicas of the intended pods at once. Seldon's operator copies the labels of a Server to its pods, and adds the label app.kubernetes.io/name: seldon-server.",
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
    fix: "Select labels that the pods will have, for example seldon-server-name, app.kubernetes.io/name or a label of the Server.",
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
          : `invalid selector: no pod in ${describeNamespace(namespace)} will have these labels`,
      hint: "Select the pods of Servers by app.kubernetes.io/name: seldon-server or by seldon-server-name.",
    };
  },
});
