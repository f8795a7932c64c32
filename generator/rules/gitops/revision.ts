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
  summary: "An Application follows an ambiguous git revision, or a chart version that is not exact.",
  docs: {
    why: "The revision main can be a branch or a tag, and HEAD is the default branch, which can change. To resolve a short name such as main, Argo CD must also shorten the names of the repository's refs before it compares them, which is slow in a repository with many refs (3.5.1). Without an exact version, Argo CD can deploy a new release of a chart at any time, on all clusters at once.",
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
            ? `ambiguous revision ${revision === "" || revision === "HEAD" ? `HEAD of Application ${application.name}: the default branch can change` : `${revision} of Application ${application.name}: it can be a branch or a tag`}`
            : `${revision === "" ? "missing version" : `inexact version ${revision}`} of chart ${chart} in Application ${application.name}`,
        hint: chart === undefined ? "Set refs/heads/main." : "Set an exact chart version.",
        fix: chart === undefined && /^[a-z][a-z0-9-]*$/.test(revision) ? `refs/heads/${revision}` : undefined,
      };
    }
  },
});
