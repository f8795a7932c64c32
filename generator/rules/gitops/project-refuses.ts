import { replaced } from "../../diagnostics/example.ts";
import { permitsDestination, permitsSource, projectRefusal } from "../../evaluate/argo-cd/project.ts";
import { isUnit } from "../../evaluate/manifests/known-pods.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { applicationKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { ownerOf, projectOf, sourcesOf } from "./applications.ts";

export const gitopsProjectRefuses = defineRule({
  code: "gitops/project-refuses",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "manifest set",
  summary: "A project rejects an object, a source or the destination of one of its Applications.",
  docs: {
    why: "Argo CD checks whether the project allows the sources and the destination of an Application, and, during a sync, the kind and the namespace of each object. A single object that the project does not allow stops the whole sync of the Application. Argo CD never deletes an object that the project does not allow.",
    invalid: `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: churn, namespace: argocd }
spec:
  destinations: [{ server: "https://kubernetes.default.svc", namespace: churn }]
  sourceRepos: ["https://github.com/acme/ml-platform.git"]
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec:
  project: churn
  destination: { server: "https://kubernetes.default.svc", namespace: churn }
  source: { repoURL: "https://github.com/acme/other.git", path: models, targetRevision: refs/heads/main }
`,
    valid: replaced(
      `repoURL: "https://github.com/acme/other.git"`,
      `repoURL: "https://github.com/acme/ml-platform.git"`,
    ),
    fix: "Move the object to an Application whose project allows it, or add the object's kind and namespace to the project.",
  },
  *check(manifestSet) {
    for (const application of manifestSet.of(applicationKind)) {
      const project = projectOf(manifestSet, application);
      if (project === undefined) continue;
      const to = (field: string): string | undefined => textAt(application.object, "spec", "destination", field);
      const destination = { server: to("server"), name: to("name") };
      if (
        (destination.server ?? destination.name) !== undefined &&
        !permitsDestination(project.object, destination, to("namespace") ?? "")
      )
        yield {
          at: application.at(["spec", "destination"], "key"),
          message: `project ${project.name} does not allow Application ${application.name} to deploy to ${to("namespace") ?? "any namespace"} on ${destination.name ?? destination.server}`,
          related: [{ at: project.at(["spec", "destinations"], "key"), message: "the allowed destinations" }],
        };
      for (const { path, source } of sourcesOf(application)) {
        const url = textAt(source, "repoURL");
        if (url === undefined || permitsSource(project.object, url)) continue;
        yield {
          at: application.at([...path, "repoURL"], "value"),
          message: `project ${project.name} does not allow the source ${url} of Application ${application.name}`,
          related: [{ at: project.at(["spec", "sourceRepos"], "key"), message: "the allowed sources" }],
        };
      }
    }
    // For a component, the gate reports this at the line that requests the component.
    const unit = isUnit(manifestSet);
    for (const manifest of manifestSet.manifests) {
      if (unit && manifest.handWritten) continue;
      const owner = ownerOf(manifestSet, manifest);
      if (owner?.project === undefined) continue;
      const destination = {
        server: textAt(owner.application.object, "spec", "destination", "server"),
        name: textAt(owner.application.object, "spec", "destination", "name"),
      };
      const why = projectRefusal(owner.project.object, manifest.object, destination);
      if (why === undefined) continue;
      yield {
        at: manifest.at(["metadata", "name"], "value"),
        message: `project ${owner.project.name} rejects ${manifest.object.kind} ${manifest.name}: ${why}`,
      };
    }
  },
});
