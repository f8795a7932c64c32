import { replaced } from "../../diagnostics/example.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { applicationKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { sourcesOf } from "./applications.ts";

export const gitopsRevision = defineRule({
  code: "gitops/revision",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [applicationKind],
  summary: "An Application follows an ambiguous revision, or an inexact version of a chart.",
  docs: {
    why: "main can be a branch and a tag, and HEAD is whichever branch is the default at the time. To resolve them, Argo CD must query every ref of the repository at each refresh. Without an exact version, a chart can change at any time, on all clusters at once.",
    invalid: `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec: { project: churn, source: { repoURL: "https://github.com/acme/x.git", path: x, targetRevision: main } }
`,
    valid: replaced("targetRevision: main", "targetRevision: refs/heads/main"),
    fix: "Set refs/heads/main, refs/tags/v1 or a full commit hash. For a chart, set an exact version such as 1.2.3.",
  },
  *check(application, manifestSet) {
    for (const { path, source } of sourcesOf(application)) {
      const revision = textAt(source, "targetRevision") ?? "";
      const chart = textAt(source, "chart");
      const exact =
        chart === undefined
          ? /^(refs\/(heads|tags)\/\S+|[0-9a-f]{40})$/.test(revision)
          : /^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/.test(revision);
      // The owners of a folder choose the branch that their cluster follows.
      if (exact || (manifestSet.isPartial && chart === undefined)) continue;
      yield {
        at: application.at([...path, "targetRevision"], "value"),
        message:
          chart === undefined
            ? `Application ${application.name} follows ${revision === "" || revision === "HEAD" ? "HEAD, which is the current default branch" : `${revision}, which may be a branch or a tag`}`
            : `Application ${application.name} uses ${revision === "" ? "any version" : revision} of the chart ${chart}`,
        hint: chart === undefined ? "Set refs/heads/main." : "Set an exact version.",
        fix: chart === undefined && /^[a-z][a-z0-9-]*$/.test(revision) ? `refs/heads/${revision}` : undefined,
      };
    }
  },
});
