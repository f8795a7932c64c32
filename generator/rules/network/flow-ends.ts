import type { EndpointComponent, EndpointId } from "../../evaluate/network/endpoint-id.ts";
import { type ClusterEndpoints, clusterEndpoints } from "../../evaluate/network/endpoints.ts";
import type { PolicyProtocol } from "../../evaluate/network/port-set.ts";
import type { Endpoint } from "../../evaluate/network/reach.ts";
import { oncePer } from "../../load/once-per.ts";
import type { Pattern } from "../../patterns/pattern.ts";
import { patterns } from "../../patterns/table.ts";
import type { ClusterEntry, PlatformEntry, TenantEntry } from "../../validate/inventory.ts";

/** Who must reach whom, on one port. */
export interface NeededFlow {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly port: number;
  readonly protocol: PolicyProtocol;
  readonly why: string;
}

/** Where flows are looked for, and who is there. */
export interface FlowNamespace {
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  readonly pattern: Pattern;
  readonly endpoints: ClusterEndpoints;
}

/** The same for each of a cluster's tenants, and as large as all of them. */
export function flowNamespaceOn(platform: PlatformEntry, cluster: ClusterEntry): FlowNamespace {
  return placesOf(platform)(cluster);
}

const placesOf = oncePer((platform: PlatformEntry) =>
  oncePer(
    (cluster: ClusterEntry): FlowNamespace => ({
      platform,
      cluster,
      pattern: patterns[cluster.spec.seldon.pattern],
      endpoints: clusterEndpoints(platform, cluster),
    }),
  ),
);

/** UDP and TCP: longer answers come over TCP. */
export function dnsFlows({ cluster, endpoints }: FlowNamespace, from: Endpoint): readonly NeededFlow[] {
  const { dns } = cluster.spec.network;
  const pods = ofCluster(endpoints, "dns");
  const node = ofCluster(endpoints, "dns-node-local");
  return (["UDP", "TCP"] as const).flatMap((protocol) => [
    ...pairFlows([from], pods, [dns.port], "names resolve", protocol),
    ...pairFlows([from], node, [53], "names resolve", protocol),
  ]);
}

/** One flow for each endpoint of the API server, because a client is sent to one of them by chance. */
export function apiFlows(
  { cluster, endpoints }: FlowNamespace,
  from: readonly Endpoint[],
  why: string,
): readonly NeededFlow[] {
  const [found] = ofCluster(endpoints, "api-server");
  if (found?.kind !== "address") return [];
  const { port } = cluster.spec.network.apiServer;
  return found.cidrs.flatMap((cidr) => pairFlows(from, [{ ...found, cidrs: [cidr] }], [port], why));
}

export function serviceFlow(
  place: FlowNamespace,
  from: readonly Endpoint[],
  name: string | undefined,
  why: string,
): readonly NeededFlow[] {
  const ports = place.platform.spec.services[name ?? ""]?.ports ?? [];
  return ports.flatMap(({ port, protocol }) => pairFlows(from, serviceEnd(place, name ?? ""), [port], why, protocol));
}

export function serviceEnd({ endpoints }: FlowNamespace, name: string): readonly Endpoint[] {
  return endpoints.others.filter(({ id }) => id.owner === "service" && id.service === name);
}

export function prometheusEnd({ endpoints }: FlowNamespace): readonly Endpoint[] {
  return ofCluster(endpoints, "prometheus");
}

type ClusterPart = Extract<EndpointId, { owner: "cluster" }>["component"];

function ofCluster({ others }: ClusterEndpoints, component: ClusterPart): readonly Endpoint[] {
  return others.filter(({ id }) => id.owner === "cluster" && id.component === component);
}

/** The types of inference servers that a tenant's templates run. */
export function serverTypes({ platform }: FlowNamespace, { spec }: TenantEntry): readonly string[] {
  const templates = [...Object.values(spec.servers), ...Object.values(spec.serverConfigs)].flatMap(
    ({ template }) => template ?? [],
  );
  return [...new Set(templates.flatMap((name) => platform.spec.serverTemplates[name]?.type ?? []))];
}

/** Pods of one of Seldon's components, a tenant's or the shared runtime's. */
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
