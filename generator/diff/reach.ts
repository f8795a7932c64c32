import { populationOf } from "../gate/network/endpoints.ts";
import { type Policy, type PolicyRule, policiesOf } from "../gate/network/policy.ts";
import { describePorts, difference, noPorts, type PortSet } from "../gate/network/port-set.ts";
import { type Endpoint, Network, type Reach, takes } from "../gate/network/reach.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { isKubernetesObject } from "../models/read-object.ts";
import type { Change } from "../plan/change.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { isMap, type RawMap, valueAt } from "../validate/merge.ts";
import { renderedObjects, type Side } from "./side.ts";
import type { Statement } from "./statement.ts";

const policyKinds = ["NetworkPolicy", "CiliumNetworkPolicy"];

/**
 * Who reaches whom after a change and did not before, and the other way round: every pair of pods that a changed policy
 * could be about, evaluated on both sides as Kubernetes does. What is not listed stays as it is.
 */
export function reachStatements(before: Side, after: Side, changes: readonly Change[]): readonly Statement[] {
  const byCluster = Map.groupBy(
    changes.filter(({ ref }) => [...policyKinds, "Namespace"].includes(ref.kind)),
    ({ cluster }) => cluster,
  );
  return [...byCluster].flatMap(([cluster, own]) => statementsOn(cluster, before, after, own));
}

function statementsOn(cluster: string, before: Side, after: Side, changes: readonly Change[]): readonly Statement[] {
  const changed = policiesOf(changes.flatMap(({ before: old, after: fresh }) => [old, fresh].flatMap(asObject)));
  const guarded = new Set(changed.map(({ namespace }) => namespace));
  const populations = [before, after].map((side) => endpointsOf(side, cluster));
  const divided = dividedNetworks(populations);
  const [old, fresh] = [before, after].map((side, index) =>
    worldOf(side, cluster, populations[index] ?? [], divided, guarded),
  ) as [World, World];
  const touched = new Set([...changed.map(({ namespace }) => namespace), ...changes.map(({ ref }) => ref.name)]);
  const found = new Map<string, Pair>();
  for (const pair of pairsOf(touched, changed, old, fresh)) {
    const ports = [old, fresh].map((world) => world.reach(pair.from, pair.to)) as [Way, Way];
    for (const [says, more, less] of [
      ["opens", ports[1], ports[0]],
      ["closes", ports[0], ports[1]],
    ] as const) {
      const gained = describePorts(difference(more.ports, less.ports));
      if (gained !== "")
        keep(found, { ...pair, says, ports: gained, by: more.by, tenants: fresh.tenants, old: old.tenants });
    }
  }
  return [...found.values()].map((pair) => statementOf(cluster, pair));
}

interface Way {
  readonly ports: PortSet;
  /** Policies of either end that let it through. */
  readonly by: readonly Policy[];
}

interface World {
  readonly tenants: ReadonlySet<string>;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly reach: (from: string, to: string) => Way;
  /** Whether a pod is closed towards one side, and so open only as policies say. */
  readonly closed: (pod: string, side: "ingress" | "egress") => boolean | undefined;
}

function endpointsOf({ inventory }: Side, cluster: string): readonly Endpoint[] {
  const entry = inventory.clusters.find(({ name }) => name === cluster);
  if (entry === undefined) return [];
  const { tenants, others } = populationOf(inventory.platform, entry);
  return [...others, ...[...tenants.values()].flat()];
}

/**
 * Networks that one name stands for before and others after, each by itself: asked about as one, a network that grows would
 * be open as it always was.
 */
function dividedNetworks(populations: readonly (readonly Endpoint[])[]): ReadonlyMap<string, readonly Endpoint[]> {
  const addresses = populations.flat().filter((one) => one.kind === "address");
  const byName = Map.groupBy(addresses, ({ name }) => name);
  return new Map(
    [...byName].flatMap(([name, all]): readonly (readonly [string, readonly Endpoint[]])[] => {
      if (new Set(all.map(({ cidrs }) => cidrs.join())).size < 2) return [];
      const cidrs = [...new Set(all.flatMap((one) => one.cidrs))];
      return [[name, cidrs.map((cidr) => ({ ...all[0], kind: "address", name: `${name} ${cidr}`, cidrs: [cidr] }))]];
    }),
  );
}

/** One side's endpoints on a cluster by name, with its policies read as they are needed: a namespace at a time. */
function worldOf(
  side: Side,
  cluster: string,
  population: readonly Endpoint[],
  divided: ReadonlyMap<string, readonly Endpoint[]>,
  touched: ReadonlySet<string>,
): World {
  const entry = side.inventory.clusters.find(({ name }) => name === cluster);
  const tenants = new Set<string>(entry?.tenants.map(({ name }) => name) ?? []);
  const whole = population.filter(({ name }) => !divided.has(name));
  const endpoints = new Map([...whole, ...[...divided.values()].flat()].map((one) => [one.name, one]));
  const networkOf = networks(side, entry, tenants);
  const reach = (from: string, to: string): Way => {
    const [start, end] = [endpoints.get(from), endpoints.get(to)];
    if (start === undefined || end === undefined) return { ports: noPorts, by: [] };
    const way: Reach = networkOf([start, end]).reach(start, end);
    return { ports: way.ports, by: [...way.egress.openedBy, ...way.ingress.openedBy] };
  };
  return {
    tenants,
    endpoints,
    reach,
    closed: (name, direction) => {
      const pod = endpoints.get(name);
      if (pod?.kind !== "pod" || !touched.has(pod.namespace)) return undefined;
      const anybody: Endpoint = { kind: "address", name: "anybody", cidrs: [] };
      const network = networkOf([pod]);
      const way = direction === "egress" ? network.reach(pod, anybody).egress : network.reach(anybody, pod).ingress;
      return way.closedBy.length > 0;
    },
  };
}

function networks(
  side: Side,
  cluster: ClusterEntry | undefined,
  tenants: ReadonlySet<string>,
): (ends: readonly Endpoint[]) => Network {
  const policies = new Map<string, readonly Policy[]>();
  const known = new Map<string, Network>();
  const read = (tenant: string | undefined): readonly Policy[] =>
    cluster === undefined ? [] : policiesOf(renderedObjects(side, cluster.name, tenant, policyKinds));
  let platform: readonly Policy[] | undefined;
  const of = (namespace: string): readonly Policy[] => {
    const before = policies.get(namespace);
    if (before !== undefined) return before;
    platform ??= read(undefined);
    const own = [...platform, ...(tenants.has(namespace) ? read(namespace) : [])].filter(
      (one) => one.namespace === namespace,
    );
    policies.set(namespace, own);
    return own;
  };
  return (ends) => {
    const namespaces = [...new Set(ends.flatMap((one) => (one.kind === "pod" ? one.namespace : [])))].sort();
    const key = namespaces.join(" ");
    const network = known.get(key) ?? new Network(namespaces.flatMap(of));
    known.set(key, network);
    return network;
  };
}

interface Ends {
  readonly from: string;
  readonly to: string;
}

/**
 * Pairs that a change could be about: a pod of a namespace whose policies changed, and whoever one of these policies is
 * about; everybody, where such a pod was open before or is open now. Pods of one namespace are left out.
 */
function* pairsOf(touched: ReadonlySet<string>, changed: readonly Policy[], old: World, fresh: World): Iterable<Ends> {
  const endpoints = new Map([...old.endpoints, ...fresh.endpoints]);
  const byNamespace = Map.groupBy(endpoints.values(), (one) => (one.kind === "pod" ? one.namespace : undefined));
  const policies = Map.groupBy(changed, ({ namespace }) => namespace);
  const seen = new Set<string>();
  for (const pod of endpoints.values()) {
    if (pod.kind !== "pod" || !touched.has(pod.namespace)) continue;
    for (const side of ["ingress", "egress"] as const) {
      const wholly = [old, fresh].map((world) => world.closed(pod.name, side));
      const rules = (policies.get(pod.namespace) ?? []).flatMap((policy) => policy[side]);
      const others = wholly.includes(false)
        ? endpoints.values()
        : rules.flatMap((rule) => meant(rule, pod.namespace, byNamespace));
      for (const other of others) {
        if (other.kind === "pod" && other.namespace === pod.namespace) continue;
        const [from, to] = side === "egress" ? [pod.name, other.name] : [other.name, pod.name];
        if (seen.has(`${from} ${to}`)) continue;
        seen.add(`${from} ${to}`);
        yield { from, to };
      }
    }
  }
}

/** Whoever a rule is about, without asking thousands of namespaces where it names one. */
function meant(
  rule: PolicyRule,
  namespace: string,
  byNamespace: ReadonlyMap<string | undefined, readonly Endpoint[]>,
): readonly Endpoint[] {
  const named = rule.peers?.map((peer) => {
    if (peer.kind !== "pods") return undefined;
    return peer.namespaces === undefined
      ? namespace
      : valueAt(peer.namespaces, ["matchLabels", "kubernetes.io/metadata.name"]);
  });
  const all = named?.every((one) => typeof one === "string")
    ? [...new Set(named)].flatMap((one) => byNamespace.get(String(one)) ?? [])
    : [...byNamespace.values()].flat();
  return all.filter((one) => takes(rule, namespace, one));
}

interface Pair extends Ends {
  readonly says: "opens" | "closes";
  readonly ports: string;
  readonly by: readonly Policy[];
  readonly tenants: ReadonlySet<string>;
  readonly old: ReadonlySet<string>;
  /** Pods at the tenants' ends; one statement stands for all of them. */
  readonly pods?: ReadonlySet<string>;
}

/** Pods of one tenant that gain the same are said once. */
function keep(found: Map<string, Pair>, pair: Pair): void {
  const key = [pair.says, ownerOf(pair.from, pair), ownerOf(pair.to, pair), pair.ports].join(" ");
  const known = found.get(key);
  const pods = new Set([...(known?.pods ?? []), ...[pair.from, pair.to].filter((end) => ownerOf(end, pair) !== end)]);
  found.set(key, { ...pair, by: [...(known?.by ?? []), ...pair.by], pods });
}

/** A tenant's pods go by the tenant's name. */
function ownerOf(end: string, { tenants, old }: Pick<Pair, "tenants" | "old">): string {
  const [owner = "", pod] = end.split("/");
  return pod !== undefined && (tenants.has(owner) || old.has(owner)) ? owner : end;
}

function statementOf(cluster: string, pair: Pair): Statement {
  const { says, ports } = pair;
  const [from, to] = [ownerOf(pair.from, pair), ownerOf(pair.to, pair)];
  const tenant = [from, to].find((one) => pair.tenants.has(one) || pair.old.has(one));
  const policies = [...new Set(pair.by.map(({ name }) => name))].sort();
  const asked = policies.some(isAsked) || policies.length === 0;
  const about = `${from} -> ${to}`;
  const pods = [...new Set([...(pair.pods ?? [])].map((pod) => pod.slice(pod.indexOf("/") + 1)))].sort();
  const way = ports
    .split(", ")
    .map((port) => port.replace("/TCP", ""))
    .join(",");
  return {
    topic: "reach",
    risk: asked ? "high" : "low",
    cluster,
    tenant,
    about,
    says: `${says} ${ports}${pods.length === 0 ? "" : `, pods ${pods.join(", ")}`}${policies.length === 0 ? ": no policy is in the way" : `, by ${policies.join(", ")}`}`,
    ...(asked && says === "opens" ? { widens: true as const } : {}),
    ...(asked ? { headline: `${says} ${about}:${way}` } : {}),
  };
}

/** A way that somebody asked for; the others come with every namespace, or with what runs in it. */
function isAsked(policy: string): boolean {
  return !/^(default-deny|same-namespace|to-dns|to-dns-node-local|to-schedulers|to-servers|to-seldon-.*|from-seldon-.*|from-prometheus-.*|from-tenants|from-agents|(.*-)?to-api-server)$/.test(
    policy,
  );
}

function asObject(data: RawMap | undefined): readonly KubernetesObject[] {
  return isMap(data) && isKubernetesObject(data) ? [data] : [];
}
