import type { ClusterEntry, PlatformEntry, TenantEntry } from "../../../validate/inventory.ts";
import { type Population, populationOf, serviceName } from "../../network/endpoints.ts";
import type { Protocol } from "../../network/port-set.ts";
import type { Endpoint } from "../../network/reach.ts";

/** Who must reach whom, on one port. */
export interface NeededFlow {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly port: number;
  readonly protocol: Protocol;
  readonly why: string;
}

/** Where flows are looked for, and who is there. */
export interface Place {
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  readonly population: Population;
}

const places = new WeakMap<ClusterEntry, Place>();

/** The same for each of a cluster's tenants, and as large as all of them. */
export function placeOn(platform: PlatformEntry, cluster: ClusterEntry): Place {
  const known = places.get(cluster) ?? { platform, cluster, population: populationOf(platform, cluster) };
  places.set(cluster, known);
  return known;
}

/** UDP and TCP: longer answers come over TCP. */
export function dnsFlows({ cluster, population }: Place, from: Endpoint): readonly NeededFlow[] {
  const { dns } = cluster.spec.network;
  const pods = population.others.filter(
    (one) => one.name === "dns" && one.kind === "pod" && one.namespace === dns.namespace,
  );
  const node = population.others.filter((one) => one.name === "dns-node-local" && one.kind === "address");
  return (["UDP", "TCP"] as const).flatMap((protocol) => [
    ...pairs([from], pods, [dns.port], "names resolve", protocol),
    ...pairs([from], node, [53], "names resolve", protocol),
  ]);
}

/** Each of its endpoints: any of them may answer. */
export function apiFlows(
  { cluster, population }: Place,
  from: readonly Endpoint[],
  why: string,
): readonly NeededFlow[] {
  const found = population.others.find((one) => one.name === "api-server" && one.kind === "address");
  if (found?.kind !== "address") return [];
  const { port } = cluster.spec.network.apiServer;
  return found.cidrs.flatMap((cidr) => pairs(from, [{ ...found, cidrs: [cidr] }], [port], why));
}

export function service(
  place: Place,
  from: readonly Endpoint[],
  name: string | undefined,
  why: string,
): readonly NeededFlow[] {
  const ports = place.platform.spec.services[name ?? ""]?.ports ?? [];
  return ports.flatMap(({ port, protocol }) => pairs(from, serviceEnd(place, name ?? ""), [port], why, protocol));
}

export function serviceEnd({ platform, population }: Place, name: string): readonly Endpoint[] {
  const namespace = platform.spec.services[name]?.namespace;
  const called = serviceName(name);
  return population.others.filter((one) => one.kind === "pod" && one.name === called && one.namespace === namespace);
}

export function prometheus({ cluster, population }: Place): readonly Endpoint[] {
  const { namespace } = cluster.spec.prometheus;
  return population.others.filter(
    (one) => one.kind === "pod" && one.name === "prometheus" && one.namespace === namespace,
  );
}

export function onlyTriton({ platform }: Place, { spec }: TenantEntry): boolean {
  const templates = [...Object.values(spec.servers), ...Object.values(spec.serverConfigs)].flatMap(
    ({ template }) => template ?? [],
  );
  return templates.length > 0 && templates.every((name) => platform.spec.serverTemplates[name]?.type === "triton");
}

export function called(among: readonly Endpoint[], name: string): readonly Endpoint[] {
  return among.filter((one) => one.name === name);
}

export function pairs(
  from: readonly Endpoint[],
  to: readonly Endpoint[],
  ports: readonly number[],
  why: string,
  protocol: Protocol = "TCP",
): readonly NeededFlow[] {
  return from.flatMap((one) =>
    to.flatMap((other) => ports.map((port) => ({ from: one, to: other, port, protocol, why }))),
  );
}
