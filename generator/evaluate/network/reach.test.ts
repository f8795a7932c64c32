import { describe, expect, test } from "vitest";
import { defined } from "../../models/defined.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { unnamedEndpoint } from "./endpoint-id.ts";
import { networkPolicies } from "./policy.ts";
import { describePorts } from "./port-set.ts";
import { type AddressEndpoint, type Endpoint, Network, type PodEndpoint } from "./reach.ts";

const pod = (
  namespace: string,
  labels: Readonly<Record<string, string>> = {},
  extra: Partial<PodEndpoint> = {},
): PodEndpoint => ({
  kind: "pod",
  id: unnamedEndpoint("p"),
  namespace,
  labels,
  ports: {},
  ...extra,
});
const address = (cidr: string, entity?: string): AddressEndpoint => ({
  kind: "address",
  id: unnamedEndpoint(cidr),
  cidrs: [cidr],
  ...defined({ entity }),
});

function policy(spec: object, namespace = "a", name = "policy"): KubernetesObject {
  const object = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { namespace, name }, spec };
  return object;
}

function ports(from: Endpoint, to: Endpoint, ...policies: readonly KubernetesObject[]): string {
  return describePorts(new Network(networkPolicies(policies), new Map()).reach(from, to).ports);
}

const a = pod("a", { app: "a" });
const b = pod("b", { app: "b" });
const all = { podSelector: {} };

describe("which pods are closed", () => {
  test.each([
    ["no policies", [], "all"],
    ["a policy without types and rules closes ingress", [policy(all)], ""],
    ["a policy for egress only leaves ingress open", [policy({ ...all, policyTypes: ["Egress"] })], "all"],
    ["an empty egress list without types leaves egress open", [policy({ ...all, egress: [], ingress: [{}] })], "all"],
    [
      "egress rules are ignored if policyTypes names only Ingress",
      [policy({ ...all, policyTypes: ["Ingress"], ingress: [{}], egress: [] })],
      "all",
    ],
    ["a policy of another namespace", [policy(all, "c")], "all"],
    ["a selector that matches other pods", [policy({ podSelector: { matchLabels: { app: "z" } } })], "all"],
    ["ingress: [] allows no peer", [policy({ ...all, ingress: [] })], ""],
    ["ingress: [{}] allows every peer", [policy({ ...all, ingress: [{}] })], "all"],
    [
      "from: [] allows every peer, on these ports",
      [policy({ ...all, ingress: [{ from: [], ports: [{ port: 80 }] }] })],
      "80/TCP",
    ],
    [
      "policies add up",
      [
        policy({ ...all, ingress: [{ ports: [{ port: 80 }] }] }, "a", "x"),
        policy({ ...all, ingress: [{ ports: [{ port: 81 }] }] }, "a", "y"),
      ],
      "80-81/TCP",
    ],
    [
      "the policies of the source count",
      [policy({ ...all, policyTypes: ["Egress"], egress: [{ to: [{ podSelector: {} }] }] }, "b")],
      "",
    ],
  ])("$0: $2", (_, policies, expected) => {
    expect(ports(b, a, ...policies)).toBe(expected);
  });

  test("empty policyTypes with egress rules close both directions", () => {
    const closed = policy({ ...all, policyTypes: [], egress: [{ to: [{ podSelector: {} }] }] });
    expect(ports(b, a, closed)).toBe("");
    expect(ports(a, b, closed)).toBe("");
  });
});

describe("peers", () => {
  const from = (...peers: readonly object[]): KubernetesObject => policy({ ...all, ingress: [{ from: peers }] });
  test.each([
    ["a pod selector alone means the policy's namespace", [{ podSelector: {} }], ""],
    ["every namespace", [{ namespaceSelector: {} }], "all"],
    [
      "a namespace by the name that the API server sets",
      [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "b" } } }],
      "all",
    ],
    ["a namespace by a label that it does not have", [{ namespaceSelector: { matchLabels: { name: "b" } } }], ""],
    ["both in one element: and", [{ namespaceSelector: {}, podSelector: { matchLabels: { app: "z" } } }], ""],
    ["two elements: or", [{ namespaceSelector: {} }, { podSelector: { matchLabels: { app: "z" } } }], "all"],
    [
      "NotIn matches an absent key",
      [{ namespaceSelector: {}, podSelector: { matchExpressions: [{ key: "x", operator: "NotIn", values: ["y"] }] } }],
      "all",
    ],
    [
      "In does not match an absent key",
      [{ namespaceSelector: {}, podSelector: { matchExpressions: [{ key: "x", operator: "In", values: ["y"] }] } }],
      "",
    ],
    [
      "Exists",
      [{ namespaceSelector: {}, podSelector: { matchExpressions: [{ key: "app", operator: "Exists" }] } }],
      "all",
    ],
    [
      "DoesNotExist",
      [{ namespaceSelector: {}, podSelector: { matchExpressions: [{ key: "app", operator: "DoesNotExist" }] } }],
      "",
    ],
    [
      "an unknown operator matches nothing",
      [{ namespaceSelector: {}, podSelector: { matchExpressions: [{ key: "app", operator: "Is" }] } }],
      "",
    ],
    ["a block does not match a pod", [{ ipBlock: { cidr: "0.0.0.0/0" } }], ""],
  ])("$0: $2", (_, peers, expected) => {
    expect(ports(b, a, from(...peers))).toBe(expected);
  });

  test.each([
    ["inside the block", "10.0.0.0/24", { cidr: "10.0.0.0/8" }, "all"],
    ["in an exception", "10.1.2.0/24", { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] }, ""],
    ["partly in an exception", "10.1.0.0/16", { cidr: "10.0.0.0/8", except: ["10.1.2.0/24"] }, ""],
    ["outside the block", "192.0.2.0/24", { cidr: "10.0.0.0/8" }, ""],
    ["of another family", "fd00::/64", { cidr: "0.0.0.0/0" }, ""],
    ["with an invalid block", "10.0.0.0/24", { cidr: "10.0.0.0/33" }, ""],
  ])("an address %s", (_, cidr, ipBlock, expected) => {
    expect(ports(address(cidr), a, from({ ipBlock }))).toBe(expected);
  });

  test("on Cilium an ipBlock does not match an entity", () => {
    const api = address("192.168.1.10/32", "kube-apiserver");
    const byBlock = policy({
      ...all,
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "192.168.1.10/32" } }] }],
    });
    const byName: KubernetesObject = Object.assign(
      { apiVersion: "cilium.io/v2", kind: "CiliumNetworkPolicy", metadata: { namespace: "a", name: "api" } },
      {
        spec: {
          endpointSelector: {},
          egress: [{ toEntities: ["kube-apiserver"], toPorts: [{ ports: [{ port: "6443", protocol: "TCP" }] }] }],
        },
      },
    );
    expect(ports(a, api, byBlock)).toBe("");
    expect(ports(a, api, byName)).toBe("6443/TCP");
    expect(ports(a, b, byName)).toBe("");
  });
});

describe("ports", () => {
  const on = (...list: readonly object[]): KubernetesObject => policy({ ...all, ingress: [{ ports: list }] });
  test.each([
    ["a port without a protocol is TCP", [{ port: 80 }], "80/TCP"],
    ["a protocol without a port", [{ protocol: "UDP" }], "all/UDP"],
    ["a range includes both ends", [{ port: 80, endPort: 82 }], "80-82/TCP"],
    ["a reversed range", [{ port: 82, endPort: 80 }], ""],
    ["adjoining ranges", [{ port: 80, endPort: 81 }, { port: 82 }], "80-82/TCP"],
    ["the name of a container port", [{ port: "web" }], "8080/TCP"],
    ["a port name with another protocol", [{ port: "web", protocol: "UDP" }], ""],
    ["an unknown port name", [{ port: "wbe" }], ""],
    ["an unknown protocol", [{ port: 80, protocol: "HTTP" }], ""],
  ])("$0: $2", (_, list, expected) => {
    expect(ports(b, pod("a", {}, { ports: { web: { port: 8080, protocol: "TCP" } } }), on(...list))).toBe(expected);
  });
});

test("the result names the policies that decide", () => {
  const network = new Network(
    networkPolicies([
      policy({ ...all, policyTypes: ["Ingress"] }, "a", "deny"),
      policy({ ...all, ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 80 }] }] }, "a", "open"),
    ]),
    new Map(),
  );
  const { ingress, egress } = network.reach(b, a);
  expect(ingress.closedBy.map(({ name }) => name)).toEqual(["deny", "open"]);
  expect(ingress.openedBy.map(({ name }) => name)).toEqual(["open"]);
  expect(egress.closedBy).toEqual([]);
});
