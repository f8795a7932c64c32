import { listAt, mapAt, textAt, textsAt } from "../evaluate/manifests/reading.ts";
import type { NetworkPolicyRules } from "../evaluate/network/policy.ts";
import { selects } from "../validate/label-selector.ts";
import type { ClusterState } from "./cluster-state.ts";
import { type NeighbourNamespace, nameLabel, peersElsewhere, unrelatedNamespaces } from "./pod-classes.ts";

export type PolicyDirection = "ingress" | "egress";
export const directions: readonly PolicyDirection[] = ["ingress", "egress"];

export type ClusterStates = readonly [before: ClusterState, after: ClusterState];

/** The policies of one namespace whose spec changed, before and after the change. */
export interface ChangedPolicies {
  readonly before: readonly NetworkPolicyRules[];
  readonly after: readonly NetworkPolicyRules[];
}

export interface NamespacePair {
  readonly namespace: string;
  /** Undefined where policies distinguish more namespaces than can be compared. */
  readonly neighbour: NeighbourNamespace | undefined;
}

/**
 * Pairs of namespaces between which a change can open or close a connection: pairs of each namespace with changed policies,
 * and pairs of each namespace whose policies may select a relabelled namespace.
 * @param relabelled Namespaces whose labels changed.
 */
export function namespacePairs(
  sides: ClusterStates,
  changed: ReadonlyMap<string, ChangedPolicies>,
  relabelled: ReadonlySet<string>,
): readonly NamespacePair[] {
  const known = new Set(sides.flatMap((side) => [...side.allNamespaces()]));
  return [
    ...[...changed].flatMap(([namespace, policies]) => neighboursOfNamespace(sides, namespace, policies, known)),
    ...[...known]
      .filter((namespace) => relabelled.size > 0 && maySelectByLabel(sides, namespace, changed))
      .flatMap((namespace) =>
        [...relabelled].map((other): NamespacePair => ({ namespace, neighbour: { namespace: other } })),
      ),
  ];
}

/** Namespaces for which the changed policies have another meaning than before: all of them, where pods are open to all. */
function neighboursOfNamespace(
  sides: ClusterStates,
  namespace: string,
  { before, after }: ChangedPolicies,
  known: ReadonlySet<string>,
): readonly NamespacePair[] {
  const [old, fresh] = sides;
  // A namespace that does not exist on one side of the change is closed on that side.
  const closed = sides.every((side) => !side.has(namespace) || closesAll(side.policiesIn(namespace)));
  const named = [...before, ...after].flatMap(peersElsewhere).map(({ namespaces }) => namesOnly(namespaces));
  const everybody = [...before, ...after].some(({ ingress, egress }) =>
    [...ingress, ...egress].some(({ peers }) => peers === undefined),
  );
  const pair = (neighbour: NeighbourNamespace | undefined): NamespacePair => ({ namespace, neighbour });
  const byName = (name: string): NamespacePair =>
    pair(known.has(name) ? { namespace: name } : { namespace: name, labels: { [nameLabel]: name } });
  if (closed && !everybody && named.every((names) => names !== undefined)) {
    const meant = new Set(named.flatMap((names) => names ?? []));
    return [...meant]
      .filter((name) => policyMeaning(before, name, old, closed) !== policyMeaning(after, name, fresh, closed))
      .map(byName);
  }
  const foreign = unrelatedNamespaces(
    sides.flatMap((side) => side.policiesIn(namespace)),
    known,
  );
  const declared = [...known]
    .filter((name) => policyMeaning(before, name, old, closed) !== policyMeaning(after, name, fresh, closed))
    .map((name) => pair({ namespace: name }));
  return [...declared, ...(foreign === undefined ? [pair(undefined)] : foreign.map(pair))];
}

/** The rules of these policies that concern one namespace. Where all pods are closed anyway, only what they open matters. */
function policyMeaning(
  policies: readonly NetworkPolicyRules[],
  name: string,
  side: ClusterState,
  closed: boolean,
): string {
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

/** Whether policies close all pods of their namespace, in each direction by one policy. */
function closesAll(policies: readonly NetworkPolicyRules[]): boolean {
  return directions.every((direction) =>
    policies.some(({ selector, closes }) => closes[direction] && JSON.stringify(selector) === "{}"),
  );
}

/** The names in a namespace selector. Undefined if it selects by anything else. */
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

/** Unchanged policies of a tenant without components are generated, and need not be read. */
function maySelectByLabel(
  sides: ClusterStates,
  namespace: string,
  changed: ReadonlyMap<string, ChangedPolicies>,
): boolean {
  if (!changed.has(namespace) && sides.every((side) => side.isGenerated(namespace))) return false;
  return sides.some((side) => selectsByLabel(side.policiesIn(namespace)));
}

function selectsByLabel(policies: readonly NetworkPolicyRules[]): boolean {
  return policies.flatMap(peersElsewhere).some(({ namespaces }) => namesOnly(namespaces) === undefined);
}
