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
  summary: "A PodDisruptionBudget is about pods that there will not be.",
  docs: {
    why: "A budget that selects no pod is stored and does nothing: a drain takes all replicas of the pods that it was meant for at once. Labels of a Server are copied to its pods, and each of them carries app.kubernetes.io/name: seldon-server.",
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
    fix: "Select by labels that the pods will have: seldon-server-name, app.kubernetes.io/name, or those of the Server itself.",
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
          ? "a budget without a selector is about no pod"
          : `no pod of ${describeNamespace(namespace)} will have these labels`,
      hint: "Pods of Servers carry app.kubernetes.io/name: seldon-server, and seldon-server-name.",
    };
  },
});
