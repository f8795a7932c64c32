import { replaced } from "../../diagnostics/example.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { environmentBranch } from "../../layout/names.ts";
import { generatedPath } from "../../layout/paths.ts";
import { applicationKind } from "../../models/kinds.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { sourcesOf } from "./applications.ts";

export const gitopsApplicationFollows = defineRule({
  code: "gitops/application-follows",
  severity: "error",
  inFolder: "not asked",
  over: "object",
  kinds: [applicationKind],
  summary: "An Application follows this repository's own branch by itself, and goes to its own cluster.",
  docs: {
    why: "What is reviewed is what is on that branch. An Application that follows another one, goes to another cluster, or does neither prune nor heal, is one where the repository says nothing about what runs.",
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
    fix: "Leave source, destination and syncPolicy as they are generated.",
  },
  *check(application, { context: { platform, cluster } }) {
    if (platform === undefined || cluster === undefined) return;
    const { object, at, name } = application;
    const sources = sourcesOf(application);
    if (sources.length === 0) yield { at: at(["spec", "source"], "key"), message: `${name} has no source` };
    for (const { path, source } of sources) {
      if (textAt(source, "repoURL") !== platform.spec.repository.url) continue;
      const revision = textAt(source, "targetRevision");
      const rendered = generatedPath(cluster.name, "rendered", "");
      const own = cluster.spec.publish !== "folder" && textAt(source, "path")?.startsWith(rendered) === true;
      const wanted = own ? `refs/heads/${environmentBranch(cluster.name)}` : platform.spec.repository.revision;
      if (revision !== wanted)
        yield {
          at: at([...path, "targetRevision"], "value"),
          message: `${name} follows ${revision ?? "HEAD"}, and the ${own ? "cluster is read from" : "platform is on"} ${wanted}`,
        };
    }
    const wanted = cluster.spec.argoCD.destination;
    const own = {
      server: textAt(object, "spec", "destination", "server"),
      name: textAt(object, "spec", "destination", "name"),
    };
    const same = "server" in wanted ? own.server === wanted.server : own.name === wanted.name;
    if (!same)
      yield {
        at: at(["spec", "destination"], "key"),
        message: `${name} goes to ${own.server ?? own.name ?? "nowhere"}, which is not ${cluster.name}`,
      };
    const automated = valueAt(object, ["spec", "syncPolicy", "automated"]);
    if (!isMap(automated)) yield { at: at(["spec", "syncPolicy"], "key"), message: `${name} is synced by hand` };
    else if (automated["selfHeal"] !== true)
      yield {
        at: at(["spec", "syncPolicy", "automated"], "key"),
        message: `${name} leaves what somebody changes by hand`,
      };
  },
});
