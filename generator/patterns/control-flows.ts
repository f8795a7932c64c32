import type { SeldonFacts } from "../models/seldon/facts.ts";
import type { ClusterEntry, PlatformEntry, TenantEntry } from "../validate/inventory.ts";
import { componentPeer, type Flow, operatorPods, podsOf, tcp } from "./flow.ts";
import type { Pattern } from "./pattern.ts";

/** Flows of Seldon's control plane across the namespace boundary of a tenant that serves models. */
export function tenantControlFlows(
  pattern: Pattern,
  seldon: SeldonFacts,
  platform: PlatformEntry,
  tenant: TenantEntry,
): readonly Flow[] {
  const { component, controllerPods, port } = seldon;
  const { namespace } = platform.spec.seldon;
  const origin = tenant.at("servers");
  if (pattern.runtime === "shared") {
    return [
      {
        kind: "control",
        field: "servers",
        name: "to-seldon-scheduler",
        why: "agents register with the shared scheduler",
        direction: "out",
        pods: podsOf(seldon, component.server),
        peers: [componentPeer(seldon, component.scheduler, namespace)],
        ports: tcp(port.agentPlain, port.agentTls),
        origin,
      },
      {
        kind: "control",
        field: "servers",
        name: "to-seldon-mesh",
        why: "pods call models through the shared Envoy",
        direction: "out",
        peers: [componentPeer(seldon, component.envoy, namespace)],
        ports: tcp(port.envoyData),
        origin,
      },
      {
        kind: "control",
        field: "servers",
        name: "from-seldon-mesh",
        why: "the shared Envoy forwards requests to the Servers",
        direction: "in",
        pods: podsOf(seldon, component.server),
        peers: [componentPeer(seldon, component.envoy, namespace)],
        ports: tcp(port.serverHttp, port.serverGrpc),
        origin,
      },
    ];
  }
  if (pattern.operator === "tenant") return [];
  return [
    {
      kind: "control",
      field: "servers",
      name: "from-seldon-operator",
      why: "Seldon's operator sends Servers, Models, Pipelines and Experiments to this namespace's scheduler",
      direction: "in",
      pods: podsOf(seldon, component.scheduler),
      peers: [{ kind: "pods", namespaces: [namespace], labels: controllerPods }],
      ports: tcp(port.schedulerPlain, port.schedulerTls),
      origin,
    },
  ];
}

/** Flows of the control plane across the boundary of Seldon's own namespace: the counterparts of the tenants' flows. */
export function seldonControlFlows(pattern: Pattern, seldon: SeldonFacts, cluster: ClusterEntry): readonly Flow[] {
  const { component, port } = seldon;
  const origin = cluster.at("seldon", "pattern");
  const tenants = cluster.tenants.filter(({ spec }) => Object.keys(spec.servers).length > 0).map(({ name }) => name);
  if (tenants.length === 0) return [];
  if (pattern.runtime === "tenant") {
    return [
      {
        kind: "control",
        field: "cluster.seldon.pattern",
        name: "to-schedulers",
        why: "the operator sends Servers, Models, Pipelines and Experiments to each tenant's scheduler",
        direction: "out",
        pods: operatorPods(seldon),
        peers: [componentPeer(seldon, component.scheduler, ...tenants)],
        ports: tcp(port.schedulerPlain, port.schedulerTls),
        origin,
      },
    ];
  }
  const anyPod = { kind: "pods", namespaces: tenants, labels: {} } as const;
  return [
    {
      kind: "control",
      field: "cluster.seldon.pattern",
      name: "from-agents",
      why: "the tenants' agents register with the shared scheduler",
      direction: "in",
      pods: podsOf(seldon, component.scheduler),
      peers: [componentPeer(seldon, component.server, ...tenants)],
      ports: tcp(port.agentPlain, port.agentTls),
      origin,
    },
    {
      kind: "control",
      field: "cluster.seldon.pattern",
      name: "from-tenants",
      why: "the tenants' pods call models through the shared Envoy",
      direction: "in",
      pods: podsOf(seldon, component.envoy),
      peers: [anyPod],
      ports: tcp(port.envoyData),
      origin,
    },
    {
      kind: "control",
      field: "cluster.seldon.pattern",
      name: "to-servers",
      why: "the shared Envoy forwards requests to the tenants' Servers",
      direction: "out",
      pods: podsOf(seldon, component.envoy),
      peers: [componentPeer(seldon, component.server, ...tenants)],
      ports: tcp(port.serverHttp, port.serverGrpc),
      origin,
    },
  ];
}
