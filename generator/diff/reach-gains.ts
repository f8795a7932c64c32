import { isDeepStrictEqual } from "node:util";
import { listAt, mapAt, textAt, textsAt } from "../gate/manifests/reading.ts";
import { type AddressReach, addressReach, gainedAddresses } from "../gate/network/address-reach.ts";
import { endpointKey, unnamed } from "../gate/network/endpoint-id.ts";
import type { Policy } from "../gate/network/policy.ts";
import { describePorts, difference, noPorts, type PortSet, union } from "../gate/network/port-set.ts";
import type { Endpoint, PodEndpoint } from "../gate/network/reach.ts";
import { selects } from "../gate/network/selector.ts";
import type { ClusterSide } from "./cluster-side.ts";
import { type Neighbour, nameLabel, peersElsewhere, podClasses, strangers } from "./pod-classes.ts";

type Direction = "ingress" | "egress";
const directions: readonly Direction[] = ["ingress", "egress"];

type Sides = readonly [before: ClusterSide, after: ClusterSide];

/** What some pod may exchange with somebody on one side of a change and not on the other. */
export interface Gain {
  readonly says: "opens" | "closes";
  readonly pod: PodEndpoint;
  readonly direction: Direction;
  /** The other end: a pod, an entity of Cilium's, or addresses. */
  readonly other: Endpoint | readonly AddressReach[];
  readonly ports: PortSet;
  /** Of these the ports that neither a namespace's baseline nor Seldon Core needs: somebody asked for them. */
  readonly declared: PortSet;
  /** Policies that let it through. */
  readonly by: readonly Policy[];
}

export interface Gains {
  readonly found: readonly Gain[];
  /** Namespaces whose policies tell more pods apart than can be looked at: of them nothing is known. */
  readonly unclear: ReadonlySet<string>;
}

/** Policies of one namespace whose spec is not what it was, before and after. */
export interface Changed {
  readonly before: readonly Policy[];
  readonly after: readonly Policy[];
}

/**
 * Every class of pods that policies of the namespaces concerned tell apart, with every such class of every namespace that a
 * changed policy could be about, with every address there is, and with every entity that a policy names.
 * @param relabelled Namespaces whose labels are not what they were: whoever selects by labels opens something else.
 */
export function gainsOn(sides: Sides, changed: ReadonlyMap<string, Changed>, relabelled: ReadonlySet<string>): Gains {
  const known = new Set(sides.flatMap((side) => [...side.allNamespaces()]));
  const pairs = [
    ...[...changed].flatMap(([namespace, policies]) => neighboursOf(sides, namespace, policies, known)),
    ...[...known]
      .filter((namespace) => relabelled.size > 0 && maySelectByLabel(sides, namespace, changed))
      .flatMap((namespace) => [...relabelled].map((other): Pair => ({ namespace, neighbour: { namespace: other } }))),
  ];
  const found: Gain[] = [];
  const unclear = new Set<string>();
  const seen = new Set<string>();
  for (const { namespace, neighbour } of pairs) {
    if (neighbour?.namespace === namespace) continue;
    const gains = neighbour === undefined ? undefined : betweenNamespaces(sides, namespace, neighbour, seen);
    if (gains === undefined) unclear.add(namespace);
    else found.push(...gains);
  }
  for (const namespace of changed.keys()) {
    const pods = podClasses(sides, { namespace }, []);
    if (pods === undefined) unclear.add(namespace);
    else found.push(...pods.flatMap((pod) => [...withAddresses(sides, pod), ...withEntities(sides, pod)]));
  }
  return { found, unclear };
}

interface Pair {
  readonly namespace: string;
  /** Nothing where policies tell more namespaces apart than can be looked at. */
  readonly neighbour: Neighbour | undefined;
}

/** Whom changed policies mean something else for than before; everybody, where some pods are open to everybody. */
function neighboursOf(
  sides: Sides,
  namespace: string,
  { before, after }: Changed,
  known: ReadonlySet<string>,
): readonly Pair[] {
  const [old, fresh] = sides;
  // A namespace that is not made yet, or not any more, is open to nobody.
  const closed = sides.every((side) => !side.has(namespace) || closesAll(side.policiesIn(namespace)));
  const named = [...before, ...after].flatMap(peersElsewhere).map(({ namespaces }) => namesOnly(namespaces));
  const everybody = [...before, ...after].some(({ ingress, egress }) =>
    [...ingress, ...egress].some(({ peers }) => peers === undefined),
  );
  const pair = (neighbour: Neighbour | undefined): Pair => ({ namespace, neighbour });
  const byName = (name: string): Pair =>
    pair(known.has(name) ? { namespace: name } : { namespace: name, labels: { [nameLabel]: name } });
  if (closed && !everybody && named.every((names) => names !== undefined)) {
    const meant = new Set(named.flatMap((names) => names ?? []));
    return [...meant]
      .filter((name) => meaningOf(before, name, old, closed) !== meaningOf(after, name, fresh, closed))
      .map(byName);
  }
  const foreign = strangers(
    sides.flatMap((side) => side.policiesIn(namespace)),
    known,
  );
  const declared = [...known]
    .filter((name) => meaningOf(before, name, old, closed) !== meaningOf(after, name, fresh, closed))
    .map((name) => pair({ namespace: name }));
  return [...declared, ...(foreign === undefined ? [pair(undefined)] : foreign.map(pair))];
}

/** What policies say of one namespace. Where all pods are closed anyway, what they close beside it says nothing. */
function meaningOf(policies: readonly Policy[], name: string, side: ClusterSide, closed: boolean): string {
  const labels = { ...side.namespaces.get(name), [nameLabel]: name };
  const lines = policies.flatMap(({ selector, closes, ingress, egress }) => {
    const [from, to] = [ingress, egress].map((rules) =>
      rules.flatMap(({ peers, ports }) => {
        const pods = peers?.flatMap((peer) =>
          peer.kind === "pods" && peer.namespaces !== undefined && selects(peer.namespaces, labels) ? [peer.pods] : [],
        );
        return pods?.length === 0 ? [] : [{ ports, pods }];
      }),
    );
    if (closed && from?.length === 0 && to?.length === 0) return [];
    return [JSON.stringify([selector, closed ? undefined : closes, from, to])];
  });
  return JSON.stringify(lines.sort());
}

/** Whether one policy closes all pods of its namespace, in both directions together with others. */
function closesAll(policies: readonly Policy[]): boolean {
  return directions.every((direction) =>
    policies.some(({ selector, closes }) => closes[direction] && JSON.stringify(selector) === "{}"),
  );
}

/** Names that a selector of namespaces asks for, where it asks for nothing else. */
function namesOnly(selector: unknown): readonly string[] | undefined {
  const { matchLabels, matchExpressions, ...others } = mapAt(selector);
  if (Object.keys(others).length > 0) return undefined;
  const [label, ...more] = Object.entries(mapAt(matchLabels));
  const expressions = listAt(selector, "matchExpressions");
  const [expression, ...further] = expressions;
  if (label !== undefined && expressions.length === 0)
    return more.length === 0 && label[0] === nameLabel && typeof label[1] === "string" ? [label[1]] : undefined;
  if (label !== undefined || expression === undefined || further.length > 0) return undefined;
  const isNames = textAt(expression, "key") === nameLabel && textAt(expression, "operator") === "In";
  return isNames ? textsAt(expression, "values") : undefined;
}

/** Policies of a tenant without components that did not change are generated ones, and need not be read. */
function maySelectByLabel(sides: Sides, namespace: string, changed: ReadonlyMap<string, Changed>): boolean {
  if (!changed.has(namespace) && sides.every((side) => side.isGenerated(namespace))) return false;
  return sides.some((side) => selectsByLabel(side.policiesIn(namespace)));
}

function selectsByLabel(policies: readonly Policy[]): boolean {
  return policies.flatMap(peersElsewhere).some(({ namespaces }) => namesOnly(namespaces) === undefined);
}

function betweenNamespaces(
  sides: Sides,
  namespace: string,
  neighbour: Neighbour,
  seen: Set<string>,
): readonly Gain[] | undefined {
  const lookers = (name: string): readonly Policy[] => sides.flatMap((side) => side.policiesIn(name));
  const own = podClasses(sides, { namespace }, lookers(neighbour.namespace));
  const others = podClasses(sides, neighbour, lookers(namespace));
  if (own === undefined || others === undefined) return undefined;
  return own.flatMap((pod) =>
    others.flatMap((other) =>
      directions.flatMap((direction) => {
        const [from, to] = direction === "egress" ? [pod, other] : [other, pod];
        const key = `${keyOf(from)} ${keyOf(to)}`;
        if (seen.has(key)) return [];
        seen.add(key);
        return gains(
          pod,
          direction,
          other,
          sides.map((side) => wayOn(sides, side, from, to)),
        );
      }),
    ),
  );
}

const keys = new WeakMap<PodEndpoint, string>();

function keyOf(pod: PodEndpoint): string {
  const known = keys.get(pod);
  if (known !== undefined) return known;
  const key = JSON.stringify([endpointKey(pod.id), pod.namespace, pod.labels, pod.namespaceLabels]);
  keys.set(pod, key);
  return key;
}

/** What one side lets through, and how much of it nobody declared. */
interface Way {
  readonly ports: PortSet;
  readonly expected: PortSet;
  readonly by: readonly Policy[];
}

const nothing: Way = { ports: noPorts, expected: noPorts, by: [] };

function wayOn(sides: Sides, side: ClusterSide, from: Endpoint, to: Endpoint): Way {
  const pods = [from, to].filter((end) => end.kind === "pod");
  if (pods.some((pod) => !isMade(side, pod))) return nothing;
  const namespaces = pods.map(({ namespace }) => namespace);
  const { ports, egress, ingress } = side.network(...namespaces).reach(from, to);
  const ours = namespaces.every((name) => isOurs(sides, name));
  const expected = ours ? side.expected(...namespaces).reach(from, to).ports : noPorts;
  return { ports, expected, by: [...egress.openedBy, ...ingress.openedBy] };
}

/** Whether a pod's namespace is there on this side; one that nobody declares always may be. */
function isMade(side: ClusterSide, { namespace, namespaceLabels }: PodEndpoint): boolean {
  return namespaceLabels !== undefined || side.has(namespace);
}

/** Whether what is open in a namespace follows from flows; where others closed it, somebody asked for whatever they open. */
function isOurs(sides: Sides, namespace: string): boolean {
  return sides.every((side) => side.expectedIn(namespace) !== undefined || side.policiesIn(namespace).length === 0);
}

function gains(
  pod: PodEndpoint,
  direction: Direction,
  other: Endpoint,
  [before = nothing, after = nothing]: readonly Way[],
): readonly Gain[] {
  return (["opens", "closes"] as const).flatMap((says) => {
    const [more, less] = says === "opens" ? [after, before] : [before, after];
    const ports = difference(more.ports, less.ports);
    if (ports.size === 0) return [];
    return [{ says, pod, direction, other, ports, declared: difference(ports, more.expected), by: more.by }];
  });
}

/** Cilium names the API server and nodes; a policy opens them by that name. */
function withEntities(sides: Sides, pod: PodEndpoint): readonly Gain[] {
  const entities = new Set(
    sides.flatMap((side) =>
      side
        .policiesIn(pod.namespace)
        .flatMap(({ egress }) =>
          egress.flatMap(({ peers = [] }) => peers.flatMap((peer) => (peer.kind === "entity" ? [peer.entity] : []))),
        ),
    ),
  );
  return [...entities].flatMap((entity) => {
    const other: Endpoint = { kind: "address", id: unnamed(`entity ${entity}`), cidrs: [], entity };
    return gains(
      pod,
      "egress",
      other,
      sides.map((side) => wayOn(sides, side, pod, other)),
    );
  });
}

/** Every address, as a set: how a network is written, and under which name, makes no difference. */
function withAddresses(sides: Sides, pod: PodEndpoint): readonly Gain[] {
  return directions.flatMap((direction) => {
    const [before, after] = sides.map((side) => addressesOn(side, pod, direction, side.policiesIn(pod.namespace)));
    return [
      ...changedAddresses(sides, sides[1], "opens", pod, direction, before, after),
      ...changedAddresses(sides, sides[0], "closes", pod, direction, after, before),
    ];
  });
}

function changedAddresses(
  sides: Sides,
  side: ClusterSide,
  says: Gain["says"],
  pod: PodEndpoint,
  direction: Direction,
  less: readonly AddressReach[] = [],
  more: readonly AddressReach[] = [],
): readonly Gain[] {
  const given = isOurs(sides, pod.namespace) ? side.expectedIn(pod.namespace) : undefined;
  const expected = given === undefined ? [] : addressesOn(side, pod, direction, given);
  const byPorts = Map.groupBy(gainedAddresses(less, more), ({ ports }) => describePorts(ports));
  return [...byPorts.values()].map((ranges) => ({
    says,
    pod,
    direction,
    other: ranges,
    ports: union(ranges.map(({ ports }) => ports)),
    declared: union(gainedAddresses(expected, ranges).map(({ ports }) => ports)),
    by: openingAddresses(side.policiesIn(pod.namespace), pod, direction, ranges),
  }));
}

function addressesOn(
  side: ClusterSide,
  pod: PodEndpoint,
  direction: Direction,
  policies: readonly Policy[],
): readonly AddressReach[] {
  if (!isMade(side, pod)) return [];
  return addressReach(
    pod,
    policies.filter(({ selector }) => selects(selector, pod.labels)),
    direction,
  );
}

/** Policies that open some of these addresses to a pod. */
function openingAddresses(
  policies: readonly Policy[],
  pod: PodEndpoint,
  direction: Direction,
  ranges: readonly AddressReach[],
): readonly Policy[] {
  return policies.filter((policy) => {
    if (!policy.closes[direction] || !selects(policy.selector, pod.labels)) return false;
    const alone = addressReach(pod, [policy], direction);
    return !isDeepStrictEqual(gainedAddresses(ranges, alone), alone);
  });
}
