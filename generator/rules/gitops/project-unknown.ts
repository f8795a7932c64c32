import type { Location } from "../../diagnostics/diagnostic.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { platformProject } from "../../layout/names.ts";
import { applicationKind, projectKind } from "../../models/kinds.ts";
import { nearest, suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";

export const gitopsProjectUnknown = defineRule({
  code: "gitops/project-unknown",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [applicationKind],
  summary: "An Application has a project of its own, and not the default one.",
  docs: {
    why: "The project default, which Argo CD brings along, allows every source, every kind and every namespace. An Application whose project does not exist is not synced at all.",
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
    fix: "Give it a project that allows exactly what it holds.",
  },
  *check(application, manifestSet) {
    const name = textAt(application.object, "spec", "project") ?? "";
    const at = (): Location => application.at(["spec", "project"], "value");
    if (name === "default" || name === "") {
      if (manifestSet.isPartial) return;
      yield { at: at(), message: `${application.name} is in the project default, which allows everything` };
      return;
    }
    const { cluster } = manifestSet.context;
    // A tenant's Namespace is held by the platform's project, which is in another scene.
    if (cluster !== undefined && name === platformProject(cluster.name)) return;
    const known = manifestSet
      .everywhere()
      .of(projectKind)
      .map((manifest) => manifest.name);
    if (known.includes(name)) return;
    // Of a folder the project may be on the cluster already: only what looks like a slip is said.
    if (manifestSet.isPartial && nearest(name, known) === undefined) return;
    yield { at: at(), message: `there is no project ${name}`, hint: suggestion(name, known) };
  },
});
