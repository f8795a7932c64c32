import { component, componentLabel, port } from "../models/seldon-names.ts";
import { type Flow, type FlowPort, type Peer, tcp, udp } from "../patterns/flow.ts";
import { exceptionsWithin, ownNetworks } from "../validate/addresses.ts";
import { artifactStoreOf, runsPipelines, serverConfigsOf, servesModels } from "../validate/effective.ts";
import type { Origin } from "../validate/inventory.ts";
import { sortedEntries, type TenantScope } from "./scope.ts";

/** Every flow across the border of a tenant's namespace, declared or derived, sorted by name. Nothing else crosses it. */
export function flows(scope: TenantScope): readonly Flow[] {
  const { platform, pattern, tenant } = scope;
  const serving = servesModels(tenant)
    ? [...pattern.controlFlows(platform, tenant), apiServer(scope), ...scraping(scope)]
    : [];
  const all = [
    ...dns(scope),
    ...serving,
    ...artifacts(scope),
    ...streaming(scope),
    ...tracing(scope),
    ...declared(scope),
    ...betweenTenants(scope),
    ...outside(scope),
  ];
  return all.sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** UDP and TCP: answers over 512 bytes come back over TCP, and without it names fail now and then instead of always. */
function dns({ cluster, tenant }: TenantScope): readonly Flow[] {
  const { namespace, pods, port: dnsPort, nodeLocal } = cluster.spec.network.dns;
  const flow = { why: "names resolve", direction: "out", components: [], origin: tenant.at() } as const;
  const ports = [udp(dnsPort), tcp(dnsPort)];
  const pod: Peer = { kind: "pods", namespace, labels: pods };
  if (nodeLocal === undefined) return [{ ...flow, name: "to-dns", peers: [pod], ports }];
  return [
    { ...flow, name: "to-dns", peers: [pod], ports },
    { ...flow, name: "to-dns-node-local", peers: [{ kind: "node", address: nodeLocal }], ports: [udp(53), tcp(53)] },
  ];
}

/** Agents and the scheduler read ConfigMaps and Secrets of their namespace; an agent that cannot exits (2.9.1). */
function apiServer({ cluster, tenant }: TenantScope): Flow {
  const { endpoints, port: apiPort } = cluster.spec.network.apiServer;
  return {
    name: "to-api-server",
    why: "Seldon's agents and scheduler read their configuration",
    direction: "out",
    components: [component.scheduler, component.server],
    peers: [{ kind: "api-server", cidrs: endpoints }],
    ports: [tcp(apiPort)],
    origin: tenant.at("servers"),
  };
}

function scraping(scope: TenantScope): readonly Flow[] {
  const { platform, cluster, tenant } = scope;
  const { namespace, pods } = cluster.spec.prometheus;
  const types = new Set([...serverConfigsOf(platform.spec, tenant).values()].map(({ template }) => template.type));
  const scrape = (name: string, target: string, ports: readonly FlowPort[], origin: Origin): Flow => ({
    name: `from-prometheus-to-${name}`,
    why: `Prometheus scrapes ${target}`,
    direction: "in",
    components: [target],
    peers: [{ kind: "pods", namespace, labels: pods }],
    ports,
    origin,
  });
  const inference = [
    ...(types.has("mlserver") ? [tcp(port.mlserverMetrics)] : []),
    ...(types.has("triton") ? [tcp(port.tritonMetrics)] : []),
  ];
  return [
    scrape("servers", component.server, [tcp(port.agentMetrics), ...inference], tenant.at("servers")),
    scrape("envoy", component.envoy, [tcp(port.envoyStats)], tenant.at("servers")),
    ...(runsPipelines(tenant)
      ? [scrape("pipelinegateway", component.pipelineGateway, [tcp(port.gatewayMetrics)], tenant.at("pipelines"))]
      : []),
  ];
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
        ? { peers: [{ kind: "pods", namespace: served.namespace, labels: served.pods }], ports: served.ports }
        : {
            peers: (external?.cidrs ?? []).map((cidr) => outsidePeer(cluster.spec.network, cidr)),
            ports: external === undefined ? [] : [tcp(external.port)],
          };
    byStore.set(found.name, {
      name: `to-artifacts-${found.name}`,
      why: `models are fetched from artifact store ${found.name}`,
      direction: "out",
      components: [component.server],
      ...target,
      origin: tenant.at("models", model, "storageUri"),
    });
  }
  return [...byStore.values()];
}

/** Pipelines stream through Kafka; the scheduler itself never connects to it. */
function streaming({ platform, tenant }: TenantScope): readonly Flow[] {
  const kafka = platform.spec.services[platform.spec.seldon.kafka?.service ?? ""];
  if (kafka === undefined || !runsPipelines(tenant)) return [];
  return [
    {
      name: "to-kafka",
      why: "pipelines stream through Kafka",
      direction: "out",
      components: [component.dataflow, component.modelGateway, component.pipelineGateway],
      peers: [{ kind: "pods", namespace: kafka.namespace, labels: kafka.pods }],
      ports: kafka.ports,
      origin: tenant.at("pipelines"),
    },
  ];
}

function tracing({ platform, tenant }: TenantScope): readonly Flow[] {
  const collector = platform.spec.services[platform.spec.seldon.tracing?.service ?? ""];
  if (collector === undefined || !servesModels(tenant)) return [];
  return [
    {
      name: "to-tracing",
      why: "traces go to the collector",
      direction: "out",
      components: [],
      peers: [{ kind: "pods", namespace: collector.namespace, labels: collector.pods }],
      ports: collector.ports,
      origin: platform.at("seldon", "tracing"),
    },
  ];
}

/** Services of the platform that the tenant names. Callers reach its models through Envoy, and nothing else of it. */
function declared({ platform, tenant }: TenantScope): readonly Flow[] {
  const { needs, callers } = tenant.spec.network;
  const { services } = platform.spec;
  const flow = (name: string, direction: "in" | "out", index: number): readonly Flow[] => {
    const service = services[name];
    if (service === undefined) return [];
    const peers: readonly Peer[] = [{ kind: "pods", namespace: service.namespace, labels: service.pods }];
    return direction === "out"
      ? [
          {
            name: `to-service-${name}`,
            why: `the tenant calls ${name}`,
            direction,
            components: [],
            peers,
            ports: service.ports,
            origin: tenant.at("network", "needs", index),
          },
        ]
      : [
          {
            name: `from-service-${name}`,
            why: `${name} calls the tenant's models`,
            direction,
            components: [component.envoy],
            peers,
            ports: [tcp(port.envoyData)],
            origin: tenant.at("network", "callers", index),
          },
        ];
  };
  return [
    ...[...new Set(needs)].flatMap((name) => flow(name, "out", needs.indexOf(name))),
    ...[...new Set(callers)].flatMap((name) => flow(name, "in", callers.indexOf(name))),
  ];
}

function betweenTenants({ tenant }: TenantScope): readonly Flow[] {
  const { calls, calledBy } = tenant.spec.network.tenants;
  const ports = [tcp(port.envoyData)];
  const envoy = { [componentLabel]: component.envoy };
  return [
    ...[...new Set(calls)].map(
      (name): Flow => ({
        name: `to-tenant-${name}`,
        why: `${tenant.name} calls the models of ${name}, which agrees`,
        direction: "out",
        components: [],
        peers: [{ kind: "pods", namespace: name, labels: envoy }],
        ports,
        origin: tenant.at("network", "tenants", "calls", calls.indexOf(name)),
      }),
    ),
    ...[...new Set(calledBy)].map(
      (name): Flow => ({
        name: `from-tenant-${name}`,
        why: `${name} calls the models of ${tenant.name}, which agrees`,
        direction: "in",
        components: [component.envoy],
        peers: [{ kind: "pods", namespace: name, labels: {} }],
        ports,
        origin: tenant.at("network", "tenants", "calledBy", calledBy.indexOf(name)),
      }),
    ),
  ];
}

function outside({ cluster, tenant }: TenantScope): readonly Flow[] {
  return sortedEntries(tenant.spec.network.external).map(([name, { cidrs, ports, why }]) => ({
    name: `to-external-${name}`,
    why,
    direction: "out",
    components: [],
    peers: cidrs.map((cidr) => outsidePeer(cluster.spec.network, cidr)),
    ports,
    origin: tenant.at("network", "external", name),
  }));
}

/** The outside leaves out what the cluster keeps to itself. */
function outsidePeer(network: TenantScope["cluster"]["spec"]["network"], cidr: string): Peer {
  return { kind: "outside", cidr, except: exceptionsWithin(cidr, ownNetworks(network)) };
}
