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
  over: "scene",
  summary: "A project lets through what its Applications hold, and where they read it from.",
  docs: {
    why: "Argo CD holds each object against the project of its Application when it syncs: against destinations, kinds and sources, by patterns and with denials. What is refused stops the whole sync of that Application, and what a project does not allow is never deleted either.",
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
    fix: "Move the object to the Application whose project allows it, or allow exactly it in the project.",
  },
  *check(manifestSet) {
    for (const application of manifestSet.of(applicationKind)) {
      const project = projectOf(manifestSet, application);
      if (project === undefined) continue;
      const to = (field: string): string | undefined => textAt(application.object, "spec", "destination", field);
      const goesTo = { server: to("server"), name: to("name") };
      if (
        (goesTo.server ?? goesTo.name) !== undefined &&
        !permitsDestination(project.object, goesTo, to("namespace") ?? "")
      )
        yield {
          at: application.at(["spec", "destination"], "key"),
          message: `project ${project.name} does not let ${application.name} go to ${to("namespace") ?? "any namespace"} on ${goesTo.name ?? goesTo.server}`,
          related: [{ at: project.at(["spec", "destinations"], "key"), message: "where it lets its Applications go" }],
        };
      for (const { path, source } of sourcesOf(application)) {
        const url = textAt(source, "repoURL");
        if (url === undefined || permitsSource(project.object, url)) continue;
        yield {
          at: application.at([...path, "repoURL"], "value"),
          message: `project ${project.name} does not read from ${url}`,
          related: [{ at: project.at(["spec", "sourceRepos"], "key"), message: "what it reads from" }],
        };
      }
    }
    // Of a component the gate says it at the line that asks for it.
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
        message: `project ${owner.project.name} would refuse ${manifest.object.kind} ${manifest.name}: ${why}`,
      };
    }
  },
});
