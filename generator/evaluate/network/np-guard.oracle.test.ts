import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleFolder } from "../../init/sample-folder.ts";
import { ciliumPolicyKind, networkPolicyKind } from "../../models/kinds.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { connectedAddons, generatedManifests } from "../../testing/connected-addons.ts";
import { inventoryOf } from "../../testing/inventory.ts";
import { oracle } from "../../testing/oracles.ts";
import { builtSample, renderedManifests } from "../../testing/rendered-manifests.ts";
import type { LabelMap } from "../../validate/label-selector.ts";
import { namespaceLabelsOn } from "../manifests/unit-manifests.ts";
import { endpointLabel, unnamedEndpoint } from "./endpoint-id.ts";
import { clusterEndpoints } from "./endpoints.ts";
import { networkPolicies } from "./policy.ts";
import {
  allPorts,
  describePorts,
  type PolicyProtocol,
  type PortSet,
  portIntersection,
  portRange,
  portUnion,
} from "./port-set.ts";
import { type Endpoint, Network, type PodEndpoint } from "./reach.ts";

/** The connections that np-guard's analyser finds open in a world. It logs objects that it cannot read, and skips them. */
const analyser = await oracle<readonly Connection[]>("np-guard/connections");

const labels = [{}, { app: "web" }, { app: "db" }, { app: "web", tier: "front" }, { tier: "back" }];
const namespaces = [
  { name: "red", labels: { team: "one" } },
  { name: "green", labels: { team: "two" } },
  { name: "blue", labels: {} },
];
const sample = await builtSample();
const drawnPods: readonly PodEndpoint[] = namespaces.flatMap((namespace) =>
  labels.map((podLabels, index) => ({
    kind: "pod",
    id: unnamedEndpoint(`pod-${index}`),
    namespace: namespace.name,
    labels: podLabels,
    ports: { web: { port: 8080 + index, protocol: "TCP" } },
  })),
);

const expression = (keys: readonly string[], values: readonly string[]) =>
  fc.oneof(
    fc.record({
      key: fc.constantFrom(...keys),
      operator: fc.constantFrom("In", "NotIn"),
      values: fc.subarray([...values], { minLength: 1 }),
    }),
    fc.record({ key: fc.constantFrom(...keys), operator: fc.constantFrom("Exists", "DoesNotExist") }),
  );
const selector = (keys: readonly string[], values: readonly string[]) =>
  fc.oneof(
    fc.constant({}),
    fc.record({
      matchLabels: fc.dictionary(fc.constantFrom(...keys), fc.constantFrom(...values), { minKeys: 1, maxKeys: 2 }),
    }),
    fc.record({ matchExpressions: fc.array(expression(keys, values), { minLength: 1, maxLength: 2 }) }),
  );
const podSelector = selector(["app", "tier"], ["web", "db", "front"]);
const namespaceSelector = selector(["team", "kubernetes.io/metadata.name"], ["one", "two", "red", "blue"]);
const peer = fc.oneof(
  fc.record({ podSelector }),
  fc.record({ namespaceSelector }),
  fc.record({ podSelector, namespaceSelector }),
  fc.constant({ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } }),
);
const protocol = fc.constantFrom("TCP", "UDP", "SCTP");
/** Named ports are for pods only: for an address, a named port matches nothing and np-guard fails. */
const port = (named: boolean) =>
  fc.oneof(
    fc.record({ protocol }),
    fc.record({ port: fc.integer({ min: 8078, max: 8086 }) }),
    fc.record({ protocol, port: fc.integer({ min: 1, max: 65_000 }) }),
    fc.integer({ min: 1, max: 60_000 }).map((from) => ({ protocol: "TCP", port: from, endPort: from + 500 })),
    ...(named ? [fc.constantFrom("web", "wbe").map((name) => ({ port: name }))] : []),
  );
const rule = (side: "from" | "to") =>
  fc.record(
    { [side]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port(side === "from"), { maxLength: 2 }) },
    { requiredKeys: [] },
  );
const policy = fc
  .record({
    namespace: fc.constantFrom(...namespaces.map(({ name }) => name)),
    spec: fc.record(
      {
        podSelector,
        policyTypes: fc.constantFrom(["Ingress"], ["Egress"], ["Ingress", "Egress"]),
        ingress: fc.array(rule("from"), { maxLength: 2 }),
        egress: fc.array(rule("to"), { maxLength: 2 }),
      },
      { requiredKeys: ["podSelector"] },
    ),
  })
  .map(({ namespace, spec }) => ({ metadata: { namespace }, spec }));

test("the analyser agrees on every pair of pods under two thousand random policies", async () => {
  const rounds = 90;
  const each = 50;
  const drawn = fc.sample(policy, { numRuns: rounds * each, seed: 20_261_123 });
  const worlds = Array.from({ length: rounds }, (_, round): World => {
    // Few policies leave connections open, many policies close almost all: test both.
    const size = 1 + (round % 10) * 5;
    const policies = drawn
      .slice(round * each, round * each + size)
      .map(({ metadata, spec }, index): KubernetesObject => {
        const object = {
          apiVersion: "networking.k8s.io/v1",
          kind: "NetworkPolicy",
          metadata: { ...metadata, name: `p${index}` },
          spec,
        };
        return object;
      });
    return { name: `round ${round}`, namespaces, pods: drawnPods, addresses: [], policies };
  });
  expect(worlds.flatMap(({ policies }) => policies).length).toBeGreaterThan(2_000);
  expect(await agree(worlds)).toBeGreaterThan(500);
});

test("an object that the analyser cannot read is an error", async () => {
  const pod = podOf({ kind: "pod", id: unnamedEndpoint("p"), namespace: "red", labels: {}, ports: {} });
  const policy = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", spec: { podSelector: {} } };
  const world = (name: unknown) => [[pod, { ...policy, metadata: { name, namespace: "red" } }]];
  expect(await analyser(world("p"))).toHaveLength(1);
  // The analyser skips the policy, and would report connections as open that the policy closes.
  await expect(analyser(world(false))).rejects.toThrow("kind: NetworkPolicy");
});

const rendered = [
  ["of the sample", renderedManifests(sample)] as const,
  ["of the four patterns", renderedManifests(join(import.meta.dirname, "../../golden/four-patterns"))] as const,
  ["with add-ons", generatedManifests(inventoryOf(connectedAddons()))] as const,
  ["with a complete stack", generatedManifests(inventoryOf(sampleFolder))] as const,
].flatMap(([about, all]) =>
  [...Map.groupBy(all, ({ cluster }) => cluster)].map(
    ([cluster, manifestSets]) => [`${cluster.name} ${about}`, cluster, manifestSets] as const,
  ),
);

test.each(rendered)("the analyser agrees on the rendered manifests of %s", async (name, cluster, manifestSets) => {
  const [{ platform } = {}] = manifestSets;
  if (platform === undefined) throw new Error(`nothing is rendered for ${name}`);
  const objects = manifestSets.flatMap(({ manifestSet }) =>
    manifestSet.of(networkPolicyKind, ciliumPolicyKind).map(({ object }) => object),
  );
  const policies = objects.filter(({ kind }) => kind === "NetworkPolicy");
  // The analyser ignores Cilium's own policies. They allow only the API server and nodes, no pods and no networks.
  const ciliumPolicies = objects.filter(({ kind }) => kind !== "NetworkPolicy");
  expect(ciliumPolicies.length > 0).toBe(cluster.spec.network.cni === "cilium");
  expect(policies.length).toBeGreaterThan(9);
  const { tenants, others } = clusterEndpoints(cluster);
  const known = namespaceLabelsOn(cluster);
  const pods = [...tenants.values(), others].flat().filter((endpoint) => endpoint.kind === "pod");
  const names = new Set([...known.keys(), ...pods.map(({ namespace }) => namespace)]);
  const world: World = {
    name,
    namespaces: [...names].map((value) => ({ name: value, labels: known.get(value) ?? {} })),
    pods,
    addresses: others.flatMap((endpoint) =>
      endpoint.kind !== "address" || endpoint.entity !== undefined
        ? []
        : endpoint.cidrs.filter((cidr) => !cidr.includes(":")),
    ),
    policies,
  };
  expect(world.addresses.length).toBeGreaterThan(1);
  expect(await agree([world])).toBeGreaterThan(20);
});

interface World {
  readonly name: string;
  readonly namespaces: readonly { readonly name: string; readonly labels: LabelMap }[];
  readonly pods: readonly PodEndpoint[];
  /** External IPv4 networks that do not overlap. */
  readonly addresses: readonly string[];
  readonly policies: readonly KubernetesObject[];
}

/** Compares every pair of pods, and every pod with every address, in both directions. Returns the number of open pairs. */
async function agree(worlds: readonly World[]): Promise<number> {
  const answers = await analyser(
    worlds.map(({ namespaces: known, pods, policies }) => [
      ...known.map((item) => ({ apiVersion: "v1", kind: "Namespace", metadata: item })),
      ...pods.map(podOf),
      ...policies,
    ]),
  );
  return worlds.reduce((open, world, index) => open + compared(world, answers[index] ?? []), 0);
}

function compared({ name, namespaces, pods, addresses, policies }: World, connections: readonly Connection[]): number {
  const theirs = new Map(connections.map(({ src, dst, conn }) => [`${src} ${dst}`, portsIn(conn)]));
  const network = new Network(
    networkPolicies(policies),
    new Map(namespaces.map((namespace) => [namespace.name, namespace.labels])),
  );
  let open = 0;
  const compare = (from: Endpoint, to: Endpoint, wanted: PortSet): void => {
    const ours = describePorts(network.reach(from, to).ports);
    if (ours !== "") open += 1;
    const pair = `${name}: ${shown(from)} to ${shown(to)}`;
    expect(`${pair}: ${ours}`).toBe(`${pair}: ${describePorts(wanted)}`);
  };
  for (const from of pods)
    for (const to of pods) if (from !== to) compare(from, to, theirs.get(`${shown(from)} ${shown(to)}`) ?? new Map());
  for (const cidr of addresses) {
    const address = { kind: "address", id: unnamedEndpoint(cidr), cidrs: [cidr] } as const;
    for (const pod of pods) {
      compare(pod, address, portsOver(connections, cidr, "dst", shown(pod)));
      compare(address, pod, portsOver(connections, cidr, "src", shown(pod)));
    }
  }
  return open;
}

interface Connection {
  readonly src: string;
  readonly dst: string;
  readonly conn: string;
}

function shown(endpoint: Endpoint): string {
  return endpoint.kind === "pod" ? `${endpoint.namespace}/${podName(endpoint)}[Pod]` : endpointLabel(endpoint.id);
}

function podName({ id }: PodEndpoint): string {
  return endpointLabel(id).replaceAll("/", "-");
}

function podOf(pod: PodEndpoint): object {
  const { namespace, labels: podLabels, ports } = pod;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: podName(pod), namespace, labels: podLabels },
    spec: {
      containers: [
        {
          name: "c",
          image: "i",
          ports: Object.entries(ports).map(([portName, { port: containerPort }]) => ({
            name: portName,
            containerPort,
          })),
        },
      ],
    },
  };
}

/** The ports that are open for all of a network. The analyser splits the internet into ranges, and a missing range is closed. */
function portsOver(connections: readonly Connection[], cidr: string, side: "src" | "dst", pod: string): PortSet {
  const [first, last] = rangeOf(cidr);
  const parts = connections
    .filter(
      (connection) => connection[side === "src" ? "dst" : "src"] === pod && /^[0-9.]+-[0-9.]+$/.test(connection[side]),
    )
    .map((connection) => {
      const [from = 0, to = 0] = connection[side].split("-").map(numberOf);
      return { from, to, ports: portsIn(connection.conn) };
    })
    .filter(({ from, to }) => from <= last && to >= first)
    .sort((left, right) => left.from - right.from);
  let next = first;
  for (const { from, to } of parts) {
    if (from > next) return new Map();
    next = to + 1;
  }
  if (next <= last) return new Map();
  return parts.map(({ ports }) => ports).reduce(portIntersection, allPorts);
}

function rangeOf(cidr: string): readonly [number, number] {
  const [address = "", length = "32"] = cidr.split("/");
  return [numberOf(address), numberOf(address) + 2 ** (32 - Number(length)) - 1];
}

function numberOf(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** "TCP 80,443-445,UDP 1-65535", or "All Connections". */
function portsIn(text: string): PortSet {
  if (text === "All Connections") return allPorts;
  if (text === "No Connections") return new Map();
  let current: PolicyProtocol = "TCP";
  return portUnion(
    text.split(",").map((part) => {
      const [, named, from = "", to = from] = /^(?:(TCP|UDP|SCTP) )?(\d+)(?:-(\d+))?$/.exec(part.trim()) ?? [];
      if (named === "TCP" || named === "UDP" || named === "SCTP") current = named;
      if (from === "") throw new Error(`unexpected output of np-guard: ${text}`);
      return portRange(current, Number(from), Number(to));
    }),
  );
}
