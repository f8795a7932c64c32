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

describe("who is closed", () => {
  test.each([
    ["nobody has a policy", [], "all"],
    ["a policy without types and rules closes ingress", [policy(all)], ""],
    ["a policy for egress only leaves ingress open", [policy({ ...all, policyTypes: ["Egress"] })], "all"],
    [
      "egress rules without types close egress too: not ours here",
      [policy({ ...all, egress: [], ingress: [{}] })],
      "all",
    ],
    [
      "egress rules are nothing where only Ingress is named",
      [policy({ ...all, policyTypes: ["Ingress"], ingress: [{}], egress: [] })],
      "all",
    ],
    ["a policy of another namespace", [policy(all, "c")], "all"],
    ["a selector that takes others", [policy({ podSelector: { matchLabels: { app: "z" } } })], "all"],
    ["ingress: [] is nobody", [policy({ ...all, ingress: [] })], ""],
    ["ingress: [{}] is everybody", [policy({ ...all, ingress: [{}] })], "all"],
    [
      "from: [] is everybody, on these ports",
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
      "the sender's own side counts",
      [policy({ ...all, policyTypes: ["Egress"], egress: [{ to: [{ podSelector: {} }] }] }, "b")],
      "",
    ],
  ])("$0: $2", (_, policies, expected) => {
    expect(ports(b, a, ...policies)).toBe(expected);
  });

  test("explicit empty types with egress rules close both", () => {
    const closed = policy({ ...all, policyTypes: [], egress: [{ to: [{ podSelector: {} }] }] });
    expect(ports(b, a, closed)).toBe("");
    expect(ports(a, b, closed)).toBe("");
  });
});

describe("peers", () => {
  const from = (...peers: readonly object[]): KubernetesObject => policy({ ...all, ingress: [{ from: peers }] });
  test.each([
    ["a pod selector alone means the own namespace", [{ podSelector: {} }], ""],
    ["every namespace", [{ namespaceSelector: {} }], "all"],
    [
      "a namespace by the name that the API server sets",
      [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "b" } } }],
      "all",
    ],
    ["a namespace by a label that nobody set", [{ namespaceSelector: { matchLabels: { name: "b" } } }], ""],
    ["both in one element: and", [{ namespaceSelector: {}, podSelector: { matchLabels: { app: "z" } } }], ""],
    ["two elements: or", [{ namespaceSelector: {} }, { podSelector: { matchLabels: { app: "z" } } }], "all"],
    [
      "NotIn takes a key that is not there",
      [{ namespaceSelector: {}, podSelector: { matchExpressions: [{ key: "x", operator: "NotIn", values: ["y"] }] } }],
      "all",
    ],
    [
      "In does not",
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
      "an unknown operator takes nobody",
      [{ namespaceSelector: {}, podSelector: { matchExpressions: [{ key: "app", operator: "Is" }] } }],
      "",
    ],
    ["a block is for what is no pod", [{ ipBlock: { cidr: "0.0.0.0/0" } }], ""],
  ])("$0: $2", (_, peers, expected) => {
    expect(ports(b, a, from(...peers))).toBe(expected);
  });

  test.each([
    ["inside", "10.0.0.0/24", { cidr: "10.0.0.0/8" }, "all"],
    ["in an exception", "10.1.2.0/24", { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] }, ""],
    ["partly in an exception", "10.1.0.0/16", { cidr: "10.0.0.0/8", except: ["10.1.2.0/24"] }, ""],
    ["outside", "192.0.2.0/24", { cidr: "10.0.0.0/8" }, ""],
    ["another family", "fd00::/64", { cidr: "0.0.0.0/0" }, ""],
    ["no network at all", "10.0.0.0/24", { cidr: "10.0.0.0/33" }, ""],
  ])("an address %s", (_, own, ipBlock, expected) => {
    expect(ports(address(own), a, from({ ipBlock }))).toBe(expected);
  });

  test("what Cilium has a name for is no address there", () => {
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
    ["TCP where nothing is said", [{ port: 80 }], "80/TCP"],
    ["all of a protocol", [{ protocol: "UDP" }], "all/UDP"],
    ["a range, both ends in it", [{ port: 80, endPort: 82 }], "80-82/TCP"],
    ["a range backwards", [{ port: 82, endPort: 80 }], ""],
    ["ranges that touch", [{ port: 80, endPort: 81 }, { port: 82 }], "80-82/TCP"],
    ["a container's name", [{ port: "web" }], "8080/TCP"],
    ["a name of another protocol", [{ port: "web", protocol: "UDP" }], ""],
    ["a name that nobody has", [{ port: "wbe" }], ""],
    ["a protocol that there is not", [{ port: 80, protocol: "HTTP" }], ""],
  ])("$0: $2", (_, list, expected) => {
    expect(ports(b, pod("a", {}, { ports: { web: { port: 8080, protocol: "TCP" } } }), on(...list))).toBe(expected);
  });
});

test("what decides is named", () => {
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
