import { replaced } from "../../diagnostics/example.ts";
import { isGlob } from "../../evaluate/argo-cd/glob.ts";
import { listAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { projectKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

/** The kinds that a tenant's projects may manage in Seldon's namespace, where the operator reads them. */
const inOperatorNamespace: readonly (readonly string[])[] = [["ServerConfig"], ["Service"]];

export const gitopsProjectReach = defineRule({
  code: "gitops/project-reach",
  severity: "error",
  over: "object",
  kinds: [projectKind],
  summary: "A tenant's project allows a namespace other than the tenant's.",
  neverWaived:
    "A user who may sync the project's Applications could change objects of the platform or of another tenant.",
  docs: {
    why: "A project confines a tenant's Applications to the tenant's namespace. If a project allows Argo CD's own namespace, its Applications can create Applications of any project, and thus have the rights of an administrator. If a project allows another tenant's namespace, its Applications can change the objects in that namespace.",
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
    fix: "Set the tenant's namespace as the destination. A project may allow Seldon's namespace only if the project manages only ServerConfigs or only Services.",
  },
  *check(project, { context: { tenant, platform, cluster } }) {
    if (tenant === undefined || platform === undefined || cluster === undefined) return;
    const kinds = listAt(project.object, "spec", "namespaceResourceWhitelist").map(
      (value) => textAt(value, "kind") ?? "",
    );
    const allowedThere = inOperatorNamespace.some(
      (allowed) => kinds.length > 0 && kinds.every((kind) => allowed.includes(kind)),
    );
    for (const [index, destination] of listAt(project.object, "spec", "destinations").entries()) {
      const namespace = textAt(destination, "namespace") ?? "";
      if (namespace === tenant.name || namespace.startsWith("!")) continue;
      if (namespace === platform.spec.seldon.namespace && allowedThere) continue;
      yield {
        at: project.at(["spec", "destinations", index, "namespace"], "value"),
        message: `invalid destination in project ${project.name}: ${isGlob(namespace) ? `it allows every namespace that matches ${namespace}` : `it allows namespace ${namespace}`}`,
        hint:
          namespace === cluster.spec.argoCD.namespace
            ? "An Application in Argo CD's namespace may use any project."
            : undefined,
      };
    }
    for (const [index, namespace] of textsAt(project.object, "spec", "sourceNamespaces").entries())
      yield {
        at: project.at(["spec", "sourceNamespaces", index], "value"),
        message: `invalid sourceNamespaces of project ${project.name}: it accepts Applications from namespace ${namespace}`,
        hint: "Remove the entry: all Applications of this repository are in Argo CD's namespace.",
      };
  },
});
