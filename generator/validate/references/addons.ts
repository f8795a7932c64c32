import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { isAtLeast, minorOf } from "../../text/version.ts";
import { contractNames } from "../addons/contracts.ts";
import { filledAddon } from "../addons/filled.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { AddressPool } from "../addons/provided.ts";
import { isRetiring } from "../addons/retire.ts";
import { placePeers, tenantPeers } from "../addons/workload.ts";
import { type AddressRange, addressOf, addressRange, rangeContains } from "../address-ranges.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../inventory.ts";
import { mapAtPath } from "../merge.ts";
import { neededPorts } from "./addon-ports.ts";
import { secretsOf } from "./given-secrets.ts";
import { unknownReference } from "./unknown.ts";

/** Checks of the add-ons of each cluster: names, order, versions, namespaces, contracts, and placeholders. */
export function* addonReferences({ clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters) {
    for (const addon of cluster.addons) {
      yield* namesInAddon(addon);
      yield* poolsOfAddon(addon);
      yield* neededAddons(cluster, addon);
      yield* neededPorts(cluster, addon);
      yield* kubernetesOf(cluster, addon);
      yield* placeholdersOf(cluster, addon);
    }
    yield* secretsOf(cluster);
    yield* contractsOf(cluster);
    yield* namespacesOf(cluster);
    yield* circleOf(cluster);
  }
}

/** Names in the file of an add-on: its own Applications, namespaces, workloads and ports. */
function* namesInAddon({ name, spec, at }: AddonEntry): Iterable<Diagnostic> {
  const scope = `of add-on ${name}`;
  const namespaces = Object.keys(spec.namespaces);
  const applications = Object.keys(spec.applications);
  const workloads = Object.keys(spec.workloads);
  for (const [key, { namespace, after }] of Object.entries(spec.applications)) {
    yield* unknownReference(at("applications", key, "namespace"), namespace, namespaces, "namespace", { scope });
    for (const [index, earlier] of after.entries())
      yield* unknownReference(at("applications", key, "after", index), earlier, applications, "Application", {
        scope,
        siblings: [key],
      });
  }
  for (const [key, { namespace, ports, from, to }] of Object.entries(spec.workloads)) {
    yield* unknownReference(at("workloads", key, "namespace"), namespace, namespaces, "namespace", { scope });
    for (const [port, peers] of Object.entries(from)) {
      yield* unknownReference(at("workloads", key, "from", port), port, Object.keys(ports), "port", {
        scope: `of workload ${key}`,
        part: "key",
      });
      const known = [...workloads, ...contractNames, ...placePeers, ...tenantPeers];
      for (const [index, peer] of peers.entries())
        yield* unknownReference(at("workloads", key, "from", port, index), peer, known, "workload", { scope });
    }
    const targets = [
      ...Object.entries(spec.workloads).flatMap(([target, { ports: open }]) =>
        Object.keys(open).map((port) => `${target}.${port}`),
      ),
      ...contractNames,
      "api-server",
      "tenants.envoy",
    ];
    for (const [index, peer] of to.entries())
      if (typeof peer === "string")
        yield* unknownReference(at("workloads", key, "to", index), peer, targets, "port", { scope });
  }
  for (const [contract, facts] of Object.entries(spec.provides)) {
    if (facts === undefined || !("workload" in facts)) continue;
    yield* unknownReference(at("provides", contract, "workload"), facts.workload, workloads, "workload", { scope });
    const pods = spec.workloads[facts.workload];
    if (pods !== undefined && "port" in facts)
      yield* unknownReference(at("provides", contract, "port"), facts.port, Object.keys(pods.ports), "port", {
        scope: `of workload ${facts.workload}`,
      });
  }
  for (const [key, { namespace, after }] of Object.entries(spec.perTenant)) {
    yield* unknownReference(at("perTenant", key, "namespace"), namespace, namespaces, "namespace", { scope });
    for (const [index, earlier] of after.entries())
      yield* unknownReference(at("perTenant", key, "after", index), earlier, applications, "Application", { scope });
  }
  for (const [index, step] of (spec.retire ?? []).entries())
    yield* unknownReference(at("retire", index), step, ["tenants", ...applications], "Application", { scope });
}

/** The pools of load balancers: each address once, and the reserved ones inside their pool. */
function* poolsOfAddon({ spec, settings, at, onCluster }: AddonEntry): Iterable<Diagnostic> {
  const name = spec.provides.loadBalancers?.pools.slice("{settings.".length, -1);
  if (name === undefined) return;
  const maps = Object.entries(spec.settings).flatMap(([setting, { type }]) => (type === "map" ? [setting] : []));
  yield* unknownReference(at("provides", "loadBalancers", "pools"), name, maps, "setting");
  const { messages } = codes["addons/pool"];
  const taken: { readonly range: AddressRange; readonly text: string; readonly pool: string }[] = [];
  for (const [pool, fields] of Object.entries(mapAtPath(settings, [name]))) {
    const parsed = AddressPool.safeParse(fields);
    if (!parsed.success) continue;
    const { addresses, reserved = {} } = parsed.data;
    const ranges = addresses.flatMap((text, index) => {
      const range = addressRange(text);
      return range === undefined ? [] : [{ range, text, index }];
    });
    for (const { range, text, index } of ranges) {
      const other = taken.find((known) => overlaps(known.range, range));
      if (other !== undefined) {
        const message = messages.overlap(text, pool, other.text, other.pool);
        yield findingAt(onCluster("settings", name, pool, "addresses", index), "addons/pool", message);
      }
      taken.push({ range, text, pool });
    }
    const users = new Map<string, string>();
    for (const [user, address] of Object.entries(reserved)) {
      const origin = onCluster("settings", name, pool, "reserved", user);
      const parsedAddress = addressOf(address);
      const inside =
        parsedAddress !== undefined && rangeContains({ ranges: ranges.map(({ range }) => range) }, parsedAddress);
      if (!inside) yield findingAt(origin, "addons/pool", messages.outside(address, user, pool));
      const twin = users.get(address);
      if (twin !== undefined) yield findingAt(origin, "addons/pool", messages.reservedTwice(address, twin, user));
      users.set(address, user);
    }
  }
}

function overlaps(left: AddressRange, right: AddressRange): boolean {
  return left.bits === right.bits && left.from <= right.to && right.from <= left.to;
}

function* neededAddons({ addons }: ClusterEntry, addon: AddonEntry): Iterable<Diagnostic> {
  for (const needed of addon.spec.needs) {
    if (addons.some(({ name }) => name === needed)) continue;
    const message = codes["addons/needs"].messages.missingAddon(addon.name, needed);
    const hint = `Add ${needed}: {} under spec.addons.`;
    yield findingAt(addon.onCluster(), "addons/needs", message, hint, "key");
  }
}

function* kubernetesOf(cluster: ClusterEntry, { name, spec, onCluster }: AddonEntry): Iterable<Diagnostic> {
  const version = minorOf(cluster.spec.kubernetes.version);
  const { minimum, tested } = spec.kubernetes;
  const at = onCluster();
  if (!isAtLeast(version, minimum)) {
    const message = codes["addons/kubernetes"].messages.belowMinimum(name, minimum, cluster.name, version);
    yield findingAt(at, "addons/kubernetes", message, undefined, "key");
  } else if (tested !== undefined && !(isAtLeast(version, tested.from) && isAtLeast(tested.to, version))) {
    const message = codes["addons/untested"].messages.outside(name, tested.from, tested.to, cluster.name, version);
    yield { ...findingAt(at, "addons/untested", message, undefined, "key"), severity: "warning" };
  }
}

function* placeholdersOf(cluster: ClusterEntry, addon: AddonEntry): Iterable<Diagnostic> {
  for (const { path, placeholder } of filledAddon(cluster, addon).missing) {
    const message = codes["addons/placeholder"].messages.missing(placeholder, cluster.name);
    yield findingAt(addon.at(...path), "addons/placeholder", message);
  }
}

/** Each contract comes from one add-on. */
function* contractsOf({ addons }: ClusterEntry): Iterable<Diagnostic> {
  for (const contract of contractNames) {
    const [first, ...others] = addons.filter(
      (addon) => addon.spec.provides[contract] !== undefined && !isRetiring(addon),
    );
    for (const other of first === undefined ? [] : others) {
      const message = codes["addons/provided-twice"].messages.twoAddons(contract, first?.name ?? "", other.name);
      const hint = "Switch off one of the two add-ons.";
      yield findingAt(other.onCluster(), "addons/provided-twice", message, hint, "key");
    }
  }
}

/** Namespaces of Kubernetes. */
const systemNamespaces: readonly string[] = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** Namespaces that belong to other software: no add-on gets them. */
export function reservedNamespaces({ platform, spec }: ClusterEntry): readonly string[] {
  return [...systemNamespaces, spec.argoCD.namespace, platform.spec.seldon.namespace];
}

function* namespacesOf(cluster: ClusterEntry): Iterable<Diagnostic> {
  const { addons, platform } = cluster;
  const owners = new Map<string, string>();
  const reserved = reservedNamespaces(cluster);
  const { messages } = codes["addons/namespace"];
  for (const { name, spec: own, at } of addons)
    for (const namespace of Object.keys(own.namespaces)) {
      const origin = at("namespaces", namespace);
      const other = Object.hasOwn(platform.spec.namespaces, namespace) ? "platform.yaml" : owners.get(namespace);
      owners.set(namespace, `add-on ${name}`);
      if (reserved.includes(namespace))
        yield findingAt(origin, "addons/namespace", messages.reserved(namespace, name), undefined, "key");
      else if (other !== undefined)
        yield findingAt(origin, "addons/namespace", messages.claimedTwice(namespace, name, other), undefined, "key");
    }
}

/** A circle of add-ons that need each other, or of Applications that wait for each other. */
function* circleOf({ addons }: ClusterEntry): Iterable<Diagnostic> {
  const { messages } = codes["addons/needs"];
  const needs = new Map(addons.map(({ name, spec }) => [name, spec.needs]));
  const circle = circleIn(needs);
  const first = addons.find(({ name }) => name === circle?.[0]);
  if (circle !== undefined && first !== undefined)
    yield findingAt(first.at("needs"), "addons/needs", messages.cycle(circle), undefined, "key");
  for (const { spec, at } of addons) {
    const after = new Map(Object.entries(spec.applications).map(([name, application]) => [name, application.after]));
    const found = circleIn(after);
    if (found !== undefined)
      yield findingAt(
        at("applications", found[0] ?? "", "after"),
        "addons/needs",
        messages.cycle(found),
        undefined,
        "key",
      );
  }
}

/** The names of a circle, with the first at the end again. Undefined if there is none. */
export function circleIn(edges: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const finished = new Set<string>();
  const visit = (name: string, above: readonly string[]): readonly string[] | undefined => {
    if (above.includes(name)) return [...above.slice(above.indexOf(name)), name];
    if (finished.has(name)) return undefined;
    for (const next of edges.get(name) ?? []) {
      const circle = visit(next, [...above, name]);
      if (circle !== undefined) return circle;
    }
    finished.add(name);
    return undefined;
  };
  for (const name of edges.keys()) {
    const circle = visit(name, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
