import { replaced } from "../../diagnostics/example.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { applicationKind } from "../../models/kinds.ts";
import { groupVersion } from "../../models/kubernetes-object.ts";
import { defineRule } from "../rule.ts";
import { projectOf } from "./applications.ts";

export const gitopsIgnoreMatchesNothing = defineRule({
  code: "gitops/ignore-matches-nothing",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [applicationKind],
  summary: "An ignoreDifferences entry of an Application matches none of the Application's objects.",
  docs: {
    why: "An entry of ignoreDifferences with a misspelled group or kind ignores nothing. If an ignoreDifferences entry has no effect, Argo CD resets the fields that the entry lists at each sync, for example replicas that an autoscaler set.",
    invalid: `
# churn/kustomization.yaml
resources: [all.yaml]
# churn/all.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec:
  project: churn
  source: { repoURL: https://github.com/acme/x.git, path: churn, targetRevision: refs/heads/main }
  ignoreDifferences: [{ group: mlops.seldon.io/v1alpha1, kind: Server, jsonPointers: [/spec/replicas] }]
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: churn.mlserver-config, minReplicas: 1, maxReplicas: 3 }
`,
    valid: replaced("group: mlops.seldon.io/v1alpha1", "group: mlops.seldon.io"),
    fix: "Copy group and kind from the object's manifest, and write the group without the version.",
  },
  *check(application, manifestSet) {
    const managed = manifestSet.manifests.filter((manifest) => manifest.application === application.name);
    if (managed.length === 0) return;
    const project = projectOf(manifestSet, application);
    for (const [index, difference] of listAt(application.object, "spec", "ignoreDifferences").entries()) {
      const [group = "", kind = "", name, namespace] = ["group", "kind", "name", "namespace"].map((key) =>
        textAt(difference, key),
      );
      const matches = managed.some(
        ({ object, ...manifest }) =>
          (kind === "*" || object.kind === kind) &&
          (group === "*" || groupVersion(object.apiVersion).group === group) &&
          (name === undefined || name === "" || manifest.name === name) &&
          (namespace === undefined || namespace === "" || manifest.namespace === namespace),
      );
      // A kind that the project allows can have objects again later: a draining tenant has no Servers.
      const awaited = listAt(project?.object, "spec", "namespaceResourceWhitelist").some(
        (kept) => textAt(kept, "kind") === kind && textAt(kept, "group") === group,
      );
      if (matches || (awaited && (name ?? "") === "")) continue;
      yield {
        at: application.at(["spec", "ignoreDifferences", index], "key"),
        message: `unknown object ${group === "" ? "" : `${group}/`}${kind}${name === undefined ? "" : ` ${name}`} in ignoreDifferences of Application ${application.name}`,
      };
    }
  },
});
