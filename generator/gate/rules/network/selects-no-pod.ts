import { nearest } from "../../../diagnostics/nearest.ts";
import type { Path } from "../../../load/source.ts";
import { lifecycleOf } from "../../../validate/effective.ts";
import { isMap } from "../../../validate/merge.ts";
import type { Manifest } from "../../manifests/manifest.ts";
import { listAt, mapAt, textAt } from "../../manifests/reading.ts";
import type { Scene } from "../../manifests/scene.ts";
import { type LabelMap, selects } from "../../network/selector.ts";
import { defineRule } from "../rule.ts";
import { asked } from "./known-namespaces.ts";
import { ciliumPolicy, networkPolicy, peersOf } from "./peers.ts";
import { isUnit, podsIn } from "./scene-network.ts";

export const selectsNoPod = defineRule({
  code: "network/selects-no-pod",
  severity: "warning",
  over: "object",
  kinds: [networkPolicy, ciliumPolicy],
  summary: "A policy is about pods that there will not be.",
  page: {
    why: "A podSelector that takes no pod is no error to Kubernetes: the policy is stored and does nothing. Pods that it was meant for stay as open, or as closed, as they were. Labels of a Server or SeldonRuntime are copied to its pods; those of a Model are not, and no Seldon pod carries app.kubernetes.io/part-of by itself.",
    wrong: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-ingress, namespace: churn }
spec:
  podSelector: { matchLabels: { app: mlserver } }
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress-nginx } } }]
`,
    right: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-ingress, namespace: churn }
spec:
  podSelector: { matchLabels: { app.kubernetes.io/name: seldon-server } }
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress-nginx } } }]
`,
    mend: "Select by labels that the pods will have: app.kubernetes.io/name is seldon-server, seldon-scheduler, seldon-envoy and so on for Seldon's, and podSelector: {} takes them all.",
  },
  *check(policy, scene) {
    const namespace = policy.namespace ?? "default";
    for (const [path, selector] of ownSelectors(policy)) {
      if (!isMap(selector) || asked(selector).length === 0) continue;
      const pods = podsIn(scene, namespace);
      if (pods.some(({ labels }) => selects(selector, labels))) continue;
      if (!allKnown(scene, namespace, pods.length)) return;
      yield {
        at: policy.at(path, "key"),
        message: `no pod of ${namespace} will have these labels`,
        hint: hintFor(
          selector,
          pods.map(({ labels }) => labels),
        ),
      };
    }
  },
});

/** Selectors over pods of the policy's own namespace. */
function ownSelectors(policy: Manifest): readonly (readonly [Path, unknown])[] {
  const spec = mapAt(policy.object, "spec");
  if (policy.kind === ciliumPolicy) return [[["spec", "endpointSelector"], spec["endpointSelector"]]];
  return [
    [["spec", "podSelector"], spec["podSelector"]],
    ...peersOf(policy).flatMap(({ path, peer }) =>
      isMap(peer["namespaceSelector"]) ? [] : [[[...path, "podSelector"], peer["podSelector"]] as const],
    ),
  ];
}

/** Kinds whose controllers make no pods that a rule here does not know. */
const quietGroups: ReadonlySet<string> = new Set([
  ..."apps autoscaling batch cilium.io external-secrets.io gateway.networking.k8s.io mlops.seldon.io".split(" "),
  ..."networking.istio.io networking.k8s.io policy rbac.authorization.k8s.io security.istio.io".split(" "),
]);
const quietMonitoring =
  /^monitoring[.]coreos[.]com[/](PodMonitor|ServiceMonitor|Probe|PrometheusRule|AlertmanagerConfig)$/;

/** Whether the scene says every pod of a namespace: none comes out of a chart, out of other operators, or back from a pause. */
function allKnown(scene: Scene, namespace: string, pods: number): boolean {
  const { cluster, tenant } = scene.around;
  const unit = cluster !== undefined && isUnit(scene);
  if (unit && (tenant?.name !== namespace || lifecycleOf(cluster, tenant) !== "active")) return false;
  if (!unit && pods === 0) return false;
  return !scene.manifests.some(
    (one) => (one.namespace === namespace && makesOthers(one)) || fillsWithChart(one, namespace),
  );
}

function makesOthers({ kind }: Manifest): boolean {
  const slash = kind.indexOf("/");
  return slash >= 0 && !quietGroups.has(kind.slice(0, slash)) && !quietMonitoring.test(kind) && !fromArgoCD(kind);
}

function fillsWithChart({ kind, object }: Manifest, namespace: string): boolean {
  if (!fromArgoCD(kind) || textAt(object, "spec", "destination", "namespace") !== namespace) return false;
  const sources = [mapAt(object, "spec", "source"), ...listAt(object, "spec", "sources")];
  return sources.some((source) => textAt(source, "chart") !== undefined || isMap(mapAt(source)["helm"]));
}

function fromArgoCD(kind: string): boolean {
  return kind === "argoproj.io/Application" || kind === "argoproj.io/AppProject";
}

function hintFor(selector: unknown, pods: readonly LabelMap[]): string {
  for (const [key, [value = ""]] of asked(selector)) {
    const there = [...new Set(pods.flatMap((labels) => labels[key] ?? []))].sort();
    if (there.includes(value)) continue;
    const meant = nearest(value, there);
    if (meant !== undefined) return `Did you mean ${key}: ${meant}?`;
    return there.length === 0
      ? `None of them carries ${key}. Labels of a Server or SeldonRuntime are copied to its pods; podSelector: {} takes every pod.`
      : `Pods here have ${key}: ${there.slice(0, 6).join(", ")}.`;
  }
  return "No pod has all of them together.";
}
