import type { SeldonFacts } from "../../models/seldon/facts.ts";
import type { InferenceServer } from "../../models/seldon/servers/inference-server.ts";
import { runtimeNamespace } from "../../patterns/pattern.ts";
import { patterns } from "../../patterns/table.ts";
import { hasRuntime, runsPipelines, seldonOf, serverConfigsOf } from "../../validate/effective.ts";
import type { ClusterEntry, PlatformEntry, TenantEntry } from "../../validate/inventory.ts";
import { addonEndpoints } from "./addon-endpoints.ts";
import { addressEndpoints } from "./address-endpoints.ts";
import { type EndpointComponent, type EndpointId, endpointLabel, tenantComponentName } from "./endpoint-id.ts";
import type { Endpoint, PodEndpoint } from "./reach.ts";

/** All sources and destinations of connections on a cluster: one endpoint for all those that policies cannot distinguish. */
export interface ClusterEndpoints {
  /** By tenant: the pods that run in its namespace, and a pod without labels. */
  readonly tenants: ReadonlyMap<string, readonly PodEndpoint[]>;
  /**
   * Seldon's pods, the platform's services, the pods of add-ons, DNS, Prometheus, an unrelated pod, and the endpoints that are
   * not pods.
   */
  readonly others: readonly Endpoint[];
  /** Those among the others that are pods of add-ons, by `<namespace>/<workload>`. */
  readonly addons: ReadonlyMap<string, PodEndpoint>;
}

export function clusterEndpoints(cluster: ClusterEntry): ClusterEndpoints {
  const named = [...seldonPods(cluster), ...servicePods(cluster.platform), ...clusterPods(cluster)];
  const addons = addonEndpoints(cluster, named);
  return {
    tenants: new Map(cluster.tenants.map((tenant) => [tenant.name, tenantPods(cluster, tenant)])),
    others: [...new Set([...named, ...addons.values(), ...addressEndpoints(cluster)])],
    addons,
  };
}

/** Old names of endpoints, which `reach` accepts until version 0.3. */
const oldNames: ReadonlyMap<string, string> = new Map([["stranger", "unrelated-pod"]]);

/**
 * The endpoints that a name can mean: `tenant/component`, `namespace/workload` of an add-on, the label of any other endpoint,
 * or a tenant for its plain pod.
 */
export function endpointsNamed({ tenants, others, addons }: ClusterEndpoints, written: string): readonly Endpoint[] {
  const name = oldNames.get(written) ?? written;
  const [tenant = "", component = "pod"] = name.split("/");
  const pods = tenants.get(tenant) ?? [];
  return [
    ...new Set([
      ...others.filter(({ id }) => endpointLabel(id) === name),
      ...pods.filter(({ id }) => id.owner === "tenant" && tenantComponentName(id) === component),
      ...[addons.get(name)].filter((endpoint) => endpoint !== undefined),
    ]),
  ];
}

function tenantPods(cluster: ClusterEntry, tenant: TenantEntry): readonly PodEndpoint[] {
  const { platform } = cluster;
  const pattern = patterns[cluster.spec.seldon.pattern];
  const seldon = seldonOf(cluster);
  const tenantPod = (component: EndpointComponent, labels: PodEndpoint["labels"]): PodEndpoint =>
    pod({ owner: "tenant", tenant: tenant.name, component }, tenant.name, labels);
  const types = new Set([...serverConfigsOf(platform, tenant).values()].map(({ server }) => server));
  const serves = hasRuntime(cluster, tenant);
  const local = runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name) === tenant.name;
  return [
    tenantPod("pod", {}),
    ...(serves
      ? [...types].map((type) =>
          pod(
            {
              owner: "tenant",
              tenant: tenant.name,
              component: "server",
              ...(types.size > 1 ? { type: type.name } : {}),
            },
            tenant.name,
            { [seldon.componentLabel]: seldon.component.server },
            serverPorts(seldon, type),
          ),
        )
      : []),
    ...(serves && local
      ? runtimePods(
          seldon,
          (component) => ({ owner: "tenant", tenant: tenant.name, component }),
          tenant.name,
          runsPipelines(tenant),
        )
      : []),
    ...(pattern.operator === "tenant" ? [tenantPod("operator", seldon.controllerPods)] : []),
  ];
}

function seldonPods(cluster: ClusterEntry): readonly PodEndpoint[] {
  const pattern = patterns[cluster.spec.seldon.pattern];
  const seldon = seldonOf(cluster);
  const { namespace } = cluster.platform.spec.seldon;
  const serving = cluster.tenants.filter((tenant) => hasRuntime(cluster, tenant));
  return [
    ...(pattern.operator === "central"
      ? [pod({ owner: "seldon", component: "operator" }, namespace, seldon.controllerPods)]
      : []),
    ...(pattern.runtime === "shared" && serving.length > 0
      ? runtimePods(seldon, (part) => ({ owner: "seldon", component: part }), namespace, serving.some(runsPipelines))
      : []),
    pod({ owner: "seldon", component: "pod" }, namespace, {}),
  ];
}

function runtimePods(
  { component, componentLabel, port }: SeldonFacts,
  idOf: (component: EndpointComponent) => EndpointId,
  namespace: string,
  streams: boolean,
): readonly PodEndpoint[] {
  const item = (part: EndpointComponent, label: string, ports: PodEndpoint["ports"]): PodEndpoint =>
    pod(idOf(part), namespace, { [componentLabel]: label }, ports);
  return [
    item("scheduler", component.scheduler, {
      scheduler: tcp(port.schedulerPlain),
      "scheduler-mtls": tcp(port.schedulerTls),
      agent: tcp(port.agentPlain),
      "agent-mtls": tcp(port.agentTls),
    }),
    item("envoy", component.envoy, { http: tcp(port.envoyData), "envoy-stats": tcp(port.envoyStats) }),
    ...(streams
      ? [
          item("modelgateway", component.modelGateway, {}),
          item("pipelinegateway", component.pipelineGateway, { metrics: tcp(port.gatewayMetrics) }),
          item("dataflow", component.dataflow, {}),
        ]
      : []),
  ];
}

function serverPorts({ port }: SeldonFacts, { metricsPort }: InferenceServer): PodEndpoint["ports"] {
  return {
    http: tcp(port.serverHttp),
    grpc: tcp(port.serverGrpc),
    metrics: tcp(port.agentMetrics),
    "server-metrics": tcp(metricsPort),
  };
}

function servicePods({ spec }: PlatformEntry): readonly PodEndpoint[] {
  return Object.entries(spec.services).map(([service, { namespace, pods }]) =>
    pod({ owner: "service", service }, namespace, pods),
  );
}

function clusterPods({ spec }: ClusterEntry): readonly PodEndpoint[] {
  return [
    pod({ owner: "cluster", component: "dns" }, spec.network.dns.namespace, spec.network.dns.pods),
    pod({ owner: "cluster", component: "prometheus" }, spec.prometheus.namespace, spec.prometheus.pods),
    // A pod in an undeclared namespace, without a label that a selector could match.
    pod({ owner: "undeclared", component: "unrelated-pod" }, "(undeclared)", {}),
  ];
}

function pod(
  id: EndpointId,
  namespace: string,
  labels: PodEndpoint["labels"],
  ports: PodEndpoint["ports"] = {},
): PodEndpoint {
  return { kind: "pod", id, namespace, labels, ports };
}

function tcp(number: number): { readonly port: number; readonly protocol: "TCP" } {
  return { port: number, protocol: "TCP" };
}
