import { replaced } from "../../diagnostics/example.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { environmentBranch, parseApplicationName } from "../../layout/names.ts";
import { generatedPath, pathFromRoot } from "../../layout/paths.ts";
import { applicationKind } from "../../models/kinds.ts";
import type { ClusterEntry } from "../../validate/inventory.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { containsApplications, expectedDestination, hasDestination, sourcesOf } from "./applications.ts";

export const gitopsApplicationFollows = defineRule({
  code: "gitops/application-follows",
  severity: "error",
  inFolder: "not checked",
  over: "object",
  kinds: [applicationKind],
  summary: "An Application does not sync the platform's revision automatically, or deploys to another cluster.",
  docs: {
    why: "The platform's revision contains the reviewed state of all clusters. If an Application follows another revision, deploys to another cluster, or does not revert manual changes, git no longer describes the objects on the cluster.",
    invalid: `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: production.churn.workloads, namespace: argocd }
spec:
  project: production.churn.workloads
  destination: { server: "https://kubernetes.default.svc", namespace: churn }
  source: { repoURL: "https://github.com/acme/ml-platform.git", path: x, targetRevision: refs/heads/next }
  syncPolicy: { automated: { prune: true, selfHeal: true } }
`,
    valid: replaced("targetRevision: refs/heads/next", "targetRevision: refs/heads/main"),
    fix: "Keep the generated source, destination and syncPolicy.",
  },
  *check(application, { context: { platform, cluster } }) {
    if (platform === undefined || cluster === undefined) return;
    const { object, at, name } = application;
    const sources = sourcesOf(application);
    if (sources.length === 0)
      yield { at: at(["spec", "source"], "key"), message: `missing source in Application ${name}` };
    for (const { path, source } of sources) {
      if (textAt(source, "repoURL") !== platform.spec.repository.url) continue;
      const revision = textAt(source, "targetRevision");
      const rendered = pathFromRoot(platform.spec.repository.path, generatedPath(cluster.name, "rendered", ""));
      const isPublished = cluster.spec.publish !== "folder" && textAt(source, "path")?.startsWith(rendered) === true;
      const expected = isPublished
        ? `refs/heads/${environmentBranch(cluster.name)}`
        : platform.spec.repository.revision;
      if (revision !== expected)
        yield {
          at: at([...path, "targetRevision"], "value"),
          message: `invalid targetRevision ${revision ?? "HEAD"} in Application ${name}: expected ${expected}, the ${isPublished ? "branch of the cluster" : "revision of the platform"}`,
        };
    }
    const { destination, meaning } = expectedDestination(cluster, containsApplications(cluster, name));
    if (!hasDestination(valueAt(object, ["spec", "destination"]), destination))
      yield {
        at: at(["spec", "destination"], "key"),
        message: `invalid destination ${textAt(object, "spec", "destination", "server") ?? textAt(object, "spec", "destination", "name") ?? "(none)"} in Application ${name}: expected ${meaning}`,
      };
    if (isAdopting(cluster, name)) return;
    const automated = valueAt(object, ["spec", "syncPolicy", "automated"]);
    if (!isMap(automated))
      yield {
        at: at(["spec", "syncPolicy"], "key"),
        message: `missing automated sync in Application ${name}`,
      };
    else if (automated["selfHeal"] !== true)
      yield {
        at: at(["spec", "syncPolicy", "automated"], "key"),
        message: `missing selfHeal: true in Application ${name}: Argo CD does not revert manual changes`,
      };
  },
});

/** Whether the Application only compares, by the cluster's file, until it adopts what another installer created. */
function isAdopting({ addons }: Pick<ClusterEntry, "addons">, name: string): boolean {
  const parsed = parseApplicationName(name);
  if (parsed?.of !== "addon") return false;
  return addons.some((addon) => addon.name === parsed.addon && addon.adopts[parsed.application] !== undefined);
}
