import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { networkSidecarWithoutIstiod } from "./sidecar-without-istiod.ts";

const namespace = (labels: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { ${labels} } }
---
`;
const server = `apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config }
---
`;
const policy = (spec: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: one, namespace: churn }
spec: { podSelector: {}, policyTypes: [Ingress, Egress], ${spec} }
---
`;
const closed = policy("ingress: []");
const toIstiod = (port: string): string =>
  policy(
    `egress: [{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: istio-system } } }], ports: [${port}] }]`,
  );
const job = (labels: string): string => `apiVersion: batch/v1
kind: Job
metadata: { name: train, namespace: churn }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: a, image: i }] } } }
---
`;
const found = [
  expect.stringMatching(
    /^\d+:\d+ closed egress on 15012\/TCP for pods of Server mlserver in churn: their sidecars need istiod$/,
  ),
];

test.each<[name: string, yaml: string, found: readonly unknown[]]>([
  ["a namespace without a mesh", namespace("") + server + closed, []],
  ["a sidecar without policies", namespace("istio-injection: enabled") + server, []],
  ["a sidecar with egress closed", namespace("istio-injection: enabled") + server + closed, found],
  ["a sidecar by revision label", namespace("istio.io/rev: stable") + server + closed, found],
  [
    "injection that is switched off",
    namespace("istio-injection: disabled, istio.io/rev: stable") + server + closed,
    [],
  ],
  ["ambient mode, which has no sidecar", namespace("istio.io/dataplane-mode: ambient") + server + closed, []],
  ["an open port to istiod", namespace("istio-injection: enabled") + server + closed + toIstiod("{ port: 15012 }"), []],
  [
    "an open range with the port of istiod",
    namespace("istio-injection: enabled") + server + closed + toIstiod("{ port: 15000, endPort: 16000 }"),
    [],
  ],
  [
    "an open port over UDP",
    namespace("istio-injection: enabled") + server + closed + toIstiod("{ port: 15012, protocol: UDP }"),
    found,
  ],
  ["another open port", namespace("istio-injection: enabled") + server + closed + toIstiod("{ port: 15010 }"), found],
  [
    "a port that is open within the namespace only",
    namespace("istio-injection: enabled") +
      server +
      closed +
      policy("egress: [{ to: [{ podSelector: {} }], ports: [{ port: 15012 }] }]"),
    found,
  ],
  [
    "a pod that requests a sidecar",
    namespace("") + job('sidecar.istio.io/inject: "true"') + closed,
    [expect.stringContaining("pods of Job train")],
  ],
  [
    "a pod that rejects a sidecar",
    namespace("istio-injection: enabled") + job('sidecar.istio.io/inject: "false"') + closed,
    [],
  ],
])("$0: $2", (_, yaml, expected) => {
  expect(findingsIn(networkSidecarWithoutIstiod, yaml)).toEqual(expected);
});
