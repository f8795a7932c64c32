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
  summary: "The sync wave of an object is not later than the sync wave of an object that it needs.",
  docs: {
    why: "Argo CD applies an Application wave by wave, waits until each wave is healthy, and deletes the objects in the reverse order. Within one wave, Argo CD can apply a Model before its Server, and deletes a SeldonRuntime together with the Servers that still need it. Models, Pipelines and Experiments have finalizers that need a running scheduler: without a scheduler, the deletion of these objects hangs.",
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
    fix: "Set ascending waves in this order: Roles and NetworkPolicies, the SeldonRuntime, ServerConfigs, Servers, Models, and then Pipelines and Experiments.",
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
          message: `invalid sync wave ${wave} of ${manifest.object.kind} ${manifest.name}: the ${manifest.object.kind} needs ${late.of.object.kind} ${late.of.name} of wave ${late.wave}`,
          related: [{ at: late.of.at(["metadata", "name"]), message: `wave ${late.wave}` }],
        };
      }
    }
  },
});
