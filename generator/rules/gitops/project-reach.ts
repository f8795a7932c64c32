import { replaced } from "../../diagnostics/example.ts";
import { isGlob } from "../../evaluate/argo-cd/glob.ts";
import { listAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { projectKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

/** What a tenant's projects may hold in Seldon's namespace: the operator looks for it there. */
const besideOperator: readonly (readonly string[])[] = [["ServerConfig"], ["Service"]];

export const gitopsProjectReach = defineRule({
  code: "gitops/project-reach",
  severity: "error",
  over: "object",
  kinds: [projectKind],
  summary: "A tenant's project reaches its own namespace, and no other.",
  neverWaived: "Whoever may sync it could change what belongs to the platform or to another tenant.",
  docs: {
    why: "A project is what keeps a tenant's Applications where they belong. One that reaches Argo CD's own namespace can make Applications with any project, and so is the administrator's; one that reaches another namespace can change what lies there.",
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
    fix: "Name the tenant's namespace. In Seldon's a project may hold ServerConfigs, and nothing else.",
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
        message: `${project.name} reaches ${isGlob(namespace) ? `every namespace like ${namespace}` : namespace}`,
        hint: namespace === cluster.spec.argoCD.namespace ? "An Application there may use any project." : undefined,
      };
    }
    for (const [index, namespace] of textsAt(project.object, "spec", "sourceNamespaces").entries())
      yield {
        at: project.at(["spec", "sourceNamespaces", index], "value"),
        message: `${project.name} takes Applications from ${namespace}`,
        hint: "Applications of this repository lie beside Argo CD only.",
      };
  },
});
