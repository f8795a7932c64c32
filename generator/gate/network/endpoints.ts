import { component, componentLabel, controllerPods, port } from "../../models/seldon-names.ts";
import { inferenceServers } from "../../models/server-contract.ts";
import { runtimeNamespace } from "../../patterns/pattern.ts";
import { patterns } from "../../patterns/table.ts";
import { hasRuntime, runsPipelines, serverConfigsOf } from "../../validate/effective.ts";
import type { ClusterEntry, PlatformEntry, TenantEntry } from "../../validate/inventory.ts";
import type { AddressEndpoint, Endpoint, PodEndpoint } from "./reach.ts";

/** Everybody on a cluster who can begin or end a connection: one of each kind stands for all that look alike to policies. */
export interface Population {
  /** By tenant: what runs in its namespace, and a pod of it without any label. */
  readonly tenants: ReadonlyMap<string, readonly PodEndpoint[]>;
  /** Seldon's own, the platform's services, DNS, Prometheus, a pod of nobody's, and what is no pod. */
  readonly others: readonly Endpoint[];
}

export function populationOf(platform: PlatformEntry, cluster: ClusterEntry): Population {
  return {
    tenants: new Map(cluster.tenants.map((tenant) => [tenant.name, tenantPods(platform, cluster, tenant)])),
    others: [
      ...seldonPods(platform, cluster),
      ...servicePods(platform),
      ...clusterPods(cluster),
      ...addresses(cluster),
    ],
  };
}

/** The endpoint that a name stands for: a tenant's `tenant/what`, or `what` of the others. */
export function endpointNamed({ tenants, others }: Population, name: string): Endpoint | undefined {
  const [tenant = "", what] = name.split("/");
  return (
    others.find((one) => one.name === name) ??
    tenants.get(tenant)?.find((one) => one.name === `${tenant}/${what ?? "pod"}`)
  );
}

function tenantPods(platform: PlatformEntry, cluster: ClusterEntry, tenant: TenantEntry): readonly PodEndpoint[] {
  const pattern = patterns[cluster.spec.seldon.pattern];
  const own = (what: string, labels: PodEndpoint["labels"], ports: PodEndpoint["ports"] = {}): PodEndpoint =>
    pod(`${tenant.name}/${what}`, tenant.name, labels, ports);
  const types = new Set([...serverConfigsOf(platform.spec, tenant).values()].map(({ template }) => template.type));
  const serves = hasRuntime(cluster, tenant);
  const local = runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name) === tenant.name;
  return [
    own("pod", {}),
    ...(serves
      ? [...types].map((type) =>
          own(types.size > 1 ? type : "server", { [componentLabel]: component.server }, serverPorts(type)),
        )
      : []),
    ...(serves && local ? runtimePods(`${tenant.name}/`, tenant.name, runsPipelines(tenant)) : []),
    ...(pattern.operator === "tenant" ? [own("operator", controllerPods)] : []),
  ];
}

function seldonPods(platform: PlatformEntry, cluster: ClusterEntry): readonly PodEndpoint[] {
  const pattern = patterns[cluster.spec.seldon.pattern];
  const { namespace } = platform.spec.seldon;
  const serving = cluster.tenants.filter((tenant) => hasRuntime(cluster, tenant));
  return [
    ...(pattern.operator === "central" ? [pod("operator", namespace, controllerPods)] : []),
    ...(pattern.runtime === "shared" && serving.length > 0
      ? runtimePods("shared-", namespace, serving.some(runsPipelines))
      : []),
    pod("seldon-pod", namespace, {}),
  ];
}

function runtimePods(prefix: string, namespace: string, streams: boolean): readonly PodEndpoint[] {
  const one = (what: string, label: string, ports: PodEndpoint["ports"]): PodEndpoint =>
    pod(`${prefix}${what}`, namespace, { [componentLabel]: label }, ports);
  return [
    one("scheduler", component.scheduler, {
      scheduler: tcp(port.schedulerPlain),
      "scheduler-mtls": tcp(port.schedulerTls),
      agent: tcp(port.agentPlain),
      "agent-mtls": tcp(port.agentTls),
    }),
    one("envoy", component.envoy, { http: tcp(port.envoyData), "envoy-stats": tcp(port.envoyStats) }),
    ...(streams
      ? [
          one("modelgateway", component.modelGateway, {}),
          one("pipelinegateway", component.pipelineGateway, { metrics: tcp(port.gatewayMetrics) }),
          one("dataflow", component.dataflow, {}),
        ]
      : []),
  ];
}

function serverPorts(type: "mlserver" | "triton"): PodEndpoint["ports"] {
  return {
    http: tcp(port.serverHttp),
    grpc: tcp(port.serverGrpc),
    metrics: tcp(port.agentMetrics),
    "server-metrics": tcp(inferenceServers[type].metricsPort),
  };
}

function servicePods({ spec }: PlatformEntry): readonly PodEndpoint[] {
  return Object.entries(spec.services).map(([name, { namespace, pods }]) => pod(serviceName(name), namespace, pods));
}

/** What a service of the platform is called here: as the platform calls it, unless that is somebody else's name already. */
export function serviceName(name: string): string {
  return taken.has(name) || name.startsWith("shared-") ? `service/${name}` : name;
}

const taken: ReadonlySet<string> = new Set(
  "operator seldon-pod dns prometheus stranger api-server dns-node-local internet metadata".split(" "),
);

function clusterPods({ spec }: ClusterEntry): readonly PodEndpoint[] {
  return [
    pod("dns", spec.network.dns.namespace, spec.network.dns.pods),
    pod("prometheus", spec.prometheus.namespace, spec.prometheus.pods),
    // In a namespace that nobody declares, with no label that anybody could ask for.
    pod("stranger", "somewhere-else", {}),
  ];
}

/** On Cilium the API server and nodes are entities, and no ipBlock matches them. */
function addresses({ spec, tenants }: ClusterEntry): readonly AddressEndpoint[] {
  const { cni, apiServer, dns } = spec.network;
  const entity = (name: string): { readonly entity?: string } => (cni === "cilium" ? { entity: name } : {});
  return [
    { kind: "address", name: "api-server", cidrs: apiServer.endpoints, ...entity("kube-apiserver") },
    ...(dns.nodeLocal === undefined
      ? []
      : [
          {
            kind: "address" as const,
            name: "dns-node-local",
            cidrs: [`${dns.nodeLocal}/${dns.nodeLocal.includes(":") ? 128 : 32}`],
            ...entity("host"),
          },
        ]),
    // Of documentation's own networks: nobody declares it, so it stands for the rest of the world.
    { kind: "address", name: "internet", cidrs: ["198.51.100.0/24"] },
    // Where clouds hand out credentials.
    { kind: "address", name: "metadata", cidrs: ["169.254.169.254/32"] },
    ...externals(tenants).map(({ name, cidrs }) => ({ kind: "address" as const, name, cidrs })),
  ];
}

/** Networks outside by the name that tenants give them; where two mean different ones, with the tenant's before it. */
function externals(
  tenants: ClusterEntry["tenants"],
): readonly { readonly name: string; readonly cidrs: readonly string[] }[] {
  const declared = tenants.flatMap((tenant) =>
    Object.entries(tenant.spec.network.external).map(([name, { cidrs }]) => ({ tenant: tenant.name, name, cidrs })),
  );
  return [...Map.groupBy(declared, ({ name }) => name)].flatMap(([name, all]) => {
    const [first] = all;
    const same = new Set(all.map(({ cidrs }) => cidrs.join())).size === 1;
    if (same && first !== undefined) return [{ name, cidrs: first.cidrs }];
    return all.map(({ tenant, cidrs }) => ({ name: `${tenant}/${name}`, cidrs }));
  });
}

function pod(
  name: string,
  namespace: string,
  labels: PodEndpoint["labels"],
  ports: PodEndpoint["ports"] = {},
): PodEndpoint {
  return { kind: "pod", name, namespace, labels, namespaceLabels: {}, ports };
}

function tcp(number: number): { readonly port: number; readonly protocol: "TCP" } {
  return { port: number, protocol: "TCP" };
}
