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
    why: "If minReplicas or maxReplicas is set, Seldon can change spec.replicas of a Server, and an autoscaler can change spec.replicas of a Model. Git contains only the initial number of replicas. With selfHeal, Argo CD resets spec.replicas to the number in git at each refresh, unless ignoreDifferences lists the field. Without RespectIgnoreDifferences=true, Argo CD resets even an ignored field whenever it syncs another change.",
    invalid: folder(`
  ignoreDifferences: []`),
    valid: folder(`
  ignoreDifferences: [{ group: mlops.seldon.io, kind: Server, name: mlserver, jsonPointers: [/spec/replicas] }]
  syncPolicy: { syncOptions: [RespectIgnoreDifferences=true] }`),
    fix: "In the Application, add an ignoreDifferences entry with the object's name and /spec/replicas. Add RespectIgnoreDifferences=true to syncOptions. Generated Applications already contain the ignoreDifferences entry and the sync option.",
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
        ? `missing RespectIgnoreDifferences=true in Application ${name}: every sync resets the replicas of ${scaled.object.kind} ${scaled.name}`
        : `missing ignoreDifferences entry in Application ${name}: Argo CD resets the replicas of the autoscaled ${scaled.object.kind} ${scaled.name}`,
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
