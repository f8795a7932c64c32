import { component, port } from "../models/seldon-names.ts";
import { tenantControlFlows } from "../patterns/control-flows.ts";
import {
  componentPeer,
  type Flow,
  type FlowPort,
  operatorPods,
  type Peer,
  type PodChoice,
  podsOf,
  tcp,
  udp,
} from "../patterns/flow.ts";
import { exceptionsWithin, ownNetworks } from "../validate/addresses.ts";
import { artifactStoreOf, runsPipelines, serverConfigsOf, servesModels } from "../validate/effective.ts";
import type { ClusterEntry, Origin, PlatformEntry, TenantEntry } from "../validate/inventory.ts";
import { sortedEntries, type TenantScope } from "./scope.ts";

/** Every flow across the border of a tenant's namespace, declared or derived, sorted by name. Nothing else crosses it. */
export function flows(scope: TenantScope): readonly Flow[] {
  const { platform, cluster, pattern, tenant } = scope;
  const local = pattern.runtime === "tenant";
  const serving = servesModels(tenant)
    ? [
        ...tenantControlFlows(pattern, platform, tenant),
        apiServer(
          cluster,
          "to-api-server",
          "Seldon's agents and scheduler read their configuration",
          podsOf(...(local ? [component.scheduler, component.server] : [component.server])),
          tenant.at("servers"),
        ),
        ...serverScraping(scope),
        ...(local ? runtimeScraping(cluster, [tenant], tenant.at("servers")) : []),
      ]
    : [];
  const own =
    pattern.operator === "tenant"
      ? [
          apiServer(
            cluster,
            "operator-to-api-server",
            "the tenant's operator watches and writes its namespace",
            operatorPods,
            cluster.at("seldon", "pattern"),
          ),
        ]
      : [];
  const all = [
    ...dns(cluster, tenant.at()),
    ...own,
    ...serving,
    ...artifacts(scope),
    ...(local && runsPipelines(tenant) ? streaming(platform, tenant.at("pipelines")) : []),
    ...(servesModels(tenant) ? tracing(platform) : []),
    ...needed(scope),
    ...(local ? [...callers(platform, [tenant]), ...betweenTenants(tenant)] : []),
    ...outside(scope),
  ];
  return all.sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** UDP and TCP: answers over 512 bytes come back over TCP, and without it names fail now and then instead of always. */
export function dns(cluster: ClusterEntry, origin: Origin): readonly Flow[] {
  const { namespace, pods, port: dnsPort, nodeLocal } = cluster.spec.network.dns;
  const flow = {
    kind: "baseline",
    field: "cluster.network.dns",
    why: "names resolve",
    direction: "out",
    origin,
  } as const;
  const ports = [udp(dnsPort), ...tcp(dnsPort)];
  const pod: Peer = { kind: "pods", namespaces: [namespace], labels: pods };
  if (nodeLocal === undefined) return [{ ...flow, name: "to-dns", peers: [pod], ports }];
  return [
    { ...flow, name: "to-dns", peers: [pod], ports },
    { ...flow, name: "to-dns-node-local", peers: [{ kind: "node", address: nodeLocal }], ports: [udp(53), ...tcp(53)] },
  ];
}

/** Agents and the scheduler read ConfigMaps and Secrets of their namespace; an agent that cannot exits (2.9.1). */
export function apiServer(cluster: ClusterEntry, name: string, why: string, pods: PodChoice, origin: Origin): Flow {
  const { endpoints, port: apiPort } = cluster.spec.network.apiServer;
  const peers: readonly Peer[] = [{ kind: "api-server", cidrs: endpoints }];
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

function serverScraping({ platform, cluster, tenant }: TenantScope): readonly Flow[] {
  const types = new Set([...serverConfigsOf(platform.spec, tenant).values()].map(({ template }) => template.type));
  const inference = [
    ...(types.has("mlserver") ? tcp(port.mlserverMetrics) : []),
    ...(types.has("triton") ? tcp(port.tritonMetrics) : []),
  ];
  return [
    scrape(cluster, "servers", component.server, [...tcp(port.agentMetrics), ...inference], tenant.at("servers")),
  ];
}

/** Prometheus at a runtime that serves these tenants. */
export function runtimeScraping(
  cluster: ClusterEntry,
  tenants: readonly TenantEntry[],
  origin: Origin,
): readonly Flow[] {
  const streams = tenants.find(runsPipelines);
  return [
    scrape(cluster, "envoy", component.envoy, tcp(port.envoyStats), origin),
    ...(streams === undefined
      ? []
      : [
          scrape(
            cluster,
            "pipelinegateway",
            component.pipelineGateway,
            tcp(port.gatewayMetrics),
            streams.at("pipelines"),
          ),
        ]),
  ];
}

function scrape(cluster: ClusterEntry, name: string, target: string, ports: readonly FlowPort[], origin: Origin): Flow {
  const { namespace, pods } = cluster.spec.prometheus;
  return {
    kind: "control",
    field: "servers",
    name: `from-prometheus-to-${name}`,
    why: `Prometheus scrapes ${target}`,
    direction: "in",
    pods: podsOf(target),
    peers: [{ kind: "pods", namespaces: [namespace], labels: pods }],
    ports,
    origin,
  };
}

/** Where the models' artifacts lie, for the Servers that fetch them. */
function artifacts({ platform, cluster, tenant }: TenantScope): readonly Flow[] {
  const byStore = new Map<string, Flow>();
  for (const [model, { storageUri }] of sortedEntries(tenant.spec.models)) {
    const found = artifactStoreOf(platform, tenant.name, storageUri);
    if (found === undefined || byStore.has(found.name)) continue;
    const { service, external } = found.store;
    const served = service === undefined ? undefined : platform.spec.services[service];
    const target: Pick<Flow, "peers" | "ports"> =
      served !== undefined
        ? { peers: [{ kind: "pods", namespaces: [served.namespace], labels: served.pods }], ports: served.ports }
        : {
            peers: (external?.cidrs ?? []).map((cidr) => outsidePeer(cluster.spec.network, cidr)),
            ports: external === undefined ? [] : tcp(external.port),
          };
    byStore.set(found.name, {
      kind: "declared",
      field: "models",
      name: `to-artifacts-${found.name}`,
      why: `models are fetched from artifact store ${found.name}`,
      direction: "out",
      pods: podsOf(component.server),
      ...target,
      origin: tenant.at("models", model, "storageUri"),
    });
  }
  return [...byStore.values()];
}

/** Pipelines stream through Kafka; the scheduler itself never connects to it. */
export function streaming(platform: PlatformEntry, origin: Origin): readonly Flow[] {
  const kafka = platform.spec.services[platform.spec.seldon.kafka?.service ?? ""];
  if (kafka === undefined) return [];
  return [
    {
      kind: "declared",
      field: "pipelines",
      name: "to-kafka",
      why: "pipelines stream through Kafka",
      direction: "out",
      pods: podsOf(component.dataflow, component.modelGateway, component.pipelineGateway),
      peers: [{ kind: "pods", namespaces: [kafka.namespace], labels: kafka.pods }],
      ports: kafka.ports,
      origin,
    },
  ];
}

export function tracing(platform: PlatformEntry): readonly Flow[] {
  const collector = platform.spec.services[platform.spec.seldon.tracing?.service ?? ""];
  if (collector === undefined) return [];
  return [
    {
      kind: "declared",
      field: "platform.seldon.tracing",
      name: "to-tracing",
      why: "traces go to the collector",
      direction: "out",
      peers: [{ kind: "pods", namespaces: [collector.namespace], labels: collector.pods }],
      ports: collector.ports,
      origin: platform.at("seldon", "tracing"),
    },
  ];
}

/** Services of the platform that the tenant says it calls. */
function needed({ platform, tenant }: TenantScope): readonly Flow[] {
  return tenant.spec.network.needs.flatMap((name, index) => {
    const service = platform.spec.services[name];
    if (service === undefined) return [];
    return [
      {
        kind: "declared" as const,
        field: "network.needs" as const,
        name: `to-service-${name}`,
        why: `the tenant calls ${name}`,
        direction: "out" as const,
        peers: [{ kind: "pods" as const, namespaces: [service.namespace], labels: service.pods }],
        ports: service.ports,
        origin: tenant.at("network", "needs", index),
      },
    ];
  });
}

/** Services that call the models of these tenants. They reach them through Envoy, and nothing else of them. */
export function callers(platform: PlatformEntry, tenants: readonly TenantEntry[]): readonly Flow[] {
  const byService = new Map<string, { readonly callees: string[]; readonly origin: Origin }>();
  for (const tenant of tenants) {
    for (const [index, name] of tenant.spec.network.callers.entries()) {
      const known = byService.get(name);
      if (known === undefined)
        byService.set(name, { callees: [tenant.name], origin: tenant.at("network", "callers", index) });
      else known.callees.push(tenant.name);
    }
  }
  return [...byService].flatMap(([name, { callees, origin }]) => {
    const service = platform.spec.services[name];
    if (service === undefined) return [];
    const whose = callees.length === 1 ? callees[0] : `${callees.length} tenants`;
    return [
      {
        kind: "declared" as const,
        field: "network.callers" as const,
        name: `from-service-${name}`,
        why: `${name} calls the models of ${whose}`,
        direction: "in" as const,
        pods: podsOf(component.envoy),
        peers: [{ kind: "pods" as const, namespaces: [service.namespace], labels: service.pods }],
        ports: tcp(port.envoyData),
        origin,
      },
    ];
  });
}

function betweenTenants(tenant: TenantEntry): readonly Flow[] {
  const { calls, calledBy } = tenant.spec.network.tenants;
  const ports = tcp(port.envoyData);
  return [
    ...calls.map(
      (name, index): Flow => ({
        kind: "declared",
        field: "network.tenants",
        name: `to-tenant-${name}`,
        why: `${tenant.name} calls the models of ${name}, which agrees`,
        direction: "out",
        peers: [componentPeer(component.envoy, name)],
        ports,
        origin: tenant.at("network", "tenants", "calls", index),
      }),
    ),
    ...calledBy.map(
      (name, index): Flow => ({
        kind: "declared",
        field: "network.tenants",
        name: `from-tenant-${name}`,
        why: `${name} calls the models of ${tenant.name}, which agrees`,
        direction: "in",
        pods: podsOf(component.envoy),
        peers: [{ kind: "pods", namespaces: [name], labels: {} }],
        ports,
        origin: tenant.at("network", "tenants", "calledBy", index),
      }),
    ),
  ];
}

function outside({ cluster, tenant }: TenantScope): readonly Flow[] {
  return sortedEntries(tenant.spec.network.external).map(([name, { cidrs, ports, why }]) => ({
    kind: "declared",
    field: "network.external",
    name: `to-external-${name}`,
    why,
    direction: "out",
    peers: cidrs.map((cidr) => outsidePeer(cluster.spec.network, cidr)),
    ports,
    origin: tenant.at("network", "external", name),
  }));
}

/** The outside leaves out what the cluster keeps to itself. */
function outsidePeer(network: TenantScope["cluster"]["spec"]["network"], cidr: string): Peer {
  return { kind: "outside", cidr, except: exceptionsWithin(cidr, ownNetworks(network)) };
}
