import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { parseApplicationName } from "../../layout/names.ts";
import { generatedPath, hubRootsFolder, pathFromRoot } from "../../layout/paths.ts";
import { applicationKind } from "../../models/kinds.ts";
import type { ClusterEntry } from "../../validate/inventory.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { sourcesOf } from "./applications.ts";

export const gitopsApplicationPath = defineRule({
  code: "gitops/application-path",
  severity: "error",
  over: "object",
  kinds: [applicationKind],
  summary: "An Application reads a folder that contains none of its objects, or sets neither a path nor a chart.",
  docs: {
    why: "If the path of an Application is not in the repository, Argo CD fails at every refresh and does not update the cluster. If two Applications read the same folder, both manage the same objects, and deleting either Application can delete these objects.",
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
    fix: "Set path to the Application's own folder below clusters/<cluster>/rendered/. The path begins at the root of the repository.",
  },
  *check(application, manifestSet) {
    yield* withoutPath(application);
    const { platform, cluster } = manifestSet.context;
    if (platform === undefined || cluster === undefined) return;
    for (const { path, source } of sourcesOf(application)) {
      const folder = textAt(source, "path");
      if (folder === undefined || textAt(source, "repoURL") !== platform.spec.repository.url) continue;
      const files = filesOf(manifestSet, application.name, cluster);
      if (files.some((file) => pathFromRoot(platform.spec.repository.path, file).startsWith(`${folder}/`))) continue;
      yield {
        at: application.at([...path, "path"], "value"),
        message: `invalid path ${folder}: no object of Application ${application.name} is rendered there`,
      };
    }
  },
});

/** Argo CD reports such an Application as invalid and compares nothing. A source with a ref needs neither (3.2). */
function* withoutPath(application: Manifest): Iterable<RuleFinding> {
  for (const { path, source } of sourcesOf(application)) {
    if (["path", "chart", "ref"].some((field) => (textAt(source, field) ?? "") !== "")) continue;
    yield {
      at: application.at(path, "key"),
      message: `missing path or chart in a source of Application ${application.name}`,
      hint: 'To read the root of a repository, set path to "." in the source.',
    };
  }
}

/** The files that an Application must read: those of its objects, or, for a root or a hub, those of its Applications. */
function filesOf(manifestSet: ManifestSet, application: string, cluster: ClusterEntry): readonly string[] {
  const name = parseApplicationName(application);
  if (name?.of === "root" && name.cluster === cluster.name)
    return [generatedPath(cluster.name, "applications", name.root, "")];
  if (name?.of === "hub" && name.hub === cluster.spec.argoCD.hub) return [`${hubRootsFolder(name.hub)}/`];
  return manifestSet.manifests.flatMap((manifest) =>
    manifest.application === application ? (manifest.file ?? []) : [],
  );
}
