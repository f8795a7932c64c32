import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { parseApplicationName } from "../../layout/names.ts";
import { generatedPath } from "../../layout/paths.ts";
import { applicationKind } from "../../models/kinds.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { sourcesOf } from "./applications.ts";

export const gitopsApplicationPath = defineRule({
  code: "gitops/application-path",
  severity: "error",
  over: "object",
  kinds: [applicationKind],
  summary: "An Application of this repository reads a folder that is rendered for it.",
  docs: {
    why: "A path that is not in the repository is an error at each look, and the last state stays on the cluster. The path of another Application is worse: two then hold the same objects, and the one that is deleted takes them along.",
    invalid: `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: production.churn.workloads, namespace: argocd }
spec:
  project: production.churn.workloads
  source:
    repoURL: https://github.com/acme/ml-platform.git
    path: clusters/production/rendered/tenants/chrun/workloads
    targetRevision: refs/heads/main
`,
    valid: `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: production.churn.workloads, namespace: argocd }
spec:
  project: production.churn.workloads
  source: { repoURL: "https://charts.acme.test", chart: models, targetRevision: 1.0.0 }
`,
    fix: "Name the folder below clusters/<cluster>/rendered/ that belongs to it.",
  },
  *check(application, manifestSet) {
    yield* withoutPath(application);
    const { platform, cluster } = manifestSet.context;
    if (platform === undefined || cluster === undefined) return;
    for (const { path, source } of sourcesOf(application)) {
      const folder = textAt(source, "path");
      if (folder === undefined || textAt(source, "repoURL") !== platform.spec.repository.url) continue;
      if (filesOf(manifestSet, application.name, cluster.name).some((file) => file.startsWith(`${folder}/`))) continue;
      yield {
        at: application.at([...path, "path"], "value"),
        message: `nothing of ${application.name} is rendered to ${folder}`,
      };
    }
  },
});

/** Argo CD calls such an Application invalid, and compares nothing; a source that others refer to may have neither (3.2). */
function* withoutPath(application: Manifest): Iterable<RuleFinding> {
  for (const { path, source } of sourcesOf(application)) {
    if (["path", "chart", "ref"].some((field) => (textAt(source, field) ?? "") !== "")) continue;
    yield {
      at: application.at(path, "key"),
      message: `a source of ${application.name} names neither a path nor a chart`,
      hint: "The root of a repository is path: .",
    };
  }
}

/** Files that an Application is to read: its own objects', and of a root the Applications'. */
function filesOf(manifestSet: ManifestSet, application: string, cluster: string): readonly string[] {
  const name = parseApplicationName(application);
  if (name?.of === "root" && name.cluster === cluster) return [generatedPath(cluster, "applications", name.root, "")];
  return manifestSet.manifests.flatMap((manifest) =>
    manifest.application === application ? (manifest.file ?? []) : [],
  );
}
