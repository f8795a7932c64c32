import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { networkServicePort } from "./service-port.ts";

const policy = (spec: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec: { ${spec} }
`;
const into = (selector: string, port: string): string =>
  policy(`podSelector: ${selector}, ingress: [{ ports: [{ port: ${port} }] }]`);
const outOf = (peer: string, port: string): string =>
  policy(`podSelector: {}, policyTypes: [Egress], egress: [{ to: [${peer}], ports: [{ port: ${port} }] }]`);
const web = (ports = "[]"): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: churn }
spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, ports: ${ports} }] } } }
`;
const service = (ports: string): string => `---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: churn }
spec: { selector: { app: web }, ports: [${ports}] }
`;
const selector = "{ matchLabels: { app: web } }";
const envoy = "{ matchLabels: { app.kubernetes.io/name: seldon-envoy } }";
const front = "invalid port 80: Service front has this port, but its pods listen on 8080";
const mesh = "invalid port 80: Service seldon-mesh has this port, but its pods listen on 9000";
const runtime = `---
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec: { seldonConfig: default }
`;

test.each([
  {
    name: "the port of the pods",
    yaml: into(selector, "8080") + web() + service("{ port: 80, targetPort: 8080 }"),
    found: [],
  },
  {
    name: "the port of the Service",
    yaml: into(selector, "80") + web() + service("{ port: 80, targetPort: 8080 }"),
    found: [front],
  },
  {
    name: "a port that the Service and its pods share",
    yaml: into(selector, "80") + web() + service("{ port: 80 }"),
    found: [],
  },
  {
    name: "a Service with a named target port",
    yaml: into(selector, "80") + web() + service("{ port: 80, targetPort: http }"),
    found: [],
  },
  {
    name: "a port on which the pods listen too",
    yaml: into(selector, "80") + web("[{ containerPort: 80 }]") + service("{ port: 80, targetPort: 8080 }"),
    found: [],
  },
  {
    name: "a rule that also selects other pods",
    yaml: into("{}", "80") + web() + runtime + service("{ port: 80, targetPort: 8080 }"),
    found: [],
  },
  {
    name: "a Service without pods in the folder",
    yaml: into(selector, "80") + service("{ port: 80, targetPort: 8080 }"),
    found: [],
  },
  { name: "the port of Envoy's Service", yaml: into(envoy, "80") + runtime, found: [mesh] },
  { name: "the port of Envoy", yaml: into(envoy, "9000") + runtime, found: [] },
  {
    name: "egress to pods of the namespace",
    yaml: outOf(`{ podSelector: ${selector} }`, "80") + web() + service("{ port: 80, targetPort: 8080 }"),
    found: [front],
  },
  {
    name: "egress to the Envoy of another tenant",
    yaml: outOf(
      `{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: other } }, podSelector: ${envoy} }`,
      "80",
    ),
    found: [mesh],
  },
  {
    name: "egress to any pod of other namespaces",
    yaml: outOf("{ namespaceSelector: { matchLabels: { a: b } } }", "80"),
    found: [],
  },
  { name: "egress to a network", yaml: outOf("{ ipBlock: { cidr: 203.0.113.0/24 } }", "80"), found: [] },
  {
    name: "a range of ports",
    yaml: into(selector, "80, endPort: 90") + web() + service("{ port: 80, targetPort: 8080 }"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(networkServicePort, yaml).map((value) => value.replace(/^4:\d+ /, ""))).toEqual(found);
});
