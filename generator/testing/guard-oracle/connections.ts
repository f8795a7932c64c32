import { type Address, contains, edgesOf, written } from "./addresses.ts";
import { labelsOfPods, type Namespaces, namespacesOf, type Pod } from "./pods.ts";
import { type Direction, isPolicy, type Peer, type Policy, policyOf } from "./policies.ts";
import { type Ports, portsOf } from "./ports.ts";
import { clustersOf, type Rendered, textIn, type World } from "./rendered.ts";
import { takes } from "./selector.ts";

/**
 * Connections that are open after a change and were not before, on each cluster, between all pods and addresses of the case.
 * @param fresh The generated state of the same tenants without network and components. Its policies of the baseline and of
 * Seldon's control plane explain the connections that they open, unless other policies closed a namespace.
 */
export function newConnections(before: World, after: World, fresh: World): readonly string[] {
  return clustersOf(before, after).flatMap((cluster) => {
    const [objectsBefore, objectsAfter] = [relevantOn(before, cluster), relevantOn(after, cluster)];
    if (JSON.stringify(objectsBefore.map(substance)) === JSON.stringify(objectsAfter.map(substance))) return [];
    const given = relevantOn(fresh, cluster).filter((rendered) => !isPolicy(rendered) || isExplained(rendered));
    const opaque = new Set(objectsBefore.filter(isOpaque).map(substance));
    return [
      ...objectsAfter
        .filter((rendered) => isOpaque(rendered) && !opaque.has(substance(rendered)))
        .map(({ name }) => `${cluster}: policy ${name} is not understood`),
      ...openedOn(cluster, objectsBefore, objectsAfter, given),
    ];
  });
}

function relevantOn({ objects }: World, cluster: string): readonly Rendered[] {
  return objects.filter((object) => object.cluster === cluster && (object.kind === "Namespace" || isPolicy(object)));
}

function substance({ kind, namespace, name, data }: Rendered): string {
  return JSON.stringify([kind, namespace, name, data["spec"], kind === "Namespace" ? data["metadata"] : undefined]);
}

function isExplained({ data }: Rendered): boolean {
  return ["baseline", "control"].includes(textIn(data, "metadata", "annotations", "tenantry.dev/flow") ?? "");
}

function isOpaque(rendered: Rendered): boolean {
  return isPolicy(rendered) && policyOf(rendered) === undefined;
}

/** The state of a cluster before or after a change. */
interface State {
  readonly namespaces: Namespaces;
  readonly policies: readonly Policy[];
  readonly ports: Ports;
}

type End = Pod | Address | string;

function openedOn(
  cluster: string,
  objectsBefore: readonly Rendered[],
  objectsAfter: readonly Rendered[],
  given: readonly Rendered[],
): readonly string[] {
  const readAll = (objects: readonly Rendered[]): readonly Policy[] =>
    objects.filter(isPolicy).flatMap((object) => policyOf(object) ?? []);
  const [was, now, explained] = [readAll(objectsBefore), readAll(objectsAfter), readAll(given)];
  const everything = [...was, ...now];
  const ports = portsOf(everything);
  const state = (objects: readonly Rendered[], policies: readonly Policy[]): State => ({
    namespaces: new Map([...namespacesOf([], everything), ...namespacesOf(objects, [])]),
    policies,
    ports,
  });
  const [before, after, expected] = [state(objectsBefore, was), state(objectsAfter, now), state(given, explained)];
  const policed = new Set(everything.map(({ namespace }) => namespace));
  const ours = new Set(explained.map(({ namespace }) => namespace));
  const pods = [...after.namespaces.keys()].flatMap((namespace) =>
    labelsOfPods(everything).map((labels): Pod => ({ namespace, labels })),
  );
  const others: readonly End[] = [...edgesOf(cidrsIn(everything)), ...entitiesIn(everything)];
  const reach = cached();
  const gained: string[] = [];
  const compare = (from: End, to: End): void => {
    const more = reach(after, from, to) & ~reach(before, from, to);
    if (more === 0n) return;
    const mayExplain = [from, to].every((end) => !isPod(end) || ours.has(end.namespace) || !policed.has(end.namespace));
    const unexplained = mayExplain ? more & ~reach(expected, from, to) : more;
    if (unexplained !== 0n) gained.push(`${cluster}: ${named(from)} -> ${named(to)} ${ports.written(unexplained)}`);
  };
  for (const pod of pods) {
    if (!policed.has(pod.namespace)) continue;
    for (const other of pods) {
      compare(pod, other);
      if (!policed.has(other.namespace)) compare(other, pod);
    }
    for (const other of others) {
      compare(pod, other);
      compare(other, pod);
    }
  }
  return gained;
}

/** Returns a function for the open ports between two ends. It looks up the policies of each pod once. */
function cached(): (state: State, from: End, to: End) => bigint {
  const cache = new Map<State, Map<Pod, Readonly<Record<Direction, readonly Policy[]>>>>();
  const isolating = (state: State, pod: Pod, direction: Direction): readonly Policy[] => {
    const byPod = cache.get(state) ?? new Map<Pod, Readonly<Record<Direction, readonly Policy[]>>>();
    cache.set(state, byPod);
    const policies = byPod.get(pod) ?? isolatingBoth(state, pod);
    byPod.set(pod, policies);
    return policies[direction];
  };
  const side = (state: State, pod: Pod, direction: Direction, other: End): bigint => {
    const policies = isolating(state, pod, direction);
    if (policies.length === 0) return state.ports.all;
    const rules = policies.flatMap((policy) => policy.rules[direction] ?? []);
    const open = rules.filter(({ peers }) => peers?.some((peer) => matches(state, peer, pod, other)) ?? true);
    return open.reduce((mask, rule) => mask | state.ports.of(rule), 0n);
  };
  return (state, from, to) =>
    (isPod(from) ? side(state, from, "egress", to) : state.ports.all) &
    (isPod(to) ? side(state, to, "ingress", from) : state.ports.all);
}

function isolatingBoth({ policies }: State, pod: Pod): Readonly<Record<Direction, readonly Policy[]>> {
  const all = policies.filter(({ namespace, selector }) => namespace === pod.namespace && takes(selector, pod.labels));
  return {
    ingress: all.filter(({ rules }) => rules.ingress !== undefined),
    egress: all.filter(({ rules }) => rules.egress !== undefined),
  };
}

function matches(state: State, peer: Peer, pod: Pod, other: End): boolean {
  switch (peer.kind) {
    case "pods": {
      if (!isPod(other) || !takes(peer.pods, other.labels)) return false;
      if (peer.namespaces === undefined) return other.namespace === pod.namespace;
      return takes(peer.namespaces, state.namespaces.get(other.namespace) ?? {});
    }
    case "block":
      return (
        isAddress(other) && contains(peer.cidr, other) && !peer.except.some((candidate) => contains(candidate, other))
      );
    case "entity":
      if (isPod(other)) return peer.name === "all" || peer.name === "cluster";
      return isAddress(other)
        ? peer.name === "all" || peer.name === "world"
        : peer.name === other || peer.name === "all";
  }
}

function cidrsIn(policies: readonly Policy[]): ReadonlySet<string> {
  return new Set(peersIn(policies).flatMap((peer) => (peer.kind === "block" ? [peer.cidr, ...peer.except] : [])));
}

function entitiesIn(policies: readonly Policy[]): readonly string[] {
  return [...new Set(peersIn(policies).flatMap((peer) => (peer.kind === "entity" ? [peer.name] : [])))];
}

function peersIn(policies: readonly Policy[]): readonly Peer[] {
  return policies.flatMap(({ rules }) =>
    [...(rules.ingress ?? []), ...(rules.egress ?? [])].flatMap(({ peers = [] }) => peers),
  );
}

function isPod(end: End): end is Pod {
  return typeof end === "object" && "namespace" in end;
}

function isAddress(end: End): end is Address {
  return typeof end === "object" && "bits" in end;
}

function named(end: End): string {
  if (typeof end === "string") return `entity ${end}`;
  return isPod(end) ? `${end.namespace}${JSON.stringify(end.labels)}` : written(end);
}
