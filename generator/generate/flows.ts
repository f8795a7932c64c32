import { compareStrings } from "../diagnostics/diagnostic.ts";
import { tenantControlFlows } from "../patterns/control-flows.ts";
import { componentPeer, type Flow, type FlowPeer, operatorPods, podsOf, tcp } from "../patterns/flow.ts";
import { exceptCidrs } from "../validate/address-ranges.ts";
import { artifactStoreOf, runsPipelines, serverConfigsOf, servesModels } from "../validate/effective.ts";
import { ownNetworks } from "../validate/own-networks.ts";
import { meshedFlows } from "./mesh-flows.ts";
import {
  apiServerFlow,
  callerFlows,
  dnsFlow,
  runtimeScraping,
  scrapeFlow,
  streamingFlows,
  tracingFlow,
} from "./runtime-flows.ts";
import { sortedEntries, type TenantScope } from "./scope.ts";

/** Every flow across the boundary of a tenant's namespace, declared or derived, sorted by name. All other traffic is denied. */
export function tenantFlows(scope: TenantScope): readonly Flow[] {
  const { platform, cluster, pattern, seldon, tenant } = scope;
  const { component } = seldon;
  const local = pattern.runtime === "tenant";
  const serving = servesModels(tenant)
    ? [
        ...tenantControlFlows(pattern, seldon, platform, tenant),
        apiServerFlow(
          cluster,
          "to-api-server",
          `Seldon's agents ${local ? "and scheduler " : ""}read their configuration from the API server`,
          podsOf(seldon, ...(local ? [component.scheduler, component.server] : [component.server])),
          tenant.at("servers"),
        ),
        ...serverScraping(scope),
        ...(local ? runtimeScraping(seldon, cluster, [tenant], tenant.at("servers")) : []),
      ]
    : [];
  const ownOperator =
    pattern.operator === "tenant"
      ? [
          apiServerFlow(
            cluster,
            "operator-to-api-server",
            "the tenant's operator reads and writes objects in the tenant's namespace",
            operatorPods(seldon),
            cluster.at("seldon", "pattern"),
          ),
        ]
      : [];
  const all = [
    ...dnsFlow(cluster, tenant.at()),
    ...ownOperator,
    ...serving,
    ...artifacts(scope),
    ...(local && runsPipelines(tenant) ? streamingFlows(seldon, platform, tenant.at("pipelines")) : []),
    ...(servesModels(tenant) ? tracingFlow(platform) : []),
    ...dependencyFlows(scope),
    ...(local ? [...callerFlows(seldon, cluster, [tenant]), ...betweenTenants(scope)] : []),
    ...outside(scope),
  ];
  return meshedFlows(cluster, tenant.name, all, tenant.at()).toSorted((left, right) =>
    compareStrings(left.name, right.name),
  );
}

function serverScraping({ platform, cluster, seldon, tenant }: TenantScope): readonly Flow[] {
  const used = new Set([...serverConfigsOf(platform, tenant).values()].map(({ server }) => server));
  // In the order of the known servers, so that the order in the tenant's file does not matter. Equal ports are merged.
  const inference = new Set(
    platform.known.servers.filter((server) => used.has(server)).map((server) => server.metricsPort),
  );
  const ports = tcp(seldon.port.agentMetrics, ...inference);
  return [scrapeFlow(seldon, cluster, "servers", seldon.component.server, ports, tenant.at("servers"))];
}

/** Flows to the artifact stores, for the Servers that fetch the models. */
function artifacts({ platform, cluster, seldon, tenant }: TenantScope): readonly Flow[] {
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
      why: `Servers fetch models from artifact store ${found.name}`,
      direction: "out",
      pods: podsOf(seldon, seldon.component.server),
      ...target,
      origin: tenant.at("models", model, "storageUri"),
    });
  }
  return [...byStore.values()];
}

/** Flows to services of the platform that the tenant declares under `network.needs`. */
function dependencyFlows({ platform, tenant }: TenantScope): readonly Flow[] {
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

function betweenTenants({ seldon, tenant }: TenantScope): readonly Flow[] {
  const { component, port } = seldon;
  const { calls, calledBy } = tenant.spec.network.tenants;
  const ports = tcp(port.envoyData);
  return [
    ...calls.map(
      (name, index): Flow => ({
        kind: "declared",
        field: "network.tenants",
        name: `to-tenant-${name}`,
        why: `${tenant.name} calls the models of ${name}, with the consent of ${name}`,
        direction: "out",
        peers: [componentPeer(seldon, component.envoy, name)],
        ports,
        origin: tenant.at("network", "tenants", "calls", index),
      }),
    ),
    ...calledBy.map(
      (name, index): Flow => ({
        kind: "declared",
        field: "network.tenants",
        name: `from-tenant-${name}`,
        why: `${name} calls the models of ${tenant.name}, with the consent of ${tenant.name}`,
        direction: "in",
        pods: podsOf(seldon, component.envoy),
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

/** Addresses outside the cluster, except the cluster's own networks. */
function outsidePeer(network: TenantScope["cluster"]["spec"]["network"], cidr: string): FlowPeer {
  return { kind: "outside", cidr, except: exceptCidrs(cidr, ownNetworks(network)) };
}
