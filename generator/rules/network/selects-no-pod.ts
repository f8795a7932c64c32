import { replaced } from "../../diagnostics/example.ts";
import { allPodsKnown, podsInFolder } from "../../evaluate/manifests/known-pods.ts";
import { describeNamespace, type Manifest } from "../../evaluate/manifests/manifest.ts";
import { mapAt } from "../../evaluate/manifests/reading.ts";
import { type LabelMap, selects } from "../../evaluate/network/selector.ts";
import type { Path } from "../../load/source.ts";
import { ciliumPolicyKind, networkPolicyKind } from "../../models/kinds.ts";
import { nearest } from "../../text/nearest.ts";
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
    why: "Kubernetes accepts a podSelector that matches no pod: it stores the policy, which does nothing. The pods that it was meant for stay as open, or as closed, as before. Labels of a Server or SeldonRuntime are copied to its pods. Labels of a Model are not, and no Seldon pod has app.kubernetes.io/part-of automatically.",
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
    fix: "Select by labels that the pods will have. For Seldon's pods, app.kubernetes.io/name is seldon-server, seldon-scheduler, seldon-envoy and so on. podSelector: {} selects all pods.",
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
        message: `no pod of ${describeNamespace(namespace)} will have these labels`,
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
    if (meant !== undefined) return `Did you mean ${key}: ${meant}?`;
    return there.length === 0
      ? `No pod here has the label ${key}. Labels of a Server or SeldonRuntime are copied to its pods. podSelector: {} selects all pods.`
      : `Pods here have ${key}: ${there.slice(0, 6).join(", ")}.`;
  }
  return "No pod has all of these labels together.";
}
