import type { ClusterComponent, EndpointComponent } from "../../evaluate/network/endpoint-id.ts";
import { type ClusterEndpoints, clusterEndpoints } from "../../evaluate/network/endpoints.ts";
import type { PolicyProtocol } from "../../evaluate/network/port-set.ts";
import type { Endpoint } from "../../evaluate/network/reach.ts";
import { memoize } from "../../load/memoize.ts";
import type { Pattern } from "../../patterns/pattern.ts";
import { patterns } from "../../patterns/table.ts";
import type { ClusterEntry, PlatformEntry, TenantEntry } from "../../validate/inventory.ts";

/** A connection that must be open, on one port or on all ports of a range. */
export interface NeededFlow {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly port: number;
  /** The last port of a range that begins with `port`. */
  readonly endPort?: number;
  readonly protocol: PolicyProtocol;
  readonly why: string;
}

/** A cluster, with the pattern and the endpoints from which its flows are computed. */
export interface FlowContext {
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  readonly pattern: Pattern;
  readonly endpoints: ClusterEndpoints;
}

/** Computed once for each cluster, because it is the same for all tenants and grows with their number. */
export const flowContextOf = memoize(
  (cluster: ClusterEntry): FlowContext => ({
    platform: cluster.platform,
    cluster,
    pattern: patterns[cluster.spec.seldon.pattern],
    endpoints: clusterEndpoints(cluster),
  }),
);

/** DNS over UDP and TCP, because longer answers come over TCP. */
export function dnsFlows({ cluster, endpoints }: FlowContext, from: Endpoint): readonly NeededFlow[] {
  const { dns } = cluster.spec.network;
  const pods = ofCluster(endpoints, "dns");
  const node = ofCluster(endpoints, "dns-node-local");
  return (["UDP", "TCP"] as const).flatMap((protocol) => [
    ...pairFlows([from], pods, [dns.port], "name resolution", protocol),
    ...pairFlows([from], node, [53], "name resolution", protocol),
  ]);
}

/** One flow for each endpoint of the API server, because a client can be sent to any of them. */
export function apiFlows(
  { cluster, endpoints }: FlowContext,
  from: readonly Endpoint[],
  why: string,
): readonly NeededFlow[] {
  const [found] = ofCluster(endpoints, "api-server");
  if (found?.kind !== "address") return [];
  const { port } = cluster.spec.network.apiServer;
  return found.cidrs.flatMap((cidr) => pairFlows(from, [{ ...found, cidrs: [cidr] }], [port], why));
}

export function serviceFlow(
  place: FlowContext,
  from: readonly Endpoint[],
  name: string | undefined,
  why: string,
): readonly NeededFlow[] {
  const ports = place.platform.spec.services[name ?? ""]?.ports ?? [];
  return ports.flatMap(({ port, protocol }) =>
    pairFlows(from, serviceEndpoints(place, name ?? ""), [port], why, protocol),
  );
}

export function serviceEndpoints({ endpoints }: FlowContext, name: string): readonly Endpoint[] {
  return endpoints.others.filter(({ id }) => id.owner === "service" && id.service === name);
}

export function prometheusEndpoints({ endpoints }: FlowContext): readonly Endpoint[] {
  return ofCluster(endpoints, "prometheus");
}

/** The endpoints of one part of the cluster, for example of its nodes. */
export function ofCluster({ others }: ClusterEndpoints, component: ClusterComponent): readonly Endpoint[] {
  return others.filter(({ id }) => id.owner === "cluster" && id.component === component);
}

/** The types of inference servers that a tenant's templates run. */
export function serverTypes({ platform }: FlowContext, { spec }: TenantEntry): readonly string[] {
  const templates = [...Object.values(spec.servers), ...Object.values(spec.serverConfigs)].flatMap(
    ({ template }) => template ?? [],
  );
  return [...new Set(templates.flatMap((name) => platform.spec.serverTemplates[name]?.type ?? []))];
}

/** Pods of some of Seldon's components, of a tenant or of the shared runtime. */
export function componentsOf(
  among: readonly Endpoint[],
  ...components: readonly EndpointComponent[]
): readonly Endpoint[] {
  return among.filter(
    ({ id }) => (id.owner === "tenant" || id.owner === "seldon") && components.includes(id.component),
  );
}

export function pairFlows(
  from: readonly Endpoint[],
  to: readonly Endpoint[],
  ports: readonly number[],
  why: string,
  protocol: PolicyProtocol = "TCP",
): readonly NeededFlow[] {
  return from.flatMap((endpoint) =>
    to.flatMap((other) => ports.map((port) => ({ from: endpoint, to: other, port, protocol, why }))),
  );
}
