import fc from "fast-check";
import { expect, test } from "vitest";
import { defined } from "../../models/defined.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import type { LabelMap } from "../../validate/label-selector.ts";
import { manifestOf } from "../manifests/manifest.ts";
import { unnamedEndpoint } from "./endpoint-id.ts";
import { namespaceBoundaries } from "./namespace-boundaries.ts";
import { networkPolicies } from "./policy.ts";
import { Network, type PodEndpoint } from "./reach.ts";
import { connectionsBetween, type TenantNamespaceLabels } from "./tenant-connections.ts";

const namespaces: TenantNamespaceLabels = new Map(
  [
    ["red", { team: "one" }],
    ["green", { team: "two" }],
    ["blue", {}],
  ].map(([name, labels]) => [String(name), { ...Object(labels), "kubernetes.io/metadata.name": String(name) }]),
);

/** Every choice of labels that the policies below can distinguish. */
const labels: readonly LabelMap[] = [undefined, "web", "db", "other"].flatMap((app) =>
  [undefined, "front", "other"].map((tier) => ({
    ...defined({ app, tier }),
  })),
);

const pods = fc.constantFrom<object[]>(
  {},
  { matchLabels: { app: "web" } },
  { matchLabels: { app: "db", tier: "front" } },
  { matchExpressions: [{ key: "app", operator: "NotIn", values: ["web"] }] },
  { matchExpressions: [{ key: "tier", operator: "DoesNotExist" }] },
  { matchExpressions: [{ key: "app", operator: "Exists" }] },
);
const spaces = fc.constantFrom<object[]>(
  {},
  { matchLabels: { team: "one" } },
  { matchLabels: { "kubernetes.io/metadata.name": "green" } },
  { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["red", "blue"] }] },
  { matchExpressions: [{ key: "team", operator: "DoesNotExist" }] },
  { matchExpressions: [{ key: "team", operator: "NotIn", values: ["two"] }] },
);
const peer = fc.oneof(
  fc.record({ podSelector: pods }),
  fc.record({ namespaceSelector: spaces }),
  fc.record({ namespaceSelector: spaces, podSelector: pods }),
  fc.constant({ ipBlock: { cidr: "203.0.113.0/24" } }),
);
const port = fc.constantFrom<object[]>({ port: 80 }, { port: 81 }, { protocol: "UDP" }, { port: 80, endPort: 90 });
const rule = (side: "from" | "to") =>
  fc.record(
    { [side]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) },
    { requiredKeys: ["ports"] },
  );
const policy = fc.record({
  namespace: fc.constantFrom(...namespaces.keys()),
  spec: fc.record(
    {
      podSelector: pods,
      policyTypes: fc.constantFrom(["Ingress"], ["Egress"], ["Ingress", "Egress"]),
      ingress: fc.array(rule("from"), { maxLength: 2 }),
      egress: fc.array(rule("to"), { maxLength: 2 }),
    },
    { requiredKeys: ["podSelector", "policyTypes"] },
  ),
});
const declared = [...namespaces.keys()].map((name) =>
  manifestOf({ apiVersion: "v1", kind: "Namespace", metadata: { name } }, nowhere, { tenant: name }),
);
const closed = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };

test("finds exactly the pairs of tenants with pods that can reach each other, for all possible labels", () => {
  let [open, closedPairs] = [0, 0];
  fc.assert(
    fc.property(fc.array(policy, { maxLength: 8 }), fc.subarray([...namespaces.keys()]), (drawn, closedNamespaces) => {
      const objects = [...closedNamespaces.map((namespace) => ({ namespace, spec: closed })), ...drawn].map(objectOf);
      const manifests = objects.map((object) => manifestOf(object, nowhere));
      const boundaries = namespaceBoundaries([...declared, ...manifests], {
        tenants: new Set(namespaces.keys()),
        podNetworks: [],
      });
      const connections = [...connectionsBetween(boundaries, namespaces, () => true)].map(
        ({ from, to }) => `${from.tenant} ${to.tenant}`,
      );
      const expected = connectedPairs(objects);
      expect([...new Set(connections)].sort()).toEqual(expected);
      open += expected.length;
      closedPairs += namespaces.size * (namespaces.size - 1) - expected.length;
    }),
    { numRuns: 400, seed: 20_261_123 },
  );
  expect(open).toBeGreaterThan(200);
  expect(closedPairs).toBeGreaterThan(200);
});

/** Connected pairs of tenants. Tries every pod of the first tenant with every pod of the second. */
function connectedPairs(objects: readonly KubernetesObject[]): readonly string[] {
  const network = new Network(networkPolicies(objects), namespaces);
  const pairs = [...namespaces.keys()].flatMap((from) => [...namespaces.keys()].map((to) => [from, to] as const));
  const all = new Map([...namespaces.keys()].map((name) => [name, labels.map((label) => podOf(name, label))]));
  return pairs
    .filter(([from, to]) => from !== to)
    .filter(([from, to]) =>
      all.get(from)?.some((endpoint) => all.get(to)?.some((other) => network.reach(endpoint, other).ports.size > 0)),
    )
    .map(([from, to]) => `${from} ${to}`)
    .sort();
}

function podOf(namespace: string, podLabels: LabelMap): PodEndpoint {
  return { kind: "pod", id: unnamedEndpoint(""), namespace, labels: podLabels, ports: {} };
}

function objectOf(
  { namespace, spec }: { readonly namespace: string; readonly spec: object },
  index: number,
): KubernetesObject {
  const object = {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { namespace, name: `p${index}` },
    spec,
  };
  return object;
}

function nowhere(): never {
  throw new Error("unexpected request for a location");
}
