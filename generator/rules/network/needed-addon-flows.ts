import { unnamedEndpoint } from "../../evaluate/network/endpoint-id.ts";
import type { Endpoint } from "../../evaluate/network/reach.ts";
import type { AddonEntry } from "../../validate/addons/on-cluster.ts";
import type { Workload } from "../../validate/addons/workload.ts";
import { networksOverlap } from "../../validate/address-ranges.ts";
import type { TenantEntry } from "../../validate/inventory.ts";
import { ownNetworks } from "../../validate/own-networks.ts";
import {
  nodeEndpoints,
  providedWorkload,
  sourceEndpoints,
  tenantEndpoints,
  workloadEndpoints,
} from "./addon-flow-endpoints.ts";
import {
  apiFlows,
  componentsOf,
  dnsFlows,
  type FlowContext,
  type NeededFlow,
  pairFlows,
  prometheusEndpoints,
  serviceEndpoints,
  serviceFlow,
} from "./flow-endpoints.ts";
import { isBehindFront, routeCallers, routeFlows } from "./route-flows.ts";

/*
 * The connections of the add-ons, from the workloads in their files. Like the flows of Seldon, this is an oracle for the
 * generated policies: it shares no code with them.
 */

/**
 * The flows that the namespaces of the add-ons need.
 * @param tenants The tenants at the other end.
 */
export function neededAddonFlows(place: FlowContext, tenants: readonly TenantEntry[]): readonly NeededFlow[] {
  const { cluster, endpoints } = place;
  const own = ownNetworks(cluster.spec.network);
  const ofAddons = cluster.addons.flatMap((addon) => {
    const { namespaces, workloads } = addon.spec;
    return [
      ...[...endpoints.addons.values()]
        .filter(({ namespace }) => namespace in namespaces)
        .flatMap((pod) => dnsFlows(place, pod)),
      ...Object.entries(workloads).flatMap(([name, workload]) => [
        ...flowsToWorkload(place, { addon, name, workload }, tenants),
        ...flowsFromWorkload(place, { addon, name, workload }, tenants),
        // It is not known which part of a network with exceptions is needed.
        ...outsideFlows(place, workload, name, (cidr) =>
          own.every((network) => networksOverlap(cidr, network) === "apart"),
        ),
      ]),
    ];
  });
  return [...ofAddons, ...routeFlows(place)];
}

/** The same, and what may be open too. */
export function declaredAddonFlows(place: FlowContext, tenants: readonly TenantEntry[]): readonly NeededFlow[] {
  const { cluster, platform, endpoints } = place;
  // A Prometheus of an add-on may scrape each type of inference server, whatever tenants use today.
  const servers = tenants.flatMap(({ name }) => componentsOf(endpoints.tenants.get(name) ?? [], "server"));
  const ports = platform.known.servers.map(({ metricsPort }) => metricsPort);
  return [
    ...neededAddonFlows(place, tenants),
    ...cluster.addons.flatMap(({ spec }) =>
      Object.entries(spec.workloads).flatMap(([name, workload]) => outsideFlows(place, workload, name, () => true)),
    ),
    ...cluster.addons.flatMap(({ spec }) =>
      Object.entries(spec.workloads)
        .filter(([, { to }]) => to.includes("tenants.envoy"))
        .flatMap(([name, workload]) => envoyFlows(place, workloadEndpoints(place, name, workload), tenants)),
    ),
    ...pairFlows(prometheusEndpoints(place), servers, ports, "Prometheus scrapes inference servers"),
  ];
}

interface NamedWorkload {
  readonly addon: AddonEntry;
  readonly name: string;
  readonly workload: Workload;
}

function flowsToWorkload(
  place: FlowContext,
  { addon, name, workload }: NamedWorkload,
  tenants: readonly TenantEntry[],
): readonly NeededFlow[] {
  const to = workloadEndpoints(place, name, workload);
  const pod = workload.hostNetwork ? undefined : place.endpoints.addons.get(`${workload.namespace}/pod`);
  const neighbours = pod === undefined ? [] : [pod];
  return Object.entries(workload.ports).flatMap(([port]) => [
    ...portFlows(neighbours, to, workload, port, "pods of one namespace connect"),
    ...(workload.from[port] ?? [])
      .filter((source) => source !== "outside" || !isBehindFront(place, workload))
      .flatMap((source) =>
        portFlows(sourceEndpoints(place, addon, source, tenants), to, workload, port, `${source} connects to ${name}`),
      ),
  ]);
}

function flowsFromWorkload(
  place: FlowContext,
  { addon, name, workload }: NamedWorkload,
  tenants: readonly TenantEntry[],
): readonly NeededFlow[] {
  const from = workloadEndpoints(place, name, workload);
  return workload.to.flatMap((target) => {
    if (typeof target !== "string")
      return "nodes" in target ? pairFlows(from, nodeEndpoints(place), target.nodes, target.why) : [];
    const why = `${name} connects to ${target}`;
    if (target === "api-server") return apiFlows(place, from, why);
    if (target === "tenants.envoy") return envoyFlows(place, from, tenants.filter(acceptsCallsFrom(place, from)));
    const [other = "", port = ""] = target.split(".");
    const own = addon.spec.workloads[other];
    if (own !== undefined) return portFlows(from, workloadEndpoints(place, other, own), own, port, why);
    const provided = providedWorkload(place, target);
    if (provided !== undefined) {
      const to = workloadEndpoints(place, provided.name, provided.workload);
      return portFlows(from, to, provided.workload, provided.port, why);
    }
    return flowsByHand(place, from, target, why);
  });
}

/** The flows to what files name instead of an add-on. */
function flowsByHand(
  place: FlowContext,
  from: readonly Endpoint[],
  target: string,
  why: string,
): readonly NeededFlow[] {
  const { seldon, artifactStores, database } = place.platform.spec;
  const networks = (cidrs: readonly string[], port: number): readonly NeededFlow[] =>
    cidrs.flatMap((cidr) =>
      pairFlows(from, [{ kind: "address", id: unnamedEndpoint(cidr), cidrs: [cidr] }], [port], why),
    );
  if (target === "streaming") return serviceFlow(place, from, seldon.kafka?.service, why);
  if (target === "objectStore")
    return Object.values(artifactStores).flatMap(({ service, external }) => [
      ...serviceFlow(place, from, service, why),
      ...networks(external?.cidrs ?? [], external?.port ?? 443),
    ]);
  if (target !== "database" || database === undefined) return [];
  return database.service === undefined
    ? networks(database.cidrs ?? [], database.port)
    : pairFlows(from, serviceEndpoints(place, database.service), [database.port], why);
}

function envoyFlows(
  place: FlowContext,
  from: readonly Endpoint[],
  tenants: readonly TenantEntry[],
): readonly NeededFlow[] {
  return pairFlows(from, tenantEndpoints(place, "tenants.envoy", tenants), [9000], "models are called");
}

/** The tenant's file decides whether its Envoy accepts connections from a service of the platform. */
function acceptsCallsFrom(place: FlowContext, from: readonly Endpoint[]): (tenant: TenantEntry) => boolean {
  return (tenant) =>
    [
      ...tenant.spec.network.callers.flatMap((name) => serviceEndpoints(place, name)),
      ...routeCallers(place, tenant),
    ].some((endpoint) => from.includes(endpoint));
}

function outsideFlows(
  place: FlowContext,
  workload: Workload,
  name: string,
  isIncluded: (cidr: string) => boolean,
): readonly NeededFlow[] {
  return workload.to.flatMap((target) =>
    typeof target === "string" || "nodes" in target
      ? []
      : target.cidrs
          .filter(isIncluded)
          .flatMap((cidr) =>
            pairFlows(
              workloadEndpoints(place, name, workload),
              [{ kind: "address", id: unnamedEndpoint(cidr), cidrs: [cidr] }],
              target.ports,
              target.why,
            ),
          ),
  );
}

function portFlows(
  from: readonly Endpoint[],
  to: readonly Endpoint[],
  { ports }: Workload,
  name: string,
  why: string,
): readonly NeededFlow[] {
  const port = ports[name];
  if (port === undefined) return [];
  return typeof port === "number"
    ? pairFlows(from, to, [port], why)
    : pairFlows(from, to, [port.port], why, port.protocol);
}
