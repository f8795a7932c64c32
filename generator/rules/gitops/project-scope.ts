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
    scope: "namespaced",
  },
  {
    field: "namespaceResourceWhitelist",
    other: "clusterResourceWhitelist",
    isWrong: isClusterScoped,
    scope: "cluster-scoped",
  },
] as const;

export const gitopsProjectScope = defineRule({
  code: "gitops/project-scope",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [projectKind],
  summary: "A project lists a kind in the whitelist of the wrong scope.",
  docs: {
    why: "Argo CD looks up a namespaced object only in namespaceResourceWhitelist, and a cluster-scoped object only in clusterResourceWhitelist. An entry in the wrong list allows no objects, and Argo CD does not sync objects of that kind.",
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
    fix: "Move a namespaced kind to namespaceResourceWhitelist, and a cluster-scoped kind to clusterResourceWhitelist.",
  },
  *check(project) {
    for (const { field, other, isWrong, scope } of lists)
      for (const [index, value] of listAt(project.object, "spec", field).entries()) {
        const [group, kind] = [textAt(value, "group") ?? "", textAt(value, "kind") ?? ""];
        if (!isWrong(kindName({ group, kind }))) continue;
        yield {
          at: project.at(["spec", field, index, "kind"], "value"),
          message: `invalid kind ${kind} in ${field} of project ${project.name}: the kind is ${scope}`,
          hint: `Move the entry to ${other}.`,
        };
      }
  },
});
