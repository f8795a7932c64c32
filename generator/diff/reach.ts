import { isDeepStrictEqual } from "node:util";
import { endpointLabel } from "../evaluate/network/endpoint-id.ts";
import { networkPolicies } from "../evaluate/network/policy.ts";
import { describePorts } from "../evaluate/network/port-set.ts";
import { unevaluatedPart } from "../evaluate/network/unevaluated.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { isKubernetesObject } from "../models/read-object.ts";
import { type Change, describeRef } from "../plan/change.ts";
import { type AddressRange, networksOf } from "../validate/address-ranges.ts";
import { type RawMap, valueAt } from "../validate/merge.ts";
import { ClusterState, labelsOfNamespaces } from "./cluster-state.ts";
import type { DesiredState } from "./desired-state.ts";
import type { ChangedPolicies } from "./namespace-pairs.ts";
import { type ReachGain, reachGainsOn } from "./reach-gains.ts";
import type { Statement } from "./statement.ts";

/**
 * Connections that a change opens or closes, with all policies evaluated together as Kubernetes does. Some connections are not
 * declared in any file: every namespace has them, or Seldon Core needs them for its workloads. They are identified by the flows
 * that follow from the inputs, never by the name of a policy.
 */
export function reachStatements(
  before: DesiredState,
  after: DesiredState,
  changes: readonly Change[],
): readonly Statement[] {
  const byCluster = Map.groupBy(changes.filter(isAboutReach), ({ cluster }) => cluster);
  return [...byCluster].flatMap(([cluster, own]) => [
    ...own.flatMap(unevaluatedStatement),
    ...own.flatMap(namedPortStatement),
    ...statementsOn(cluster, before, after, own),
  ]);
}

/** The annotations and the file of a policy do not matter: a policy with an unchanged spec opens nothing. */
function isAboutReach({ ref, before, after }: Change): boolean {
  if (ref.kind === "Namespace") return !isDeepStrictEqual(labelsIn(before), labelsIn(after));
  return [before, after].some(isPolicy) && !isDeepStrictEqual(substanceOf(before), substanceOf(after));
}

function isPolicy(data: RawMap | undefined): boolean {
  return asObject(data).some((object) => networkPolicies([object]).length > 0 || unevaluatedPart(object) !== undefined);
}

function substanceOf(data: RawMap | undefined): unknown {
  if (data === undefined) return undefined;
  const { metadata, ...rest } = data;
  return [valueAt(metadata, ["namespace"]), rest];
}

function labelsIn(data: RawMap | undefined): unknown {
  return valueAt(data, ["metadata", "labels"]) ?? {};
}

function statementsOn(
  cluster: string,
  before: DesiredState,
  after: DesiredState,
  changes: readonly Change[],
): readonly Statement[] {
  const [old, fresh] = [
    changes.flatMap((change) => asObject(change.before)),
    changes.flatMap((change) => asObject(change.after)),
  ] as const;
  const sides = [
    new ClusterState(before, cluster, labelsOfNamespaces(old)),
    new ClusterState(after, cluster, labelsOfNamespaces(fresh)),
  ] as const;
  const [was, is] = [networkPolicies(old), networkPolicies(fresh)];
  const namespaces = new Set([...was, ...is].map(({ namespace }) => namespace));
  const changed = new Map(
    [...namespaces].map((name): [string, ChangedPolicies] => [
      name,
      {
        before: was.filter(({ namespace }) => namespace === name),
        after: is.filter(({ namespace }) => namespace === name),
      },
    ]),
  );
  const relabelled = new Set(changes.flatMap(({ ref }) => (ref.kind === "Namespace" ? [ref.name] : [])));
  const { found, unclear } = reachGainsOn(sides, changed, relabelled);
  const tenants = new Set([...sides[0].tenants, ...sides[1].tenants]);
  return [
    ...[...unclear].map((namespace) => unclearStatement(cluster, namespace, tenants)),
    ...grouped(found).map((gains) => statementOf(cluster, gains, tenants)),
  ];
}

/** Groups equal gains of several pods of one owner. Possible pods count only where no known pod has the same gain. */
function grouped(found: readonly ReachGain[]): readonly (readonly ReachGain[])[] {
  const [known, possible] = [found.filter(isOfKnownPods), found.filter((gain) => !isOfKnownPods(gain))];
  const reported = new Set(known.map(placeOf));
  const all = [...known, ...possible.filter((gain) => !reported.has(placeOf(gain)))];
  return [
    ...Map.groupBy(all, (gain) => JSON.stringify([gain.message, ...endsOf(gain), describePorts(gain.ports)])).values(),
  ];
}

function isOfKnownPods({ pod, other }: ReachGain): boolean {
  return [pod, other].every(
    (end) => !("id" in end) || end.kind === "address" || !(end.id.owner === "unnamed" || "labels" in end.id),
  );
}

/** The namespaces or addresses of a gain. */
function placeOf({ message, pod, direction, other, ports, declared }: ReachGain): string {
  const far =
    "kind" in other ? (other.kind === "pod" ? other.namespace : endpointLabel(other.id)) : describeRanges(other);
  return JSON.stringify([message, pod.namespace, direction, far, describePorts(ports), declared.size > 0]);
}

/** The source and target of a gain. A tenant's pods have the tenant's name. */
function endsOf({ pod, direction, other }: ReachGain): readonly [from: string, to: string] {
  const [own, far] = [ownerOf(pod), "kind" in other ? ownerOf(other) : describeRanges(other)];
  return direction === "egress" ? [own, far] : [far, own];
}

function ownerOf({ id }: Pick<ReachGain["pod"], "id">): string {
  return id.owner === "tenant" ? id.tenant : endpointLabel(id);
}

const mostNamed = 4;

function describeRanges(ranges: readonly AddressRange[]): string {
  const cidrs = ranges.flatMap(networksOf);
  const more = cidrs.length - mostNamed;
  return `${cidrs.slice(0, mostNamed).join(", ")}${more > 0 ? ` and ${more} more networks` : ""}`;
}

/** One statement for all pods of a tenant with the same gain. */
function statementOf(cluster: string, gains: readonly ReachGain[], tenants: ReadonlySet<string>): Statement {
  const [first] = gains;
  if (first === undefined) throw new Error("nothing gained");
  const { message } = first;
  const [from, to] = endsOf(first);
  const ports = describePorts(first.ports);
  const declared = gains.some((gain) => gain.declared.size > 0);
  const policies = [...new Set(gains.flatMap(({ by }) => by.map(({ name }) => name)))].sort();
  const pods = [...new Set(gains.flatMap(podsOf))].sort();
  const by = policies.length === 0 ? ", because no policy denies the connection" : `, by ${policies.join(", ")}`;
  const about = `${from} -> ${to}`;
  return {
    topic: "reach",
    risk: declared ? "high" : "low",
    cluster,
    tenant: [from, to].find((candidate) => tenants.has(candidate)),
    about,
    message: `${message} ${ports}${pods.length === 0 ? "" : ` for ${pods.join(", ")}`}${by}`,
    ...(declared && message === "opens" ? { widens: true as const } : {}),
    ...(declared ? { headline: `${message} ${about}:${ports.replaceAll("/TCP", "").replaceAll(", ", ",")}` } : {}),
  };
}

/** The components of the tenants' pods at both ends. */
function podsOf({ pod, other }: ReachGain): readonly string[] {
  return [pod, other].flatMap((end) => {
    if (!("id" in end) || end.id.owner !== "tenant") return [];
    const { tenant } = end.id;
    return [endpointLabel(end.id).slice(tenant.length + 1)];
  });
}

function unclearStatement(cluster: string, namespace: string, tenants: ReadonlySet<string>): Statement {
  return {
    topic: "reach",
    risk: "high",
    cluster,
    tenant: tenants.has(namespace) ? namespace : undefined,
    about: `policies of ${namespace}`,
    message: "unknown effect: the policies distinguish more pods than Tenantry can compare",
    widens: true,
  };
}

/** A pod can give any of its ports the name that a policy opens. */
function namedPortStatement({ cluster, tenant, ref, before, after }: Change): readonly Statement[] {
  const named = (data: RawMap | undefined): readonly string[] =>
    networkPolicies(asObject(data))
      .flatMap(({ ingress, egress }) => [...ingress, ...egress])
      .flatMap(({ ports = [] }) => ports.flatMap(({ port }) => (typeof port === "string" ? [port] : [])));
  const names = [...new Set(named(after))];
  if (names.length === 0 || isDeepStrictEqual(substanceOf(before), substanceOf(after))) return [];
  const message = `opens named ports (${names.join(", ")}): a pod can give these names to any of its ports`;
  return [{ topic: "reach", risk: "high", cluster, tenant, about: describeRef(ref), message, widens: true }];
}

/** A part that is not evaluated may open anything when it is added. It may have denied something when it is removed. */
function unevaluatedStatement({ cluster, tenant, ref, before, after }: Change): readonly Statement[] {
  const [part] = [after, before].flatMap(asObject).flatMap((object) => unevaluatedPart(object) ?? []);
  if (part === undefined) return [];
  const message = `unknown effect: Tenantry does not evaluate ${part.what}`;
  return [{ topic: "reach", risk: "high", cluster, tenant, about: describeRef(ref), message, widens: true }];
}

function asObject(data: RawMap | undefined): readonly KubernetesObject[] {
  return isKubernetesObject(data) ? [data] : [];
}
