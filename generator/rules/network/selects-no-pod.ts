import { replaced } from "../../diagnostics/example.ts";
import { allPodsKnown, podsInFolder } from "../../evaluate/manifests/known-pods.ts";
import { describeNamespace, type Manifest } from "../../evaluate/manifests/manifest.ts";
import { mapAt } from "../../evaluate/manifests/reading.ts";
import type { Path } from "../../load/source.ts";
import { ciliumPolicyKind, networkPolicyKind } from "../../models/kinds.ts";
import { didYouMean, nearest } from "../../text/nearest.ts";
import { type LabelMap, selects } from "../../validate/label-selector.ts";
import { isMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { requiredLabels } from "./known-namespaces.ts";
import { peersOf } from "./peers.ts";

export const networkSelectsNoPod = defineRule({
  code: "network/selects-no-pod",
  severity: "warning",
  over: "object",
  kinds: [networkPolicyKind, ciliumPolicyKind],
  summary: "The policy's podSelector matches no pods.",
  docs: {
    why: "The API server accepts a policy whose podSelector matches no pods, but the policy has no effect. A policy that selects no pods does not change the connections of the intended pods. Seldon's operator copies the labels of a Server or SeldonRuntime to its pods. Seldon's operator does not copy the labels of a Model to pods, and does not add app.kubernetes.io/part-of to pods.",
    invalid: `
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
    valid: replaced(
      "podSelector: { matchLabels: { app: mlserver } }",
      "podSelector: { matchLabels: { app.kubernetes.io/name: seldon-server } }",
    ),
    fix: "Select labels that the pods will have. For Seldon's pods, app.kubernetes.io/name is seldon-server, seldon-scheduler, seldon-envoy and so on. To select all pods, use podSelector: {}.",
  },
  *check(policy, manifestSet) {
    const namespace = policy.namespace ?? "";
    for (const [path, selector] of ownSelectors(policy)) {
      if (!isMap(selector) || requiredLabels(selector).length === 0) continue;
      const pods = podsInFolder(manifestSet, namespace);
      if (pods.some(({ labels }) => selects(selector, labels))) continue;
      if (!allPodsKnown(manifestSet, namespace)) return;
      const labels = pods.map((pod) => pod.labels);
      yield {
        at: policy.at(path, "key"),
        message: `invalid selector: no pod in ${describeNamespace(namespace)} will have these labels`,
        hint: hintFor(selector, labels),
      };
    }
  },
});

/** Selectors for pods of the policy's own namespace. */
function ownSelectors(policy: Manifest): readonly (readonly [Path, unknown])[] {
  const spec = mapAt(policy.object, "spec");
  if (policy.kind === ciliumPolicyKind) return [[["spec", "endpointSelector"], spec["endpointSelector"]]];
  return [
    [["spec", "podSelector"], spec["podSelector"]],
    ...peersOf(policy).flatMap(({ path, peer }) =>
      isMap(peer["namespaceSelector"]) ? [] : [[[...path, "podSelector"], peer["podSelector"]] as const],
    ),
  ];
}

function hintFor(selector: unknown, pods: readonly LabelMap[]): string {
  for (const [key, [value = ""]] of requiredLabels(selector)) {
    const there = [
      ...new Set(pods.flatMap((labels) => (Object.hasOwn(labels, key) ? (labels[key] ?? []) : []))),
    ].sort();
    if (there.includes(value)) continue;
    const meant = nearest(value, there);
    if (meant !== undefined) return didYouMean(`${key}: ${meant}`);
    return there.length === 0
      ? `No pod in this namespace has the label ${key}. Seldon's operator copies the labels of a Server or SeldonRuntime to its pods. To select all pods, use podSelector: {}.`
      : `Pods in this namespace have ${key}: ${there.slice(0, 6).join(", ")}.`;
  }
  return "No pod in this namespace has all of these labels together.";
}
