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

/** The order of the kinds: each group waits until the group before it is healthy. */
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
  over: "manifest set",
  summary: "An object is not in a later sync wave than an object that it waits for.",
  docs: {
    why: "Argo CD applies an Application wave by wave, waits until each wave is healthy, and deletes in the reverse order. In one wave, a Model is applied before its Server, and a SeldonRuntime is deleted together with the Servers that still need it. The scheduler finalizes models, pipelines and experiments, and their deletion hangs if the scheduler is gone.",
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
    fix: "Set ascending waves in this order: access and policies, the SeldonRuntime, Servers, Models, and then Pipelines and Experiments.",
  },
  *check(manifestSet) {
    const ranks = new Map(order.flatMap((kinds, rank) => kinds.map((kind) => [kind, rank] as const)));
    for (const manifests of Map.groupBy(
      manifestSet.manifests.filter((manifest) => manifest.application !== undefined && ranks.has(manifest.kind)),
      ({ application }) => application,
    ).values()) {
      // The object with the latest wave of each rank.
      const latest: ({ readonly wave: number; readonly of: Manifest } | undefined)[] = [];
      for (const of of manifests) {
        const rank = ranks.get(of.kind) ?? 0;
        const wave = waveOf(of) ?? 0;
        if (latest[rank] === undefined || wave > latest[rank].wave) latest[rank] = { wave, of };
      }
      for (const manifest of manifests) {
        const rank = ranks.get(manifest.kind) ?? 0;
        const wave = waveOf(manifest) ?? 0;
        // Within a wave, Argo CD applies Kubernetes' own kinds first, and Seldon's kinds by their names.
        const late = latest
          .slice(0, rank)
          .findLast(
            (candidate, before) =>
              candidate !== undefined && (candidate.wave > wave || (before > 0 && candidate.wave === wave)),
          );
        if (late === undefined) continue;
        yield {
          at: manifest.at(["metadata", "name"], "value"),
          message: `${manifest.object.kind} ${manifest.name} is in wave ${wave}, but waits for ${late.of.object.kind} ${late.of.name} in wave ${late.wave}`,
          related: [{ at: late.of.at(["metadata", "name"]), message: `wave ${late.wave}` }],
        };
      }
    }
  },
});
