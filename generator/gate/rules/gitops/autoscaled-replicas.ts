import { serverKind } from "../../manifests/pods.ts";
import { listAt, numberAt, textAt, textsAt } from "../../manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { ownerOf } from "./applications.ts";

export const autoscaledReplicas = defineRule({
  code: "gitops/autoscaled-replicas",
  severity: "warning",
  over: "object",
  kinds: [serverKind],
  summary: "The replicas of a Server that Seldon scales are left alone by Argo CD.",
  page: {
    why: "With maxReplicas Seldon's scheduler changes spec.replicas of the Server by itself. Argo CD sees a difference, and with selfHeal puts the number back, at each look.",
    wrong: `
# churn/kustomization.yaml
resources: [all.yaml]
# churn/all.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec:
  project: churn
  ignoreDifferences: []
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: churn.mlserver-config, minReplicas: 1, maxReplicas: 3 }
`,
    right: `
# churn/kustomization.yaml
resources: [all.yaml]
# churn/all.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec:
  project: churn
  ignoreDifferences: [{ group: mlops.seldon.io, kind: Server, jsonPointers: [/spec/replicas] }]
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: churn.mlserver-config, minReplicas: 1, maxReplicas: 3 }
`,
    mend: "Ignore /spec/replicas of mlops.seldon.io/Server in the Application. What is generated does.",
  },
  *check(server, scene) {
    if ((numberAt(server.object, "spec", "maxReplicas") ?? 0) <= 0) return;
    const owner = ownerOf(scene, server);
    if (owner === undefined) return;
    const ignored = listAt(owner.application.object, "spec", "ignoreDifferences").some(
      (one) => textAt(one, "kind") === "Server" && textsAt(one, "jsonPointers").includes("/spec/replicas"),
    );
    if (ignored) return;
    yield {
      at: server.at(["spec", "maxReplicas"], "value"),
      message: `${owner.application.name} puts back the replicas that Seldon gives ${server.name}`,
    };
  },
});
