import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { cacheFolder } from "../../tools/cache.ts";
import { run } from "../../tools/run.ts";
import { policiesOf } from "./policy.ts";
import { allPorts, describePorts, type PortSet, type Protocol, portRange, union } from "./port-set.ts";
import { Network, type PodEndpoint } from "./reach.ts";

const module_ = join(import.meta.dirname, "../../../../shared/reference/go-modules/netpol-analyzer");
const cache = join(cacheFolder({ env: process.env, log: () => undefined }), "witnesses");
const program = join(cache, "np-guard-1.1.0");

const labels = [{}, { app: "web" }, { app: "db" }, { app: "web", tier: "front" }, { tier: "back" }];
const namespaces = [
  { name: "red", labels: { team: "one" } },
  { name: "green", labels: { team: "two" } },
  { name: "blue", labels: {} },
];
const pods: readonly PodEndpoint[] = namespaces.flatMap((namespace) =>
  labels.map((own, index) => ({
    kind: "pod",
    name: `pod-${index}`,
    namespace: namespace.name,
    labels: own,
    namespaceLabels: namespace.labels,
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
/** A named port to an address is no port, and np-guard ends on it: names are for pods only. */
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

let folder = "";
describe.skipIf(!existsSync(module_))("against np-guard's netpol-analyzer (needs the reference folder, and Go)", () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "tenantry-np-guard-"));
    if (existsSync(program)) return;
    mkdirSync(cache, { recursive: true });
    cpSync(module_, join(folder, "module"), { recursive: true });
    const built = await run(
      "go",
      ["build", "-mod=mod", "-o", program, "github.com/np-guard/netpol-analyzer/cmd/netpolicy"],
      {
        cwd: join(folder, "module"),
      },
    );
    expect(built.stderr.includes("error") ? built.stderr : "").toBe("");
    expect(built.code).toBe(0);
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("two thousand random policies, every pair of pods: no disagreement", async () => {
    const rounds = 90;
    const each = 50;
    const drawn = fc.sample(policy, { numRuns: rounds * each, seed: 20_261_123 });
    let open = 0;
    let looked = 0;
    for (let round = 0; round < rounds; round += 1) {
      // A few policies leave something open, many close nearly everything: both are worth a look.
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
      looked += policies.length;
      open += await agree(policies, `round-${round}`);
    }
    expect(looked).toBeGreaterThan(2_000);
    expect(open).toBeGreaterThan(500);
  }, 300_000);
});

/** Compares every pair of pods, and says how many of them may speak. */
async function agree(policies: readonly KubernetesObject[], name: string): Promise<number> {
  const place = join(folder, name);
  mkdirSync(place);
  const objects = [
    ...namespaces.map((one) => ({ apiVersion: "v1", kind: "Namespace", metadata: one })),
    ...pods.map((one) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: one.name, namespace: one.namespace, labels: one.labels },
      spec: {
        containers: [
          {
            name: "c",
            image: "i",
            ports: Object.entries(one.ports).map(([portName, { port: containerPort }]) => ({
              name: portName,
              containerPort,
            })),
          },
        ],
      },
    })),
    ...policies,
  ];
  for (const [index, object] of objects.entries())
    writeFileSync(join(place, `${index}.yaml`), stringify(object, { compat: "yaml-1.1" }));
  expect(readdirSync(place)).toHaveLength(objects.length);
  const said = await run(program, ["list", "--dirpath", place, "--output", "json"]);
  // It exits 0 and goes on without what it could not read: only silence means that it read everything.
  expect(said.stderr).toBe("");
  const theirs = new Map<string, PortSet>();
  const connections: readonly { readonly src: string; readonly dst: string; readonly conn: string }[] =
    said.stdout.trim() === "" ? [] : JSON.parse(said.stdout);
  for (const { src, dst, conn } of connections) theirs.set(`${src} ${dst}`, portsIn(conn));
  const network = new Network(policiesOf(policies));
  let open = 0;
  for (const from of pods) {
    for (const to of pods) {
      if (from === to) continue;
      const key = [from, to].map((one) => `${one.namespace}/${one.name}[Pod]`).join(" ");
      const ours = describePorts(network.reach(from, to).ports);
      if (ours !== "") open += 1;
      expect(`${name} ${key}: ${ours}`).toBe(`${name} ${key}: ${describePorts(theirs.get(key) ?? new Map())}`);
    }
  }
  return open;
}

/** "TCP 80,443-445,UDP 1-65535", or "All Connections". */
function portsIn(text: string): PortSet {
  if (text === "All Connections") return allPorts;
  if (text === "No Connections") return new Map();
  let current: Protocol = "TCP";
  return union(
    text.split(",").map((part) => {
      const [, named, from = "", to = from] = /^(?:(TCP|UDP|SCTP) )?(\d+)(?:-(\d+))?$/.exec(part.trim()) ?? [];
      if (named === "TCP" || named === "UDP" || named === "SCTP") current = named;
      if (from === "") throw new Error(`np-guard said ${text}`);
      return portRange(current, Number(from), Number(to));
    }),
  );
}
