import type { Location, Related } from "../../diagnostics/diagnostic.ts";
import type { ManifestContext } from "../../evaluate/manifests/manifest-set.ts";
import { type NamespaceBoundary, namespaceBoundaries } from "../../evaluate/network/namespace-boundaries.ts";
import { describePorts, portIntersection, portRange } from "../../evaluate/network/port-set.ts";
import {
  connectionsBetween,
  reachedTenants,
  type TenantConnection,
  type TenantNamespaces,
} from "../../evaluate/network/tenant-connections.ts";
import { locate } from "../../load/locate.ts";
import { ciliumPolicyKind, networkPolicyKind } from "../../models/kinds.ts";
import { tenantLabel } from "../../models/marks.ts";
import type { SeldonFacts } from "../../models/seldon/facts.ts";
import type { ClusterEntry } from "../../validate/inventory.ts";
import type { RuleFinding } from "../rule.ts";
import { defineRule } from "../rule.ts";
import { ownNameLabel } from "./known-namespaces.ts";

export const networkTenantReach = defineRule({
  code: "network/tenant-reach",
  severity: "error",
  over: "cluster",
  kinds: [networkPolicyKind, ciliumPolicyKind, "Namespace"],
  summary: "Pods of one tenant reach pods of another, and their files do not both say so.",
  docs: {
    why: "Between tenants everything is closed, whatever labels anybody gives a pod, but what both declare: network.tenants.calls in the one file and calledBy in the other, and then Envoy alone. A policy of a component or a patch that names another's namespace, and one that lets it in there, open a way that neither file shows.",
    invalid: `
apiVersion: v1
kind: Namespace
metadata: { name: neighbour, labels: { tenantry.dev/tenant: neighbour } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: everywhere, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  egress:
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: neighbour } } }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-tenants, namespace: neighbour }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{ namespaceSelector: { matchExpressions: [{ key: tenantry.dev/tenant, operator: Exists }] } }]
  egress: []
`,
    valid: `
apiVersion: v1
kind: Namespace
metadata: { name: neighbour, labels: { tenantry.dev/tenant: neighbour } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: neighbour }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
`,
    fix: "Take the peer away that leads to the other tenant, or let both tenants declare it: network.tenants.calls here, calledBy there.",
  },
  neverWaived: "It is another tenant's wall: whoever asks for the waiver is not the one whom it would hurt.",
  *check(manifestSet) {
    const { cluster } = manifestSet.context;
    // Who is a tenant, and what was declared, is known of our own clusters alone.
    if (cluster === undefined) return;
    const namespaces = tenantNamespaces(manifestSet.context, cluster);
    const podNetworks = cluster.spec.network.cni === "cilium" ? [] : cluster.spec.network.podCIDRs;
    const gates = namespaceBoundaries(manifestSet.manifests, { tenants: new Set(namespaces.keys()), podNetworks });
    const agreed = agreements(manifestSet.seldon, cluster);
    const ways = [...connectionsBetween(gates, namespaces, (way) => !agreed(way))];
    for (const [, together] of Map.groupBy(ways, (way) => placeOf(way)?.manifest ?? way.from.tenant)) {
      const found = reachFinding(together, cluster);
      if (found !== undefined) yield found;
    }
  },
});

/** The tenants of the cluster, and whatever else wears their label. */
function tenantNamespaces({ namespaces }: ManifestContext, cluster: ClusterEntry): TenantNamespaces {
  const names = new Set<string>(cluster.tenants.map(({ name }) => name));
  for (const [name, labels] of namespaces) if (tenantLabel in labels) names.add(name);
  return new Map([...names].map((name) => [name, { ...namespaces.get(name), [ownNameLabel]: name }]));
}

/** Whether both files say that the one calls the other, and the way leads to nothing but its Envoy. */
function agreements(
  { component, componentLabel, port }: SeldonFacts,
  { tenants }: ClusterEntry,
): (way: TenantConnection) => boolean {
  const calls = new Map<string, ReadonlySet<string>>(
    tenants.map(({ name, spec }) => [name, new Set(spec.network.tenants.calls)]),
  );
  const calledBy = new Map<string, ReadonlySet<string>>(
    tenants.map(({ name, spec }) => [name, new Set(spec.network.tenants.calledBy)]),
  );
  const envoy = portRange("TCP", port.envoyData, port.envoyData);
  const notEnvoy = { matchExpressions: [{ key: componentLabel, operator: "NotIn", values: [component.envoy] }] };
  return (way) => {
    const [from, to] = [way.from.tenant, way.to.tenant];
    if (calls.get(from)?.has(to) !== true || calledBy.get(to)?.has(from) !== true) return false;
    const declared = describePorts(portIntersection(way.ports, envoy)) === describePorts(way.ports);
    return declared && reachedTenants(way, notEnvoy) === undefined;
  };
}

/** The policy to look at first: the one that leads out, or where nothing is closed the one that lets in. */
function placeOf({ from, to }: TenantConnection): NamespaceBoundary["by"] {
  return from.by ?? to.by;
}

function reachFinding(ways: readonly TenantConnection[], cluster: ClusterEntry): RuleFinding | undefined {
  const [first] = ways;
  if (first === undefined) return undefined;
  const at = locationOf(placeOf(first)) ?? fileOf(first.from.tenant, cluster);
  if (at === undefined) return undefined;
  const [from, to] = [first.from.tenant, first.to.tenant];
  const others = new Set(ways.map((way) => `${way.from.tenant} ${way.to.tenant}`)).size - 1;
  return {
    at,
    message: `pods of ${from} reach pods of ${to} on ${describePorts(first.ports)}${others > 0 ? `, and so for ${others} more pairs of tenants` : ""}: not declared in both files`,
    hint: `Take the peer away; or ${from} says network.tenants.calls and ${to} calledBy, which opens its Envoy and nothing else.`,
    related: ways.slice(0, 5).flatMap((way) => otherTenantLocations(way, cluster)),
  };
}

function otherTenantLocations(way: TenantConnection, cluster: ClusterEntry): readonly Related[] {
  const { from, to } = way;
  if (from.by === undefined && to.by !== undefined) {
    const at = fileOf(from.tenant, cluster);
    return at === undefined ? [] : [{ at, message: `nothing closes egress for every pod of ${from.tenant}` }];
  }
  const at = locationOf(to.by) ?? fileOf(to.tenant, cluster);
  if (at === undefined) return [];
  const message =
    to.by === undefined ? `nothing closes ingress for every pod of ${to.tenant}` : `${to.tenant} lets them in here`;
  return [{ at, message }];
}

function locationOf(by: NamespaceBoundary["by"]): Location | undefined {
  return by?.manifest.at(by.path, "key");
}

function fileOf(name: string, { tenants }: ClusterEntry): Location | undefined {
  const tenant = tenants.find((candidate) => candidate.name === name);
  if (tenant === undefined) return undefined;
  const { source, path } = tenant.at();
  return locate(source, path, "key");
}
