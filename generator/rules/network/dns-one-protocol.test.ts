import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { networkDnsOneProtocol } from "./dns-one-protocol.ts";

const policy = (rule: string, name = "p", selector = "{}"): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: churn }
spec:
  podSelector: ${selector}
  policyTypes: [Egress]
  egress:
    - ${rule}
`;
const also = (rule: string, selector = "{}"): string => `---${policy(rule, "q", selector)}`;
const dns =
  "to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }]";
const [udp, tcp] = ["{ protocol: UDP, port: 53 }", "{ protocol: TCP, port: 53 }"];
const onlyUdp = "missing protocol TCP for port 53: it is open over UDP only";
const onlyTcp = "missing protocol UDP for port 53: it is open over TCP only";

test.each([
  { name: "UDP and TCP", yaml: policy(`{ ${dns}, ports: [${udp}, ${tcp}] }`), found: [] },
  { name: "UDP only", yaml: policy(`{ ${dns}, ports: [${udp}] }`), found: [onlyUdp] },
  { name: "TCP only", yaml: policy(`{ ${dns}, ports: [${tcp}] }`), found: [onlyTcp] },
  { name: "no protocol, which is TCP", yaml: policy(`{ ${dns}, ports: [{ port: 53 }] }`), found: [onlyTcp] },
  { name: "UDP to all peers", yaml: policy(`{ ports: [${udp}] }`), found: [onlyUdp] },
  { name: "UDP by port name", yaml: policy(`{ ${dns}, ports: [{ protocol: UDP, port: dns }] }`), found: [onlyUdp] },
  {
    name: "UDP and TCP by port name",
    yaml: policy(`{ ${dns}, ports: [{ protocol: UDP, port: dns }, { port: dns-tcp }] }`),
    found: [],
  },
  {
    name: "UDP to an address",
    yaml: policy(`{ to: [{ ipBlock: { cidr: 169.254.20.10/32 } }], ports: [${udp}] }`),
    found: [onlyUdp],
  },
  {
    name: "TCP in another rule",
    yaml: policy(`{ ${dns}, ports: [${udp}] }\n    - { ${dns}, ports: [${tcp}] }`),
    found: [],
  },
  {
    name: "TCP in another policy",
    yaml: policy(`{ ${dns}, ports: [${udp}] }`) + also(`{ ${dns}, ports: [${tcp}] }`),
    found: [],
  },
  {
    name: "all ports in another policy",
    yaml: policy(`{ ${dns}, ports: [${udp}] }`) + also("{ to: [{ namespaceSelector: {} }] }"),
    found: [],
  },
  {
    name: "TCP in another policy for other pods",
    yaml: policy(`{ ${dns}, ports: [${udp}] }`) + also(`{ ${dns}, ports: [${tcp}] }`, "{ matchLabels: { a: b } }"),
    found: [onlyUdp],
  },
  { name: "other ports", yaml: policy(`{ ${dns}, ports: [{ protocol: UDP, port: 5353 }, { port: 443 }] }`), found: [] },
  { name: "all UDP ports", yaml: policy(`{ ${dns}, ports: [{ protocol: UDP }] }`), found: [] },
  {
    name: "a policy whose selector matches no labels",
    yaml: policy(`{ ${dns}, ports: [${udp}] }`, "p", "{ matchExpressions: [{ key: a, operator: In, values: [] }] }"),
    found: [],
  },
  {
    name: "ingress of the DNS pods over UDP only",
    yaml: policy(`{ from: [{ namespaceSelector: {} }], ports: [${udp}] }`)
      .replace("[Egress]", "[Ingress]")
      .replace("egress", "ingress"),
    found: [onlyUdp],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(networkDnsOneProtocol, yaml).map((value) => value.replace(/^8:\d+ /, ""))).toEqual(found);
});

test("the finding is at the port", () => {
  expect(findingsIn(networkDnsOneProtocol, policy("{ ports: [{ port: 80 }, { protocol: UDP, port: 53 }] }"))).toEqual([
    `8:54 ${onlyUdp}`,
  ]);
});
