import { replaced } from "../../diagnostics/example.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { isClusterScoped, isNamespaced } from "../../models/cluster-scoped.ts";
import { kindName, projectKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

const lists = [
  {
    field: "clusterResourceWhitelist",
    other: "namespaceResourceWhitelist",
    isWrong: isNamespaced,
    lies: "lies in a namespace",
  },
  {
    field: "namespaceResourceWhitelist",
    other: "clusterResourceWhitelist",
    isWrong: isClusterScoped,
    lies: "lies in no namespace",
  },
] as const;

export const gitopsProjectScope = defineRule({
  code: "gitops/project-scope",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [projectKind],
  summary: "A project allows a kind in the list of kinds of the other scope.",
  docs: {
    why: "Argo CD looks for an object that lies in a namespace in namespaceResourceWhitelist alone, and for one of the whole cluster in clusterResourceWhitelist alone. An entry in the wrong list allows nothing, and the sync of what it was written for fails.",
    invalid: `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: churn, namespace: argocd }
spec:
  clusterResourceWhitelist: [{ group: apps, kind: Deployment }]
`,
    valid: replaced(
      "clusterResourceWhitelist: [{ group: apps, kind: Deployment }]",
      "namespaceResourceWhitelist: [{ group: apps, kind: Deployment }]",
    ),
    fix: "Move the entry to the other list.",
  },
  *check(project) {
    for (const { field, other, isWrong, lies } of lists)
      for (const [index, value] of listAt(project.object, "spec", field).entries()) {
        const [group, kind] = [textAt(value, "group") ?? "", textAt(value, "kind") ?? ""];
        if (!isWrong(kindName({ group, kind }))) continue;
        yield {
          at: project.at(["spec", field, index, "kind"], "value"),
          message: `${kind} ${lies}: ${field} does not let it through`,
          hint: `Write it under ${other}.`,
        };
      }
  },
});
