import { replaced } from "../../diagnostics/example.ts";
import { isGlob } from "../../evaluate/argo-cd/glob.ts";
import { listAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import type { Path } from "../../load/source.ts";
import { projectKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const gitopsProjectGlob = defineRule({
  code: "gitops/project-glob",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [projectKind],
  summary: "An Argo CD project contains a pattern instead of names.",
  docs: {
    why: "A pattern also matches the names of other teams and of objects that are created later: fraud* allows both fraud-detection of one team and fraud-archive of another team. The pattern * also allows kinds and namespaces that no reviewer has approved.",
    invalid: `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: churn, namespace: argocd }
spec:
  destinations: [{ server: "https://kubernetes.default.svc", namespace: "churn*" }]
`,
    valid: replaced(`namespace: "churn*"`, "namespace: churn"),
    fix: "List the names of the clusters, namespaces, repositories or kinds.",
  },
  *check({ object, at, name }) {
    const places: (readonly [Path, string])[] = [
      ...listAt(object, "spec", "destinations").flatMap((destination, index) =>
        ["server", "name", "namespace"].map((field): readonly [Path, string] => [
          ["spec", "destinations", index, field],
          textAt(destination, field) ?? "",
        ]),
      ),
      ...textsAt(object, "spec", "sourceRepos").map((repo, index): readonly [Path, string] => [
        ["spec", "sourceRepos", index],
        repo,
      ]),
      ...["namespaceResourceWhitelist", "clusterResourceWhitelist"].flatMap((list) =>
        listAt(object, "spec", list).flatMap((value, index) =>
          ["group", "kind"].map((field): readonly [Path, string] => [
            ["spec", list, index, field],
            textAt(value, field) ?? "",
          ]),
        ),
      ),
    ];
    for (const [path, text] of places)
      if (isGlob(text) && !text.startsWith("!"))
        yield { at: at(path, "value"), message: `invalid pattern ${text} in project ${name}: a name is required` };
  },
});
