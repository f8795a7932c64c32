import { replaced } from "../../diagnostics/example.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import {
  experimentKind,
  modelKind,
  networkPolicyKind,
  pipelineKind,
  roleBindingKind,
  roleKind,
  runtimeKind,
  serverConfigKind,
  serverKind,
} from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { waveOf } from "./applications.ts";

/** What has to be there before what: each of these waits for the one before it to be healthy. */
const order: readonly (readonly string[])[] = [
  ["Namespace", "ServiceAccount", roleKind, roleBindingKind, networkPolicyKind],
  [runtimeKind],
  [serverConfigKind],
  [serverKind],
  [modelKind],
  [pipelineKind, experimentKind],
];

export const gitopsWaveOrder = defineRule({
  code: "gitops/wave-order",
  severity: "error",
  inFolder: "warning",
  over: "scene",
  summary: "Inside an Application what others wait for comes in an earlier wave.",
  docs: {
    why: "Argo CD applies an Application wave by wave, waits for each to be healthy, and deletes in the reverse order. In one wave a Model is applied before its Server, and when they go a SeldonRuntime goes with the Servers that it still has to serve: models, pipelines and experiments are finalized by their scheduler, and hang where it is gone.",
    invalid: `
# churn/kustomization.yaml
resources: [all.yaml]
# churn/all.yaml
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: churn.mlserver-config }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: gs://churn/baseline, requirements: [sklearn] }
# argo-cd/churn.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec:
  project: churn
  source: { repoURL: https://github.com/acme/x.git, path: churn, targetRevision: refs/heads/main }
`,
    valid: replaced(
      "metadata: { name: baseline, namespace: churn }",
      `metadata: { name: baseline, namespace: churn, annotations: { argocd.argoproj.io/sync-wave: "1" } }`,
    ),
    fix: "Give access and policies an earlier wave than the SeldonRuntime, that an earlier one than Servers, those than Models, and those than Pipelines and Experiments.",
  },
  *check(manifestSet) {
    const ranks = new Map(order.flatMap((kinds, rank) => kinds.map((kind) => [kind, rank] as const)));
    for (const manifests of Map.groupBy(
      manifestSet.manifests.filter((manifest) => manifest.application !== undefined && ranks.has(manifest.kind)),
      ({ application }) => application,
    ).values()) {
      // The latest of each rank so far, and what it is.
      const latest: ({ readonly wave: number; readonly of: Manifest } | undefined)[] = [];
      for (const of of manifests) {
        const rank = ranks.get(of.kind) ?? 0;
        const wave = waveOf(of) ?? 0;
        if (latest[rank] === undefined || wave > latest[rank].wave) latest[rank] = { wave, of };
      }
      for (const manifest of manifests) {
        const rank = ranks.get(manifest.kind) ?? 0;
        const wave = waveOf(manifest) ?? 0;
        // Within a wave Argo CD applies Kubernetes' own kinds first, and Seldon's by their names.
        const early = latest
          .slice(0, rank)
          .findLast(
            (candidate, before) =>
              candidate !== undefined && (candidate.wave > wave || (before > 0 && candidate.wave === wave)),
          );
        if (early === undefined) continue;
        yield {
          at: manifest.at(["metadata", "name"], "value"),
          message: `${manifest.object.kind} ${manifest.name} comes in wave ${wave}, and ${early.of.object.kind} ${early.of.name}, which it waits for, in ${early.wave}`,
          related: [{ at: early.of.at(["metadata", "name"]), message: `wave ${early.wave}` }],
        };
      }
    }
  },
});
