import { unnamedEndpoint } from "../../evaluate/network/endpoint-id.ts";
import type { Endpoint } from "../../evaluate/network/reach.ts";
import { networksOverlap } from "../../validate/address-ranges.ts";
import { artifactStoreOf, hasRuntime, runsPipelines } from "../../validate/effective.ts";
import type { TenantEntry } from "../../validate/inventory.ts";
import { ownNetworks } from "../../validate/own-networks.ts";
import {
  apiFlows,
  componentsOf,
  dnsFlows,
  type FlowContext,
  type NeededFlow,
  pairFlows,
  prometheusEndpoints,
  serverTypes,
  serviceEndpoints,
  serviceFlow,
} from "./flow-endpoints.ts";
import { routeCallers } from "./route-flows.ts";
import { explainerFlow, type RuntimePart, runtimeFlows } from "./runtime-flows.ts";

/*
 * The connections that Seldon Core 2.9.1 needs, written down from the behaviour of its parts, with the pod ports that its
 * operator sets. This is an oracle for the generated policies, so it shares no table of ports or flows with them.
 */

/** The flows that Seldon's own namespace needs: DNS, and the API server for its operator. */
export function neededPlatformFlows(place: FlowContext): readonly NeededFlow[] {
  const { cluster, pattern, endpoints } = place;
  // Where each tenant has its own operator and runtime, no part of Seldon runs in that namespace.
  if (pattern.operator === "tenant" && pattern.runtime === "tenant") return [];
  const own = endpoints.others.filter(({ id }) => id.owner === "seldon");
  const serving = cluster.tenants.filter((tenant) => hasRuntime(cluster, tenant));
  const shared = pattern.runtime === "shared" && serving.length > 0;
  return [
    ...own.flatMap((pod) => dnsFlows(place, pod)),
    ...apiFlows(place, componentsOf(own, "operator"), "the operator watches and writes objects"),
    ...(shared
      ? [
          ...apiFlows(place, componentsOf(own, "scheduler"), "the scheduler reads its configuration"),
          ...withinRuntime((part) => endpointsOfPart(own, part)),
          ...aroundRuntime(place, (part) => endpointsOfPart(own, part), serving),
        ]
      : []),
  ];
}

/** The flows that one tenant needs, at the boundary of any namespace. */
export function neededTenantFlows(place: FlowContext, tenant: TenantEntry): readonly NeededFlow[] {
  const { cluster, pattern, endpoints } = place;
  const own = endpoints.tenants.get(tenant.name) ?? [];
  const part = partsFor(place, tenant);
  const servers = part("server");
  const basic = [
    ...own.flatMap((pod) => dnsFlows(place, pod)),
    ...(pattern.operator === "tenant"
      ? apiFlows(place, part("operator"), "the operator watches and writes objects")
      : []),
    ...declaredNeeds(place, tenant, own),
  ];
  if (!hasRuntime(cluster, tenant)) return basic;
  const explains = Object.values(tenant.spec.models).some(({ explainer }) => explainer !== undefined);
  return [
    ...basic,
    // Flows within a shared runtime belong to the platform. Flows to and from Servers belong to this tenant.
    ...withinRuntime(part).filter(
      ({ from, to }) => pattern.runtime === "tenant" || servers.includes(from) || servers.includes(to),
    ),
    ...pairFlows(componentsOf(own, "pod"), part("envoy"), [9000], "the tenant's own pods call its models"),
    ...(explains ? pairFlows(servers, part("envoy"), [9000], explainerFlow.why) : []),
    ...apiFlows(place, servers, "agents read their configuration, and exit if they cannot"),
    ...(pattern.runtime === "shared"
      ? []
      : apiFlows(place, part("scheduler"), "the scheduler reads its configuration")),
    ...pairFlows(prometheusEndpoints(place), servers, [9006], "Prometheus scrapes agents"),
    ...servers.flatMap((server) =>
      pairFlows(
        prometheusEndpoints(place),
        [server],
        metricsPorts(place, tenant, server),
        "Prometheus scrapes inference servers",
      ),
    ),
    ...artifactFlows(place, tenant, servers),
    ...tracingFlows(place, servers),
    ...(pattern.runtime === "shared" ? [] : aroundRuntime(place, part, [tenant])),
  ];
}

/** Returns the endpoints of the parts of Seldon that serve a tenant. */
export function partsFor(
  { pattern, endpoints }: FlowContext,
  tenant: TenantEntry,
): (name: RuntimePart) => readonly Endpoint[] {
  const own = endpoints.tenants.get(tenant.name) ?? [];
  const seldon = endpoints.others.filter(({ id }) => id.owner === "seldon");
  return (name) => {
    if (name === "server") return endpointsOfPart(own, name);
    if (name === "operator") return endpointsOfPart(pattern.operator === "tenant" ? own : seldon, name);
    return endpointsOfPart(pattern.runtime === "shared" ? seldon : own, name);
  };
}

/** The usage counter has no endpoint, because no policy selects its pod. */
function endpointsOfPart(pods: readonly Endpoint[], name: RuntimePart): readonly Endpoint[] {
  if (name === "hodometer") return [];
  return componentsOf(pods, name);
}

/** The metrics ports of the inference servers that Seldon's charts install. */
const metricsPort29: Readonly<Record<string, number>> = { mlserver: 8082, triton: 8002 };

/** For any other server, only its own file has the metrics port. */
function metricsPorts(place: FlowContext, tenant: TenantEntry, { id }: Endpoint): readonly number[] {
  const [only] = serverTypes(place, tenant);
  const type = (id.owner === "tenant" ? id.type : undefined) ?? only;
  const port = metricsPort29[type ?? ""] ?? place.platform.known.servers.find(({ name }) => name === type)?.metricsPort;
  return port === undefined ? [] : [port];
}

function withinRuntime(part: (name: RuntimePart) => readonly Endpoint[]): readonly NeededFlow[] {
  return runtimeFlows.flatMap(({ from, to, port, why }) => pairFlows(part(from), part(to), [port], why));
}

/** The flows between a runtime and other software: callers of models, streaming and monitoring. */
function aroundRuntime(
  place: FlowContext,
  part: (name: RuntimePart) => readonly Endpoint[],
  tenants: readonly TenantEntry[],
): readonly NeededFlow[] {
  const { platform, pattern, endpoints } = place;
  const streaming = (["modelgateway", "pipelinegateway", "dataflow"] as const).flatMap(part);
  const callers = [...new Set(tenants.flatMap(({ spec }) => spec.network.callers))];
  return [
    ...pairFlows(prometheusEndpoints(place), part("envoy"), [9003], "Prometheus scrapes Envoy"),
    ...pairFlows(
      prometheusEndpoints(place),
      part("pipelinegateway"),
      [9006],
      "Prometheus scrapes the pipeline gateway",
    ),
    ...(tenants.some(runsPipelines)
      ? serviceFlow(place, streaming, platform.spec.seldon.kafka?.service, "pipelines stream through Kafka")
      : []),
    ...tracingFlows(place, [...part("scheduler"), ...part("envoy"), ...streaming]),
    ...callers.flatMap((name) =>
      pairFlows(serviceEndpoints(place, name), part("envoy"), [9000], `${name} calls models`),
    ),
    ...tenants.flatMap((tenant) =>
      pairFlows(routeCallers(place, tenant), part("envoy"), [9000], "the gateway sends the requests of routes"),
    ),
    ...tenants.flatMap((tenant) =>
      pattern.runtime === "shared"
        ? []
        : tenant.spec.network.tenants.calledBy.flatMap((caller) =>
            pairFlows(
              componentsOf(endpoints.tenants.get(caller) ?? [], "pod"),
              part("envoy"),
              [9000],
              `${caller} calls the models of ${tenant.name}`,
            ),
          ),
    ),
  ];
}

/** Services that the tenant file lists, from any pod of the tenant, and models of other tenants that agree. */
function declaredNeeds(place: FlowContext, tenant: TenantEntry, own: readonly Endpoint[]): readonly NeededFlow[] {
  const any = componentsOf(own, "pod");
  const { needs, tenants } = tenant.spec.network;
  const local = place.pattern.runtime === "tenant";
  return [
    ...needs.flatMap((name) => serviceFlow(place, any, name, `the tenant calls ${name}`)),
    ...tenants.calls.flatMap((callee) =>
      local
        ? pairFlows(
            any,
            componentsOf(place.endpoints.tenants.get(callee) ?? [], "envoy"),
            [9000],
            `the tenant calls the models of ${callee}`,
          )
        : [],
    ),
  ];
}

function artifactFlows(place: FlowContext, tenant: TenantEntry, servers: readonly Endpoint[]): readonly NeededFlow[] {
  const { platform, cluster } = place;
  const stores = new Map(
    Object.values(tenant.spec.models).flatMap(({ storageUri }) => {
      const found = artifactStoreOf(platform, tenant.name, storageUri);
      return found === undefined ? [] : [[found.name, found.store] as const];
    }),
  );
  return [...stores].flatMap(([name, store]) => {
    const why = `Servers fetch models from ${name}`;
    if (store.service !== undefined) return serviceFlow(place, servers, store.service, why);
    return (
      (store.external?.cidrs ?? [])
        // It is not known which part of a network with exceptions is needed.
        .filter((cidr) => ownNetworks(cluster.spec.network).every((own) => networksOverlap(cidr, own) === "apart"))
        .flatMap((cidr) =>
          pairFlows(
            servers,
            [{ kind: "address", id: unnamedEndpoint(cidr), cidrs: [cidr] }],
            [store.external?.port ?? 443],
            why,
          ),
        )
    );
  });
}

function tracingFlows(place: FlowContext, pods: readonly Endpoint[]): readonly NeededFlow[] {
  return serviceFlow(place, pods, place.platform.spec.seldon.tracing?.service, "pods send traces");
}
