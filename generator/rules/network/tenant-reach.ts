import type { Location, Related } from "../../diagnostics/diagnostic.ts";
import type { ManifestContext } from "../../evaluate/manifests/manifest-set.ts";
import { type NamespaceBoundary, namespaceBoundaries } from "../../evaluate/network/namespace-boundaries.ts";
import { describePorts, noPorts, portDifference, portRange, portUnion } from "../../evaluate/network/port-set.ts";
import {
  connectionsBetween,
  reachedTenants,
  type TenantConnection,
  type TenantNamespaceLabels,
} from "../../evaluate/network/tenant-connections.ts";
import { locate } from "../../load/locate.ts";
import { ciliumPolicyKind, networkPolicyKind } from "../../models/kinds.ts";
import { tenantLabel } from "../../models/marks.ts";
import type { SeldonFacts } from "../../models/seldon/facts.ts";
import { countText } from "../../text/counted.ts";
import { carriesMesh, meshOf } from "../../validate/addons/mesh.ts";
import type { ClusterEntry } from "../../validate/inventory.ts";
import type { RuleFinding } from "../rule.ts";
import { defineRule } from "../rule.ts";
import { namespaceNameLabel } from "./known-namespaces.ts";

export const networkTenantReach = defineRule({
  code: "network/tenant-reach",
  severity: "error",
  over: "cluster",
  kinds: [networkPolicyKind, ciliumPolicyKind, "Namespace"],
  summary:
    "Pods of one tenant reach pods of another tenant, but at least one tenant file does not declare the connection.",
  docs: {
    why: "All connections between tenants are closed unless both tenant files declare them: network.tenants.calls in the file of the caller, and network.tenants.calledBy in the file of the called tenant. Even a declared connection reaches only the Envoy of the called tenant. A component or a patch can open a connection that neither tenant file shows: one policy allows egress to the other tenant's namespace, and a policy in that namespace allows the ingress.",
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
    fix: "Remove the peer that selects the other tenant, or declare the connection in both tenant files: network.tenants.calls for the caller, and network.tenants.calledBy for the called tenant.",
  },
  neverWaived: "The rule protects another tenant, so the tenant that requests the waiver would not bear the risk.",
  *check(manifestSet) {
    const { cluster } = manifestSet.context;
    // Tenants and their declarations are known only for the clusters of this repository.
    if (cluster === undefined) return;
    const namespaces = tenantNamespaces(manifestSet.context, cluster);
    const podNetworks = cluster.spec.network.cni === "cilium" ? [] : cluster.spec.network.podCIDRs;
    const boundaries = namespaceBoundaries(manifestSet.manifests, { tenants: new Set(namespaces.keys()), podNetworks });
    const isDeclared = declaredConnectionTest(manifestSet.seldon, cluster, namespaces);
    const connections = [...connectionsBetween(boundaries, namespaces, (connection) => !isDeclared(connection))];
    const groups = Map.groupBy(connections, (connection) => placeOf(connection)?.manifest ?? connection.from.tenant);
    for (const group of groups.values()) {
      const finding = reachFinding(group, cluster);
      if (finding !== undefined) yield finding;
    }
  },
});

/** The tenants of the cluster, and every other namespace with their label. */
function tenantNamespaces({ namespaces }: ManifestContext, cluster: ClusterEntry): TenantNamespaceLabels {
  const names = new Set<string>(cluster.tenants.map(({ name }) => name));
  for (const [name, labels] of namespaces) if (tenantLabel in labels) names.add(name);
  return new Map([...names].map((name) => [name, { ...namespaces.get(name), [namespaceNameLabel]: name }]));
}

/** Returns whether both files declare a connection, and it leads only to the Envoy of the called tenant. */
function declaredConnectionTest(
  { component, componentLabel, port }: SeldonFacts,
  cluster: ClusterEntry,
  namespaces: TenantNamespaceLabels,
): (connection: TenantConnection) => boolean {
  const { tenants } = cluster;
  const calls = new Map<string, ReadonlySet<string>>(
    tenants.map(({ name, spec }) => [name, new Set(spec.network.tenants.calls)]),
  );
  const calledBy = new Map<string, ReadonlySet<string>>(
    tenants.map(({ name, spec }) => [name, new Set(spec.network.tenants.calledBy)]),
  );
  const envoy = portRange("TCP", port.envoyData, port.envoyData);
  const mesh = meshOf(cluster);
  const tunnel = mesh?.facts.tunnel?.port;
  const throughTunnel = tunnel === undefined ? noPorts : portRange("TCP", tunnel, tunnel);
  const inMesh = (tenant: string): boolean => mesh !== undefined && carriesMesh(mesh, namespaces.get(tenant) ?? {});
  const notEnvoy = { matchExpressions: [{ key: componentLabel, operator: "NotIn", values: [component.envoy] }] };
  return (connection) => {
    const [from, to] = [connection.from.tenant, connection.to.tenant];
    if (calls.get(from)?.has(to) !== true || calledBy.get(to)?.has(from) !== true) return false;
    const declared = inMesh(from) && inMesh(to) ? portUnion([envoy, throughTunnel]) : envoy;
    const onlyEnvoyPort = portDifference(connection.ports, declared).size === 0;
    return onlyEnvoyPort && reachedTenants(connection, notEnvoy) === undefined;
  };
}

/** The policy to look at first: the one that opens egress, or the one that opens ingress where egress is not closed. */
function placeOf({ from, to }: TenantConnection): NamespaceBoundary["by"] {
  return from.by ?? to.by;
}

function reachFinding(connections: readonly TenantConnection[], cluster: ClusterEntry): RuleFinding | undefined {
  const [first] = connections;
  if (first === undefined) return undefined;
  const at = locationOf(placeOf(first)) ?? fileOf(first.from.tenant, cluster);
  if (at === undefined) return undefined;
  const [from, to] = [first.from.tenant, first.to.tenant];
  const others = new Set(connections.map((item) => `${item.from.tenant} ${item.to.tenant}`)).size - 1;
  return {
    at,
    message: `undeclared connection: pods of ${from} reach pods of ${to} on ${describePorts(first.ports)}${others > 0 ? ` (and in ${countText(others, "more pair")} of tenants)` : ""}`,
    hint: `Remove the peer, or declare the connection to the Envoy of ${to}: network.tenants.calls in the file of ${from}, and network.tenants.calledBy in the file of ${to}.`,
    related: connections.slice(0, 5).flatMap((connection) => otherTenantLocations(connection, cluster)),
  };
}

function otherTenantLocations({ from, to }: TenantConnection, cluster: ClusterEntry): readonly Related[] {
  if (from.by === undefined && to.by !== undefined) {
    const at = fileOf(from.tenant, cluster);
    return at === undefined ? [] : [{ at, message: `no policy closes egress for every pod of ${from.tenant}` }];
  }
  const at = locationOf(to.by) ?? fileOf(to.tenant, cluster);
  if (at === undefined) return [];
  const message =
    to.by === undefined
      ? `no policy closes ingress for every pod of ${to.tenant}`
      : `a policy of ${to.tenant} allows the ingress`;
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
