import { replaced } from "../../diagnostics/example.ts";
import { isGlob } from "../../evaluate/argo-cd/glob.ts";
import { listAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { projectKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

/** The kinds that a tenant's projects may manage in Seldon's namespace, where the operator reads them. */
const besideOperator: readonly (readonly string[])[] = [["ServerConfig"], ["Service"]];

export const gitopsProjectReach = defineRule({
  code: "gitops/project-reach",
  severity: "error",
  over: "object",
  kinds: [projectKind],
  summary: "A tenant's project reaches a namespace other than the tenant's.",
  neverWaived: "A user who may sync it could change objects of the platform or of another tenant.",
  docs: {
    why: "A project confines a tenant's Applications to their namespace. A project that reaches Argo CD's own namespace can create Applications in any project, and so has the rights of an administrator. A project that reaches another namespace can change the objects there.",
    invalid: `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: production.churn.workloads, namespace: argocd }
spec:
  destinations: [{ server: "https://kubernetes.default.svc", namespace: argocd }]
`,
    valid: replaced(
      `server: "https://kubernetes.default.svc", namespace: argocd`,
      `server: "https://kubernetes.default.svc", namespace: churn`,
    ),
    fix: "Set the tenant's namespace. In Seldon's namespace, a project may manage ServerConfigs and nothing else.",
  },
  *check(project, { context: { tenant, platform, cluster } }) {
    if (tenant === undefined || platform === undefined || cluster === undefined) return;
    const kinds = listAt(project.object, "spec", "namespaceResourceWhitelist").map(
      (value) => textAt(value, "kind") ?? "",
    );
    const beside = besideOperator.some((allowed) => kinds.length > 0 && kinds.every((kind) => allowed.includes(kind)));
    for (const [index, destination] of listAt(project.object, "spec", "destinations").entries()) {
      const namespace = textAt(destination, "namespace") ?? "";
      if (namespace === tenant.name || namespace.startsWith("!")) continue;
      if (namespace === platform.spec.seldon.namespace && beside) continue;
      yield {
        at: project.at(["spec", "destinations", index, "namespace"], "value"),
        message: `project ${project.name} reaches ${isGlob(namespace) ? `every namespace that matches ${namespace}` : `namespace ${namespace}`}`,
        hint: namespace === cluster.spec.argoCD.namespace ? "An Application there may use any project." : undefined,
      };
    }
    for (const [index, namespace] of textsAt(project.object, "spec", "sourceNamespaces").entries())
      yield {
        at: project.at(["spec", "sourceNamespaces", index], "value"),
        message: `project ${project.name} accepts Applications from namespace ${namespace}`,
        hint: "Applications of this repository are only in Argo CD's namespace.",
      };
  },
});
