import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
  expect.stringMatching(/^\d+:\d+ pods of Server mlserver get a sidecar, and egress on 15012\/TCP is closed in churn$/),
];

test.each<[name: string, yaml: string, found: readonly unknown[]]>([
  ["no mesh", namespace("") + server + closed, []],
  ["a sidecar, and nothing closed", namespace("istio-injection: enabled") + server, []],
  ["a sidecar, and egress closed", namespace("istio-injection: enabled") + server + closed, found],
  ["by revision", namespace("istio.io/rev: stable") + server + closed, found],
  ["switched off again", namespace("istio-injection: disabled, istio.io/rev: stable") + server + closed, []],
  ["ambient has no sidecar", namespace("istio.io/dataplane-mode: ambient") + server + closed, []],
  ["the port is open", namespace("istio-injection: enabled") + server + closed + toIstiod("{ port: 15012 }"), []],
  [
    "in a range",
    namespace("istio-injection: enabled") + server + closed + toIstiod("{ port: 15000, endPort: 16000 }"),
    [],
  ],
  [
    "over UDP",
    namespace("istio-injection: enabled") + server + closed + toIstiod("{ port: 15012, protocol: UDP }"),
    found,
  ],
  ["another port", namespace("istio-injection: enabled") + server + closed + toIstiod("{ port: 15010 }"), found],
  [
    "within the namespace only",
    namespace("istio-injection: enabled") +
      server +
      closed +
      policy("egress: [{ to: [{ podSelector: {} }], ports: [{ port: 15012 }] }]"),
    found,
  ],
  [
    "a pod that asks for it",
    namespace("") + job('sidecar.istio.io/inject: "true"') + closed,
    [expect.stringContaining("pods of Job train get a sidecar")],
  ],
  [
    "a pod that refuses it",
    namespace("istio-injection: enabled") + job('sidecar.istio.io/inject: "false"') + closed,
    [],
  ],
])("$0: $2", (_, yaml, expected) => {
  expect(foundIn(networkSidecarWithoutIstiod, yaml)).toEqual(expected);
});
