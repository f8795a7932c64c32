import { edgeOf } from "../../patterns/edge.ts";
import type { ClusterEntry } from "../../validate/inventory.ts";
import type { ProxyEdge } from "./edge.ts";

/** The kinds of all objects that decide which requests from outside reach a tenant. */
export const edgeObjectKinds = [
  "AuthorizationPolicy",
  "EnvoyFilter",
  "Gateway",
  "GRPCRoute",
  "HTTPRoute",
  "Ingress",
  "ListenerSet",
  "ProxyConfig",
  "ReferenceGrant",
  "RequestAuthentication",
  "TCPRoute",
  "TLSRoute",
  "UDPRoute",
  "VirtualService",
  "WasmPlugin",
  "XListenerSet",
] as const;

/** The edge of a cluster, as its add-ons describe it. Undefined if the cluster takes no routes. */
export function evaluatedEdge(cluster: ClusterEntry): ProxyEdge | undefined {
  const edge = edgeOf(cluster);
  if (edge === undefined) return undefined;
  const { workload, addon, paths } = edge.gateway;
  const { spec } = addon;
  const keys = spec.workloads[spec.provides.gateway?.routes?.keys ?? ""];
  return {
    kind: edge.name,
    namespace: workload.namespace,
    service: edge.gateway.service,
    podLabels: workload.pods,
    rootNamespace: keys?.namespace ?? workload.namespace,
    pathNormalization: paths,
    ...(edge.ingress === undefined ? {} : { ingressClass: edge.ingress.class }),
  };
}
