import { isDeepStrictEqual } from "node:util";
import { everyTcpPort, type Flow, type FlowPeer, type FlowPort } from "../patterns/flow.ts";
import { meshAround, meshNamespaces, usesTunnel } from "../patterns/mesh.ts";
import { type ClusterMesh, meshOf } from "../validate/addons/mesh.ts";
import type { ClusterEntry, Origin } from "../validate/inventory.ts";
import { workloadPorts } from "./addon-peers.ts";

/**
 * The flows of a namespace with those of its mesh: sidecars call the control plane. Without sidecars, a connection between
 * two pods of the mesh arrives on the port of the tunnel, and the probes of the kubelet come from a separate address.
 */
export function meshedFlows(
  cluster: ClusterEntry,
  namespace: string,
  flows: readonly Flow[],
  origin: Origin,
): readonly Flow[] {
  const mesh = meshAround(cluster, namespace);
  return [
    ...flows.flatMap((flow) => withTunnel(cluster, namespace, flow)),
    ...(mesh === undefined ? [] : [...sidecarFlow(mesh, namespace, origin), ...probesFlow(mesh, origin)]),
  ];
}

function sidecarFlow(
  { sidecars, controlPlane, facts }: ClusterMesh,
  namespace: string,
  origin: Origin,
): readonly Flow[] {
  if (sidecars === undefined || controlPlane === undefined || controlPlane.namespace === namespace) return [];
  return [
    {
      kind: "control",
      field: "cluster.addons",
      name: "to-mesh",
      why: "sidecars get their configuration and certificates from the mesh",
      direction: "out",
      peers: [{ kind: "pods", namespaces: [controlPlane.namespace], labels: controlPlane.pods }],
      ports: workloadPorts(controlPlane, facts.port),
      origin,
    },
  ];
}

function probesFlow({ facts: { tunnel } }: ClusterMesh, origin: Origin): readonly Flow[] {
  if (tunnel === undefined || tunnel.probes.length === 0) return [];
  return [
    {
      kind: "control",
      field: "cluster.addons",
      name: "from-mesh-probes",
      why: "in the mesh, the probes of the kubelet come from this address",
      direction: "in",
      peers: tunnel.probes.map((cidr) => ({ kind: "outside", cidr, except: [] })),
      ports: [everyTcpPort],
      origin,
    },
  ];
}

/** Adds the port of the tunnel for the peers that are in the mesh. If only some of them are, in a separate flow. */
function withTunnel(cluster: ClusterEntry, namespace: string, flow: Flow): readonly Flow[] {
  const tunnel = meshOf(cluster)?.facts.tunnel;
  const labels = flow.pods !== undefined && "labels" in flow.pods ? flow.pods.labels : {};
  if (tunnel === undefined || !usesTunnel(cluster, namespace, labels)) return [flow];
  if (!flow.ports.some(({ protocol }) => protocol === "TCP")) return [flow];
  const peers = flow.peers.flatMap((peer) => peersInMesh(cluster, peer));
  const port: FlowPort = { port: tunnel.port, protocol: "TCP" };
  if (peers.length === 0) return [flow];
  return isDeepStrictEqual(peers, flow.peers)
    ? [{ ...flow, ports: [...flow.ports, port] }]
    : [flow, { ...flow, name: `${flow.name}-tunnel`, peers, ports: [port] }];
}

/** The part of a peer that is in the mesh. */
function peersInMesh(cluster: ClusterEntry, peer: FlowPeer): readonly FlowPeer[] {
  if (peer.kind === "pods") {
    const namespaces = peer.namespaces.filter((name) => usesTunnel(cluster, name, peer.labels));
    return namespaces.length === 0 ? [] : [{ ...peer, namespaces }];
  }
  if (peer.kind !== "tenants") return [];
  if (meshOf(cluster)?.includesTenants === true) return [peer];
  const namespaces = cluster.tenants.map(({ name }) => name).filter((name) => meshNamespaces(cluster).has(name));
  return namespaces.length === 0 ? [] : [{ kind: "pods", namespaces, labels: peer.labels }];
}
