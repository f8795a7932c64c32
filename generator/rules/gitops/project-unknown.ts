import type { Location } from "../../diagnostics/diagnostic.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { hostedProject, platformProject } from "../../layout/names.ts";
import { hostedParts } from "../../layout/paths.ts";
import { applicationKind, projectKind } from "../../models/kinds.ts";
import { nearest, suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";

export const gitopsProjectUnknown = defineRule({
  code: "gitops/project-unknown",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [applicationKind],
  summary: "An Application uses the default project, or a project that does not exist.",
  docs: {
    why: "Argo CD's default project allows every source, every kind and every namespace, unless an administrator restricts the project. Argo CD does not sync an Application whose project does not exist.",
    invalid: `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec: { project: default, destination: { namespace: churn } }
`,
    valid: `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: churn, namespace: argocd }
spec: { destinations: [{ server: "https://kubernetes.default.svc", namespace: churn }] }
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec: { project: churn, destination: { namespace: churn } }
`,
    fix: "Set a project that allows exactly the objects of the Application.",
  },
  *check(application, manifestSet) {
    const name = textAt(application.object, "spec", "project") ?? "";
    const at = (): Location => application.at(["spec", "project"], "value");
    if (name === "default" || name === "") {
      if (manifestSet.isPartial) return;
      yield {
        at: at(),
        message: `invalid project default of Application ${application.name}: it allows every source, kind and namespace`,
      };
      return;
    }
    const { cluster } = manifestSet.context;
    // The projects of a tenant's Namespace and of its objects in the namespaces of add-ons are in another manifest set.
    if (
      cluster !== undefined &&
      [platformProject(cluster.name), ...hostedParts.map((part) => hostedProject(cluster.name, part))].includes(name)
    )
      return;
    const known = manifestSet
      .everywhere()
      .of(projectKind)
      .map((manifest) => manifest.name);
    if (known.includes(name)) return;
    // For a folder, the project may already be on the cluster: only a probable misspelling is reported.
    if (manifestSet.isPartial && nearest(name, known) === undefined) return;
    yield {
      at: at(),
      message: `unknown project ${name} of Application ${application.name}`,
      hint: suggestion(name, known),
    };
  },
});
