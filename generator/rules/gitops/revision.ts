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
  summary: "An Application follows a fully qualified revision, or one version of a chart.",
  docs: {
    why: "main can be a branch and a tag, and HEAD whatever somebody makes the default branch: Argo CD has to ask for every ref of the repository at each look to find out. A chart without an exact version is another one tomorrow, on all clusters at once.",
    invalid: `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec: { project: churn, source: { repoURL: "https://github.com/acme/x.git", path: x, targetRevision: main } }
`,
    valid: replaced("targetRevision: main", "targetRevision: refs/heads/main"),
    fix: "Write refs/heads/main, refs/tags/v1 or a whole commit; of a chart 1.2.3.",
  },
  *check(application, manifestSet) {
    for (const { path, source } of sourcesOf(application)) {
      const wanted = textAt(source, "targetRevision") ?? "";
      const chart = textAt(source, "chart");
      const exact =
        chart === undefined
          ? /^(refs\/(heads|tags)\/\S+|[0-9a-f]{40})$/.test(wanted)
          : /^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/.test(wanted);
      // Which branch somebody else's cluster follows is theirs to say.
      if (exact || (manifestSet.isPartial && chart === undefined)) continue;
      yield {
        at: application.at([...path, "targetRevision"], "value"),
        message:
          chart === undefined
            ? `${application.name} follows ${wanted === "" || wanted === "HEAD" ? "HEAD, whatever branch the repository makes its default" : `${wanted}, which may be a branch or a tag`}`
            : `${application.name} takes ${wanted === "" ? "any version" : wanted} of the chart ${chart}`,
        hint: chart === undefined ? "Write refs/heads/main." : "Write one version.",
        fix: chart === undefined && /^[a-z][a-z0-9-]*$/.test(wanted) ? `refs/heads/${wanted}` : undefined,
      };
    }
  },
});
