import { type EndpointId, endpointKey, unnamedEndpoint } from "../evaluate/network/endpoint-id.ts";
import { classOf, labelClasses, type SelectorTerms, termsOf } from "../evaluate/network/label-classes.ts";
import type { NetworkPolicyRules, PolicyPeer } from "../evaluate/network/policy.ts";
import type { PodEndpoint } from "../evaluate/network/reach.ts";
import { defined } from "../models/defined.ts";
import { type LabelMap, selects } from "../validate/label-selector.ts";
import type { ClusterState } from "./cluster-state.ts";

/** A namespace whose pods are compared. An undeclared namespace comes with its labels. */
export interface NeighbourNamespace {
  readonly namespace: string;
  readonly labels?: LabelMap;
}

type ClusterStates = readonly [before: ClusterState, after: ClusterState];

/**
 * Representative pods of a namespace: the known pods, and one pod for each class of labels that no known pod has. To the
 * policies of this namespace and to `lookers`, every possible pod is equal to one of them.
 * @param lookers Policies of other namespaces that may select these pods as peers.
 * @returns Undefined where policies distinguish more pods than can be compared.
 */
export function podClasses(
  sides: ClusterStates,
  { namespace, labels: namespaceLabels }: NeighbourNamespace,
  lookers: readonly NetworkPolicyRules[],
): readonly PodEndpoint[] | undefined {
  const own = sides.flatMap((side) => side.policiesIn(namespace).map(({ selector }) => selector));
  const labelled = sides.map((side) => ({
    ...(namespaceLabels ?? side.namespaces.get(namespace)),
    [nameLabel]: namespace,
  }));
  const looking = lookers
    .flatMap(peersElsewhere)
    .filter((peer) => labelled.some((labels) => selects(peer.namespaces, labels)));
  const terms = termsOf([...own, ...looking.map(({ pods }) => pods)]);
  const classes = labelClasses(terms);
  if (classes === undefined) return undefined;
  // Known pods of undeclared namespaces lack the labels of this namespace.
  const there = namespaceLabels === undefined ? sides.flatMap((side) => side.podsIn(namespace)) : [];
  const known = [...new Map(there.map((pod) => [endpointKey(pod.id), pod])).values()];
  const covered = new Set(known.map(({ labels }) => classOf(terms, labels)));
  const others = classes
    .filter((labels) => !covered.has(classOf(terms, labels)))
    .map(
      (labels): PodEndpoint => ({
        kind: "pod",
        id: idOf(sides, namespace, labels),
        namespace,
        labels,
        ...defined({ namespaceLabels }),
        ports: {},
      }),
    );
  return [...known, ...others];
}

function idOf(sides: ClusterStates, namespace: string, labels: LabelMap): EndpointId {
  const written = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const tenant = sides.some((side) => side.tenants.has(namespace));
  const what = `${namespace}/${written.length === 0 ? "pod" : `pod with ${written.join(", ")}`}`;
  return tenant
    ? { owner: "tenant", tenant: namespace, component: "pod", labels: written.join(", ") }
    : unnamedEndpoint(what);
}

/**
 * Undeclared namespaces that policies distinguish: one for each class of labels in the namespace selectors. Namespaces that are
 * known by name are left out.
 */
export function unrelatedNamespaces(
  policies: readonly NetworkPolicyRules[],
  known: ReadonlySet<string>,
): readonly NeighbourNamespace[] | undefined {
  const selectors = policies.flatMap(peersElsewhere).map(({ namespaces }) => namespaces);
  const terms: SelectorTerms = new Map(
    [...termsOf(selectors)].map(([key, values]) => [
      key,
      key === nameLabel ? values.filter((value) => !known.has(value)) : values,
    ]),
  );
  const named = terms.get(nameLabel) ?? [];
  return labelClasses(terms)?.map(({ [nameLabel]: name, ...labels }) => {
    const namespace = name !== undefined && named.includes(name) ? name : undeclared;
    return { namespace, labels: { ...labels, [nameLabel]: namespace } };
  });
}

/** No namespace can have this name. */
const undeclared = "(undeclared)";

/** The API server sets this label on every namespace, with the namespace's name. */
export const nameLabel = "kubernetes.io/metadata.name";

/** Peers in namespaces other than the policy's own. */
export function peersElsewhere({
  ingress,
  egress,
}: NetworkPolicyRules): readonly Extract<PolicyPeer, { kind: "pods" }>[] {
  return [...ingress, ...egress].flatMap(({ peers = [] }) =>
    peers.flatMap((peer) => (peer.kind === "pods" && peer.namespaces !== undefined ? [peer] : [])),
  );
}
