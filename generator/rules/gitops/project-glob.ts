import { fixed } from "../../diagnostics/example.ts";
import { isGlob } from "../../evaluate/argo-cd/glob.ts";
import { listAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import type { Path } from "../../load/source.ts";
import { projectKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const projectGlob = defineRule({
  code: "gitops/project-glob",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [projectKind],
  summary: "Projects name what they allow.",
  page: {
    why: "Patterns of a project have no borders: fraud* takes fraud-detection of one team and fraud-archive of another, and * everything that anybody adds later. A kind that is allowed by * is one that nobody looked at.",
    wrong: `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: churn, namespace: argocd }
spec:
  destinations: [{ server: "https://kubernetes.default.svc", namespace: "churn*" }]
`,
    right: fixed(`namespace: "churn*"`, "namespace: churn"),
    mend: "List them.",
  },
  *check({ object, at, name }) {
    const places: (readonly [Path, string])[] = [
      ...listAt(object, "spec", "destinations").flatMap((one, index) =>
        ["server", "name", "namespace"].map((field): readonly [Path, string] => [
          ["spec", "destinations", index, field],
          textAt(one, field) ?? "",
        ]),
      ),
      ...textsAt(object, "spec", "sourceRepos").map((one, index): readonly [Path, string] => [
        ["spec", "sourceRepos", index],
        one,
      ]),
      ...["namespaceResourceWhitelist", "clusterResourceWhitelist"].flatMap((list) =>
        listAt(object, "spec", list).flatMap((one, index) =>
          ["group", "kind"].map((field): readonly [Path, string] => [
            ["spec", list, index, field],
            textAt(one, field) ?? "",
          ]),
        ),
      ),
    ];
    for (const [path, text] of places)
      if (isGlob(text) && !text.startsWith("!"))
        yield { at: at(path, "value"), message: `${name} allows whatever is like ${text}` };
  },
});
