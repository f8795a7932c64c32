import type { SeldonFacts } from "../models/seldon/facts.ts";
import { edgeOf } from "../patterns/edge.ts";
import { type Flow, type FlowPeer, type FlowPort, type PodChoice, podsOf, tcp, udp } from "../patterns/flow.ts";
import { servesRoutes } from "../patterns/route.ts";
import { runsPipelines } from "../validate/effective.ts";
import type { ClusterEntry, Origin, PlatformEntry, TenantEntry } from "../validate/inventory.ts";

// Flows of a Seldon Core runtime that serves one tenant or all tenants of a cluster.

/** UDP and TCP: DNS sends answers over 512 bytes over TCP. Without TCP, only some lookups fail. */
export function dnsFlow(cluster: ClusterEntry, origin: Origin): readonly Flow[] {
  const { namespace, pods, port: dnsPort, nodeLocal } = cluster.spec.network.dns;
  const flow = {
    kind: "baseline",
    field: "cluster.network.dns",
    why: "pods look up names in DNS",
    direction: "out",
    origin,
  } as const;
  const ports = [udp(dnsPort), ...tcp(dnsPort)];
  const pod: FlowPeer = { kind: "pods", namespaces: [namespace], labels: pods };
  if (nodeLocal === undefined) return [{ ...flow, name: "to-dns", peers: [pod], ports }];
  return [
    { ...flow, name: "to-dns", peers: [pod], ports },
    { ...flow, name: "to-dns-node-local", peers: [{ kind: "node", address: nodeLocal }], ports: [udp(53), ...tcp(53)] },
  ];
}

/** Agents and the scheduler read ConfigMaps and Secrets of their namespace. An agent that cannot read them exits (2.9.1). */
export function apiServerFlow(cluster: ClusterEntry, name: string, why: string, pods: PodChoice, origin: Origin): Flow {
  const { endpoints, port: apiPort } = cluster.spec.network.apiServer;
  const peers: readonly FlowPeer[] = [{ kind: "api-server", cidrs: endpoints }];
  return {
    kind: "control",
    field: "cluster.seldon.pattern",
    name,
    why,
    direction: "out",
    pods,
    peers,
    ports: tcp(apiPort),
    origin,
  };
}

/** Flows from Prometheus to a runtime that serves these tenants. */
export function runtimeScraping(
  seldon: SeldonFacts,
  cluster: ClusterEntry,
  tenants: readonly TenantEntry[],
  origin: Origin,
): readonly Flow[] {
  const { component, port } = seldon;
  const streams = tenants.find(runsPipelines);
  return [
    scrapeFlow(seldon, cluster, "envoy", component.envoy, tcp(port.envoyStats), origin),
    ...(streams === undefined
      ? []
      : [
          scrapeFlow(
            seldon,
            cluster,
            "pipelinegateway",
            component.pipelineGateway,
            tcp(port.gatewayMetrics),
            streams.at("pipelines"),
          ),
        ]),
  ];
}

/** The flow from Prometheus to one component. */
export function scrapeFlow(
  seldon: SeldonFacts,
  cluster: ClusterEntry,
  name: string,
  target: string,
  ports: readonly FlowPort[],
  origin: Origin,
): Flow {
  const { namespace, pods } = cluster.spec.prometheus;
  return {
    kind: "control",
    field: "servers",
    name: `from-prometheus-to-${name}`,
    why: `Prometheus scrapes ${target}`,
    direction: "in",
    pods: podsOf(seldon, target),
    peers: [{ kind: "pods", namespaces: [namespace], labels: pods }],
    ports,
    origin,
  };
}

/** Pipelines stream through Kafka. The scheduler itself never connects to it. */
export function streamingFlows(seldon: SeldonFacts, platform: PlatformEntry, origin: Origin): readonly Flow[] {
  const { component } = seldon;
  const kafka = platform.spec.services[platform.spec.seldon.kafka?.service ?? ""];
  if (kafka === undefined) return [];
  return [
    {
      kind: "declared",
      field: "pipelines",
      name: "to-kafka",
      why: "pipelines exchange data through Kafka",
      direction: "out",
      pods: podsOf(seldon, component.dataflow, component.modelGateway, component.pipelineGateway),
      peers: [{ kind: "pods", namespaces: [kafka.namespace], labels: kafka.pods }],
      ports: kafka.ports,
      origin,
    },
  ];
}

export function tracingFlow(platform: PlatformEntry): readonly Flow[] {
  const collector = platform.spec.services[platform.spec.seldon.tracing?.service ?? ""];
  if (collector === undefined) return [];
  return [
    {
      kind: "declared",
      field: "platform.seldon.tracing",
      name: "to-tracing",
      why: "pods send traces to the collector",
      direction: "out",
      peers: [{ kind: "pods", namespaces: [collector.namespace], labels: collector.pods }],
      ports: collector.ports,
      origin: platform.at("seldon", "tracing"),
    },
  ];
}

/** Services that call the models of these tenants. They reach only Envoy. */
export function callerFlows(
  seldon: SeldonFacts,
  cluster: ClusterEntry,
  tenants: readonly TenantEntry[],
): readonly Flow[] {
  const byService = new Map<string, Omit<Caller, "name"> & { readonly callees: string[] }>();
  for (const tenant of tenants) {
    for (const { name, field, origin } of callersOf(cluster, tenant)) {
      const known = byService.get(name);
      if (known === undefined) byService.set(name, { callees: [tenant.name], field, origin });
      else known.callees.push(tenant.name);
    }
  }
  return [...byService].flatMap(([name, { callees, field, origin }]) => {
    const service = cluster.platform.spec.services[name];
    if (service === undefined) return [];
    const owners = callees.length === 1 ? callees[0] : `${callees.length} tenants`;
    return [
      {
        kind: "declared" as const,
        field,
        name: `from-service-${name}`,
        why: `service ${name} calls the models of ${owners}`,
        direction: "in" as const,
        pods: podsOf(seldon, seldon.component.envoy),
        peers: [{ kind: "pods" as const, namespaces: [service.namespace], labels: service.pods }],
        ports: tcp(seldon.port.envoyData),
        origin,
      },
    ];
  });
}

interface Caller {
  readonly name: string;
  readonly field: "network.callers" | "routes";
  readonly origin: Origin;
}

/** The services that call a tenant's models: those that its file lists, and the gateway of its routes. */
function callersOf(cluster: ClusterEntry, tenant: TenantEntry): readonly Caller[] {
  const { callers } = tenant.spec.network;
  const listed = callers.map(
    (name, index): Caller => ({ name, field: "network.callers", origin: tenant.at("network", "callers", index) }),
  );
  const gateway = edgeOf(cluster)?.gateway.platformService;
  if (gateway === undefined || callers.includes(gateway) || !servesRoutes(cluster, tenant)) return listed;
  return [...listed, { name: gateway, field: "routes", origin: tenant.at("routes") }];
}
