import { describe, expect, test } from "vitest";
import { connectedAddons, generatedManifests } from "../../testing/connected-addons.ts";
import { inventoryOf } from "../../testing/inventory.ts";
import { findingsIn } from "../../testing/rules.ts";
import { networkPeerEveryone } from "./peer-everyone.ts";

const policy = (spec: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec: { ${spec.startsWith("podSelector") ? "" : "podSelector: {}, "}${spec} }
`;
const everyIn = "missing peers under from: the rule allows every source";
const everyOut = "missing peers under to: the rule allows every destination";

test.each([
  { name: "a rule with a peer", spec: "ingress: [{ from: [{ podSelector: {} }] }]", found: [] },
  { name: "no rules", spec: "ingress: []", found: [] },
  { name: "a rule without from", spec: "ingress: [{}]", found: [`4:36 ${everyIn}`] },
  { name: "a rule with ports only", spec: "ingress: [{ ports: [{ port: 80 }] }]", found: [`4:36 ${everyIn}`] },
  { name: "an empty from", spec: "ingress: [{ from: [] }]", found: [`4:38 ${everyIn}`] },
  { name: "a from that is null", spec: "ingress: [{ from: null }]", found: [`4:38 ${everyIn}`] },
  {
    name: "an empty to in a direction that policyTypes lists",
    spec: "policyTypes: [Egress], egress: [{ to: [] }]",
    found: [`4:60 ${everyOut}`],
  },
  { name: "rules of a direction that policyTypes leaves out", spec: "policyTypes: [Ingress], egress: [{}]", found: [] },
  { name: "rules that are not maps", spec: "ingress: [3, null, x]", found: [] },
  { name: "rules that are not a list", spec: "ingress: 7", found: [] },
])("$name: found $found", ({ spec, found }) => {
  expect(findingsIn(networkPeerEveryone, policy(spec))).toEqual(found);
});

describe("a port of an add-on that is open to every source", () => {
  const platforms = generatedManifests(inventoryOf(connectedAddons())).filter(({ tenant }) => tenant === undefined);
  const found = (cluster: string, namespace: string, spec: string): readonly string[] => {
    const context = platforms.find((item) => item.cluster.name === cluster)?.manifestSet.context;
    return findingsIn(networkPeerEveryone, policy(spec).replace("churn", namespace), context);
  };
  const gateway = "podSelector: { matchLabels: { app: proxy } }, ingress: [{ ports: [{ port: 10443 }] }]";
  const webhook = "podSelector: { matchLabels: { app: control } }, ingress: [{ ports: [{ port: 9443 }] }]";

  test.each([
    { name: "the listener of a gateway", cluster: "staging", namespace: "edge", spec: gateway, reported: 0 },
    {
      name: "its listener over UDP",
      cluster: "staging",
      namespace: "edge",
      spec: gateway.replace("port: 10443", "port: 10443, protocol: UDP"),
      reported: 0,
    },
    {
      name: "another protocol",
      cluster: "staging",
      namespace: "edge",
      spec: gateway.replace("port: 10443", "port: 10443, protocol: SCTP"),
      reported: 1,
    },
    {
      name: "another port of the gateway",
      cluster: "staging",
      namespace: "edge",
      spec: gateway.replace("10443", "19001"),
      reported: 1,
    },
    {
      name: "a range of ports",
      cluster: "staging",
      namespace: "edge",
      spec: gateway.replace("port: 10443", "port: 10443, endPort: 10444"),
      reported: 1,
    },
    {
      name: "every pod of the namespace",
      cluster: "staging",
      namespace: "edge",
      spec: gateway.replace("matchLabels: { app: proxy }", ""),
      reported: 1,
    },
    { name: "another namespace", cluster: "staging", namespace: "edge-control", spec: gateway, reported: 1 },
    {
      name: "egress",
      cluster: "staging",
      namespace: "edge",
      spec: gateway.replace("ingress:", "policyTypes: [Egress], egress:"),
      reported: 1,
    },
    { name: "a webhook with Calico", cluster: "production", namespace: "edge-control", spec: webhook, reported: 0 },
    { name: "a webhook with Cilium", cluster: "staging", namespace: "edge-control", spec: webhook, reported: 1 },
  ])("$name: $reported", ({ cluster, namespace, spec, reported }) => {
    expect(found(cluster, namespace, spec)).toHaveLength(reported);
  });
});
