import { labelsAt } from "../evaluate/manifests/reading.ts";
import { namespaceLabelsOn } from "../evaluate/manifests/unit-manifests.ts";
import { clusterEndpoints } from "../evaluate/network/endpoints.ts";
import { type NetworkPolicyRules, networkPolicies } from "../evaluate/network/policy.ts";
import { type NamespaceLabels, Network, type PodEndpoint } from "../evaluate/network/reach.ts";
import { addonFlows } from "../generate/addon-flows.ts";
import { tenantFlows } from "../generate/flows.ts";
import { seldonFlows } from "../generate/generate-platform.ts";
import { policiesForFlows } from "../generate/network.ts";
import { clusterScope, tenantScope } from "../generate/scope.ts";
import { type KubernetesObject, toPlain } from "../models/kubernetes-object.ts";
import type { Flow } from "../patterns/flow.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { type DesiredState, renderedObjects } from "./desired-state.ts";

const policyKinds = ["NetworkPolicy", "CiliumNetworkPolicy"];

/** One cluster before or after a change: its rendered policies, read one namespace at a time, and its known pods. */
export class ClusterState {
  readonly tenants: ReadonlySet<string>;
  /** Labels of every known namespace, patched or not. */
  readonly namespaces: NamespaceLabels;
  readonly #side: DesiredState;
  readonly #name: string;
  readonly #cluster: ClusterEntry | undefined;
  readonly #pods: ReadonlyMap<string, readonly PodEndpoint[]>;
  readonly #policies = new Map<string, readonly NetworkPolicyRules[]>();
  readonly #expected = new Map<string, readonly NetworkPolicyRules[]>();
  readonly #networks = new Map<string, Network>();
  #platform: readonly NetworkPolicyRules[] | undefined;

  /** @param patched Labels of the changed Namespaces, as rendered on this side. */
  constructor(side: DesiredState, cluster: string, patched: NamespaceLabels) {
    this.#side = side;
    this.#name = cluster;
    const entry = side.inventory.clusters.find(({ name }) => name === cluster);
    this.#cluster = entry;
    this.tenants = new Set<string>(entry?.tenants.map(({ name }) => name) ?? []);
    const known = entry === undefined ? [] : namespaceLabelsOn(entry);
    this.namespaces = new Map([...known, ...patched]);
    const { tenants, others } = entry === undefined ? { tenants: new Map(), others: [] } : clusterEndpoints(entry);
    const pods = [...others, ...[...tenants.values()].flat()].filter(
      (value): value is PodEndpoint => value.kind === "pod",
    );
    this.#pods = Map.groupBy(pods, ({ namespace }) => namespace);
  }

  /** The known pods of a namespace. */
  podsIn(namespace: string): readonly PodEndpoint[] {
    return this.#pods.get(namespace) ?? [];
  }

  /** Every known namespace, and every namespace with known pods. */
  allNamespaces(): ReadonlySet<string> {
    return new Set([...this.namespaces.keys(), ...this.#pods.keys()]);
  }

  /** Whether a namespace exists on this side. A tenant's namespace without policies does not exist yet. */
  has(namespace: string): boolean {
    if (this.tenants.has(namespace)) return this.policiesIn(namespace).length > 0;
    return this.namespaces.has(namespace) || this.#pods.has(namespace);
  }

  /** Whether the generator creates all policies of a namespace. Generated policies select namespaces only by name. */
  isGenerated(namespace: string): boolean {
    return this.#cluster?.tenants.some(({ name, spec }) => name === namespace && spec.components.length === 0) === true;
  }

  policiesIn(namespace: string): readonly NetworkPolicyRules[] {
    const before = this.#policies.get(namespace);
    if (before !== undefined) return before;
    this.#platform ??= this.#rendered(undefined);
    const own = [...this.#platform, ...(this.tenants.has(namespace) ? this.#rendered(namespace) : [])].filter(
      (policy) => policy.namespace === namespace,
    );
    this.#policies.set(namespace, own);
    return own;
  }

  /** The rendered policies, evaluated for connections between these namespaces. */
  network(...namespaces: readonly string[]): Network {
    return this.#networkOf("rendered", namespaces, (value) => this.policiesIn(value));
  }

  /** The same for a cluster that opens only the namespace baseline and the connections that Seldon Core needs. */
  expected(...namespaces: readonly string[]): Network {
    return this.#networkOf("expected", namespaces, (value) => this.expectedIn(value) ?? []);
  }

  #networkOf(
    kind: string,
    namespaces: readonly string[],
    read: (namespace: string) => readonly NetworkPolicyRules[],
  ): Network {
    const distinct = [...new Set(namespaces)].sort();
    const key = JSON.stringify([kind, ...distinct]);
    const network = this.#networks.get(key) ?? new Network(distinct.flatMap(read), this.namespaces);
    this.#networks.set(key, network);
    return network;
  }

  /** Policies that the generator creates for undeclared flows. Undefined for a namespace that the generator does not close. */
  expectedIn(namespace: string): readonly NetworkPolicyRules[] | undefined {
    const before = this.#expected.get(namespace);
    if (before !== undefined) return before;
    const found = this.#generated(namespace);
    if (found !== undefined) this.#expected.set(namespace, found);
    return found;
  }

  #generated(namespace: string): readonly NetworkPolicyRules[] | undefined {
    const cluster = this.#cluster;
    const all = cluster === undefined ? undefined : generatedFlows(cluster, namespace);
    if (cluster === undefined || all === undefined) return undefined;
    const given = policiesForFlows(
      { cluster, place: { namespace, labels: {} } },
      all.filter(({ kind }) => kind !== "declared"),
      cluster.at(),
    );
    return networkPolicies(given.map(({ object }) => toPlain(object)));
  }

  #rendered(tenant: string | undefined): readonly NetworkPolicyRules[] {
    return networkPolicies(renderedObjects(this.#side, this.#name, tenant, policyKinds));
  }
}

/** The flows of a namespace that the generator closes: a tenant's, an add-on's, or that of a central operator. */
function generatedFlows(cluster: ClusterEntry, namespace: string): readonly Flow[] | undefined {
  const scope = clusterScope(cluster);
  const tenant = cluster.tenants.find(({ name }) => name === namespace);
  if (tenant !== undefined) return tenantFlows(tenantScope(cluster, tenant));
  const addon = cluster.addons.find(({ spec }) => Object.hasOwn(spec.namespaces, namespace));
  if (addon !== undefined) return addonFlows(scope, addon, namespace);
  return namespace === scope.place.namespace && scope.pattern.operator !== "tenant" ? seldonFlows(scope) : undefined;
}

/** Labels of the Namespaces among these objects, by name. */
export function labelsOfNamespaces(objects: readonly KubernetesObject[]): NamespaceLabels {
  return new Map(
    objects
      .filter(({ kind }) => kind === "Namespace")
      .map((object) => [object.metadata?.name ?? "", labelsAt(object, "metadata", "labels")]),
  );
}
