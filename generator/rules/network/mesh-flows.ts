import { unnamedEndpoint } from "../../evaluate/network/endpoint-id.ts";
import type { Endpoint, NamespaceLabels, PodEndpoint } from "../../evaluate/network/reach.ts";
import { type ClusterMesh, meshOf } from "../../validate/addons/mesh.ts";
import { selects } from "../../validate/label-selector.ts";
import { workloadEndpoints } from "./addon-flow-endpoints.ts";
import { type FlowContext, type NeededFlow, pairFlows } from "./flow-endpoints.ts";

/*
 * The connections that a mesh adds. A namespace is in the mesh if it has the labels of the mesh. Like the other flows, this is
 * an oracle for the generated policies: it shares no code with them.
 */

/**
 * The flows with those that the mesh of the cluster adds to them.
 * @param pods The pods whose own connections with the mesh are added.
 */
export function withMeshFlows(
  place: FlowContext,
  flows: readonly NeededFlow[],
  pods: readonly Endpoint[],
  namespaces: NamespaceLabels,
): readonly NeededFlow[] {
  const mesh = meshOf(place.cluster);
  if (mesh === undefined) return flows;
  const isMember = (namespace: string): boolean =>
    Object.entries(mesh.facts.labels).every(([key, value]) => namespaces.get(namespace)?.[key] === value);
  const members = pods.filter((pod): pod is PodEndpoint => pod.kind === "pod" && isMember(pod.namespace));
  return [
    ...flows,
    ...throughTunnel(mesh, flows, isMember),
    ...(mesh.facts.tunnel?.probes ?? []).flatMap((cidr) => probes(cidr, members)),
    ...(mesh.sidecars === undefined ? [] : toControlPlane(place, mesh, members)),
  ];
}

/** Between two pods of the mesh, a connection over TCP arrives on the port of the tunnel. */
function throughTunnel(
  { facts: { tunnel }, addon }: ClusterMesh,
  flows: readonly NeededFlow[],
  isMember: (namespace: string) => boolean,
): readonly NeededFlow[] {
  if (tunnel === undefined) return [];
  const others = tunnel.workloads.flatMap((name) => addon.spec.workloads[name] ?? []);
  const usesTunnel = (end: Endpoint): boolean =>
    end.kind === "pod" &&
    (isMember(end.namespace) ||
      others.some(({ namespace, pods }) => namespace === end.namespace && isSame(pods, end.labels)));
  return flows.flatMap((flow) =>
    flow.protocol === "TCP" && usesTunnel(flow.from) && usesTunnel(flow.to)
      ? [{ ...flow, port: tunnel.port, why: `${flow.why}, through the tunnel of the mesh` }]
      : [],
  );
}

function isSame(left: PodEndpoint["labels"], right: PodEndpoint["labels"]): boolean {
  return Object.keys(left).length === Object.keys(right).length && selects({ matchLabels: { ...left } }, right);
}

/** The kubelet probes ports that only the pods know. */
function probes(cidr: string, pods: readonly PodEndpoint[]): readonly NeededFlow[] {
  const from: Endpoint = { kind: "address", id: unnamedEndpoint(`probes from ${cidr}`), cidrs: [cidr] };
  return pods.map((to) => ({ from, to, port: 1, endPort: 65_535, protocol: "TCP", why: "the kubelet probes pods" }));
}

function toControlPlane(place: FlowContext, mesh: ClusterMesh, pods: readonly PodEndpoint[]): readonly NeededFlow[] {
  const { controlPlane, addon, facts } = mesh;
  const port = controlPlane?.ports[facts.port];
  if (controlPlane === undefined || port === undefined) return [];
  const [name = ""] = Object.entries(addon.spec.workloads).find(([, workload]) => workload === controlPlane) ?? [];
  const from = pods.filter(({ namespace }) => namespace !== controlPlane.namespace);
  const number = typeof port === "number" ? port : port.port;
  return pairFlows(from, workloadEndpoints(place, name, controlPlane), [number], "sidecars get their configuration");
}
