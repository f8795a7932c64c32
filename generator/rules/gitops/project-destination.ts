import { replaced } from "../../diagnostics/example.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { hubApplication, rootProject } from "../../layout/names.ts";
import { projectKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { expectedDestination, hasDestination } from "./applications.ts";

export const gitopsProjectDestination = defineRule({
  code: "gitops/project-destination",
  severity: "error",
  inFolder: "not checked",
  over: "object",
  kinds: [projectKind],
  summary: "A project allows a cluster other than its own.",
  neverWaived: "A user who may sync the project's Applications could change objects on another cluster.",
  docs: {
    why: "A hub syncs several clusters with one Argo CD instance. Only the destinations of a project confine its Applications to one cluster. If a project allows another cluster, a changed Application can replace the objects of the same tenant on that cluster.",
    invalid: `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: production.churn.workloads, namespace: argocd }
spec:
  destinations: [{ name: staging, namespace: churn }]
`,
    valid: replaced("name: staging, namespace", `server: "https://kubernetes.default.svc", namespace`),
    fix: "Set the destination of the cluster, exactly as argoCD.destination in its cluster.yaml.",
  },
  *check(project, { context: { cluster } }) {
    if (cluster === undefined) return;
    const { hub } = cluster.spec.argoCD;
    const ofArgoCD =
      project.name === rootProject(cluster.name) || (hub !== undefined && project.name === hubApplication(hub));
    const { destination: wanted, meaning } = expectedDestination(cluster, ofArgoCD);
    for (const [index, destination] of listAt(project.object, "spec", "destinations").entries()) {
      const found = textAt(destination, "server") ?? textAt(destination, "name") ?? "(none)";
      // An entry that denies a cluster allows nothing.
      if (hasDestination(destination, wanted) || found.startsWith("!")) continue;
      yield {
        at: project.at(["spec", "destinations", index], "key"),
        message: `invalid destination ${found} in project ${project.name}: expected ${meaning}`,
      };
    }
  },
});
