import { edgeOf } from "../patterns/edge.ts";
import { type FlowPeer, type FlowPort, tcp } from "../patterns/flow.ts";
import { meshNamespaces } from "../patterns/mesh.ts";
import { meshOf } from "../validate/addons/mesh.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { frontOf, providerOf } from "../validate/addons/retire.ts";
import type { Workload } from "../validate/addons/workload.ts";
import { exceptCidrs } from "../validate/address-ranges.ts";
import type { Origin } from "../validate/inventory.ts";
import { ownNetworks } from "../validate/own-networks.ts";
import {
  type ConnectionPeer,
  nodesPeer,
  sourcePeers,
  type TenantPods,
  targetPeers,
  tenantPeer,
  workloadPeer,
  workloadPorts,
} from "./addon-peers.ts";
import { usedIssuers } from "./routes/authentication.ts";
import { type ClusterScope, sortedEntries } from "./scope.ts";

/** Traffic that an add-on declares, or that follows from what it provides. Policies at both ends allow it. */
export interface AddonConnection {
  readonly from: ConnectionPeer;
  readonly to: ConnectionPeer;
  readonly ports: readonly FlowPort[];
  /** Undefined if it follows from the names of the ends and their ports. */
  readonly why: string | undefined;
  readonly portNames: readonly string[];
  readonly origin: Origin;
}

/** All connections of the add-ons of a cluster. The same connection can occur twice: both of its ends can declare it. */
export function addonConnections(scope: ClusterScope): readonly AddonConnection[] {
  return scope.cluster.addons.flatMap((addon) => [
    ...sortedEntries(addon.spec.workloads).flatMap(([name, workload]) => [
      ...connectionsTo(scope, addon, name, workload),
      ...connectionsFrom(scope, addon, name, workload),
    ]),
    ...scraping(scope, addon),
    ...sidecars(scope, addon),
    ...requestsFromFront(scope, addon),
    ...tokenKeys(scope, addon),
  ]);
}

function connectionsTo(
  scope: ClusterScope,
  addon: AddonEntry,
  name: string,
  workload: Workload,
): readonly AddonConnection[] {
  const to = workloadPeer(scope, addon, name, workload);
  const edge = edgeOf(scope.cluster);
  // Behind an Ingress controller, the gateway accepts requests from nothing else, so that nothing bypasses the controller.
  const isBehind = edge?.ingress !== undefined && edge.gateway.workload === workload;
  return sortedEntries(workload.from).flatMap(([port, sources]) =>
    sources.flatMap((source, index) => {
      if (isBehind && source === "outside") return [];
      const origin = addon.at("workloads", name, "from", port, index);
      return sourcePeers(scope, addon, source).map((from) => ({
        from,
        to,
        ports: workloadPorts(workload, port),
        why: undefined,
        portNames: [port],
        origin,
      }));
    }),
  );
}

function connectionsFrom(
  scope: ClusterScope,
  addon: AddonEntry,
  name: string,
  workload: Workload,
): readonly AddonConnection[] {
  const from = workloadPeer(scope, addon, name, workload);
  return workload.to.flatMap((target, index): readonly AddonConnection[] => {
    const origin = addon.at("workloads", name, "to", index);
    if (typeof target === "string")
      return targetPeers(scope, addon, target).map((reached) => ({ from, ...reached, why: undefined, origin }));
    if ("nodes" in target) {
      const to = nodesPeer(scope, "nodes", "every node");
      return [{ from, to, ports: tcp(...target.nodes), why: target.why, portNames: [], origin }];
    }
    const { cidrs, ports, why } = target;
    const own = ownNetworks(scope.cluster.spec.network);
    const to: ConnectionPeer = {
      word: `outside-${index + 1}`,
      text: "addresses outside the cluster",
      peers: cidrs.map((cidr) => ({ kind: "outside", cidr, except: exceptCidrs(cidr, own) })),
    };
    return [{ from, to, ports: tcp(...ports), why, portNames: [], origin }];
  });
}

/** The control plane of a mesh must accept the sidecars of every namespace in the mesh. */
function sidecars(scope: ClusterScope, addon: AddonEntry): readonly AddonConnection[] {
  const { cluster } = scope;
  const mesh = meshOf(cluster);
  const { workload: name = "" } = addon.spec.provides.mesh ?? {};
  if (mesh?.addon !== addon || mesh.sidecars === undefined || mesh.controlPlane === undefined) return [];
  const tenants = new Set<string>(mesh.includesTenants ? cluster.tenants.map((tenant) => tenant.name) : []);
  const { namespace } = mesh.controlPlane;
  const others = [...meshNamespaces(cluster)].filter((other) => !tenants.has(other) && other !== namespace).sort();
  const peers: readonly FlowPeer[] = [
    ...(mesh.includesTenants ? [{ kind: "tenants", labels: {} } as const] : []),
    ...(others.length === 0 ? [] : [{ kind: "pods", namespaces: others, labels: {} } as const]),
  ];
  if (peers.length === 0) return [];
  return [
    {
      from: { word: "sidecars", text: "the sidecars of the mesh", peers },
      to: workloadPeer(scope, addon, name, mesh.controlPlane),
      ports: workloadPorts(mesh.controlPlane, mesh.facts.port),
      why: undefined,
      portNames: [mesh.facts.port],
      origin: addon.at("provides", "mesh", "tenants"),
    },
  ];
}

/** The requests of the Ingress controller to the gateway behind it. */
function requestsFromFront(scope: ClusterScope, addon: AddonEntry): readonly AddonConnection[] {
  const { addons } = scope.cluster;
  const gateway = providerOf(addons, "gateway");
  const [name = "", behind = ""] = [
    addon.spec.provides.ingressController?.workload,
    gateway?.spec.provides.gateway?.workload,
  ];
  const controller = addon.spec.workloads[name];
  const target = gateway?.spec.workloads[behind];
  if (frontOf(addons) !== addon || controller === undefined) return [];
  if (gateway === undefined || target === undefined) return [];
  const { routes, port = "" } = gateway.spec.provides.gateway ?? {};
  const ports = workloadPorts(target, routes?.behind ?? port);
  if (ports.length === 0) return [];
  return [
    {
      from: workloadPeer(scope, addon, name, controller),
      to: workloadPeer(scope, gateway, behind, target),
      ports,
      why: "the Ingress controller sends requests to the gateway",
      portNames: [],
      origin: addon.at("provides", "ingressController"),
    },
  ];
}

/** The mesh fetches the public keys of the issuers whose tokens routes require. */
function tokenKeys(scope: ClusterScope, addon: AddonEntry): readonly AddonConnection[] {
  const { cluster } = scope;
  const name = addon.spec.provides.gateway?.routes?.keys ?? "";
  const workload = addon.spec.workloads[name];
  if (edgeOf(cluster)?.gateway.addon !== addon || workload === undefined) return [];
  const own = ownNetworks(cluster.spec.network);
  return usedIssuers(cluster).map(([issuer, { cidrs, port }]) => ({
    from: workloadPeer(scope, addon, name, workload),
    to: {
      word: `issuer-${issuer}`,
      text: `token issuer ${issuer}`,
      peers: cidrs.map((cidr) => ({ kind: "outside", cidr, except: exceptCidrs(cidr, own) })),
    },
    ports: tcp(port),
    why: `the public keys of token issuer ${issuer} validate the tokens of requests`,
    portNames: [],
    origin: cluster.platform.at("tokenIssuers", issuer),
  }));
}

/** A Prometheus in the namespace of an add-on must reach what every tenant's namespace lets it scrape. */
function scraping(scope: ClusterScope, addon: AddonEntry): readonly AddonConnection[] {
  const { platform, seldon, cluster } = scope;
  const { workload: name = "" } = addon.spec.provides.monitoring ?? {};
  const prometheus = addon.spec.workloads[name];
  if (prometheus === undefined) return [];
  const { component, port } = seldon;
  const inference = new Set(platform.known.servers.map((server) => server.metricsPort));
  const scraped: readonly (readonly [TenantPods, string, readonly number[]])[] = [
    ["tenants.servers", component.server, [port.agentMetrics, ...inference]],
    ["tenants.envoy", component.envoy, [port.envoyStats]],
    ["tenants.pipelines", component.pipelineGateway, [port.gatewayMetrics]],
  ];
  return scraped.map(([group, value, ports]) => ({
    from: workloadPeer(scope, addon, name, prometheus),
    to: { word: value, text: value, peers: [tenantPeer(scope, group, value)] },
    ports: tcp(...ports),
    why: `Prometheus scrapes ${value}`,
    portNames: [],
    origin: cluster.at("addons", addon.name),
  }));
}
