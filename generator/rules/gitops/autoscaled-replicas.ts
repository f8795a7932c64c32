import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { listAt, numberAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { modelKind, serverKind } from "../../models/kinds.ts";
import { groupVersion } from "../../models/kubernetes-object.ts";
import { defineRule } from "../rule.ts";
import { ownerOf } from "./applications.ts";

const folder = (spec: string): string => `
# churn/kustomization.yaml
resources: [all.yaml]
# churn/all.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec:
  project: churn
  source: { repoURL: https://github.com/acme/x.git, path: churn, targetRevision: refs/heads/main }${spec}
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: churn.mlserver-config, replicas: 1, minReplicas: 1, maxReplicas: 3 }
`;

export const gitopsAutoscaledReplicas = defineRule({
  code: "gitops/autoscaled-replicas",
  severity: "warning",
  over: "object",
  kinds: [modelKind, serverKind],
  summary: "Argo CD resets the replicas of an autoscaled Server or Model.",
  docs: {
    why: "With minReplicas or maxReplicas, spec.replicas changes in the cluster: Seldon's scheduler sets it for a Server, and an autoscaler for a Model. The number in git is only the initial one. With selfHeal, Argo CD resets the field to that number at each refresh, unless the Application ignores the field. Even then, without RespectIgnoreDifferences=true, every sync for another reason resets it.",
    invalid: folder(`
  ignoreDifferences: []`),
    valid: folder(`
  ignoreDifferences: [{ group: mlops.seldon.io, kind: Server, name: mlserver, jsonPointers: [/spec/replicas] }]
  syncPolicy: { syncOptions: [RespectIgnoreDifferences=true] }`),
    fix: "In the Application, ignore /spec/replicas of the object by its name, and add RespectIgnoreDifferences=true to syncOptions. Generated Applications have both.",
  },
  *check(scaled, manifestSet) {
    const bounds = ["minReplicas", "maxReplicas"] as const;
    const bound = bounds.findLast((field) => (numberAt(scaled.object, "spec", field) ?? 0) > 0);
    // Argo CD does not reset a field that git does not set.
    if (bound === undefined || numberAt(scaled.object, "spec", "replicas") === undefined) return;
    const owner = ownerOf(manifestSet, scaled);
    if (owner === undefined) return;
    const { object, name } = owner.application;
    const ignored = listAt(object, "spec", "ignoreDifferences").some((difference) =>
      ignoresReplicas(difference, scaled),
    );
    const kept = textsAt(object, "spec", "syncPolicy", "syncOptions").includes("RespectIgnoreDifferences=true");
    if (ignored && kept) return;
    yield {
      at: scaled.at(["spec", bound], "value"),
      message: ignored
        ? `missing RespectIgnoreDifferences=true: Application ${name} resets the replicas of ${scaled.name} with every sync`
        : `Application ${name} resets the replicas of ${scaled.name}, which is autoscaled`,
    };
  },
});

/** Whether an entry of ignoreDifferences covers the replicas of this object. */
function ignoresReplicas(entry: unknown, { object, name, namespace }: Manifest): boolean {
  const [group = "", kind = "", itsName = "", itsNamespace = ""] = ["group", "kind", "name", "namespace"].map((key) =>
    textAt(entry, key),
  );
  return (
    (group === "*" || group === groupVersion(object.apiVersion).group) &&
    (kind === "*" || kind === object.kind) &&
    (itsName === "" || itsName === name) &&
    (itsNamespace === "" || itsNamespace === namespace) &&
    textsAt(entry, "jsonPointers").includes("/spec/replicas")
  );
}
