import { memoize } from "../load/memoize.ts";
import type { Provides } from "../validate/addons/contracts.ts";
import { addonFacts, clusterFacts } from "../validate/addons/facts.ts";
import { fillNode } from "../validate/addons/fill.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { frontOf, providerOf } from "../validate/addons/retire.ts";
import type { Workload } from "../validate/addons/workload.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";

/**
 * The programs through which requests from outside reach tenants: the gateway of Istio with objects of Gateway API, or
 * ingress-nginx in front of the gateway of Istio. `edge-fields.ts` has the object for each field of a route.
 */
export const edgeNames = ["gateway-api", "ingress-and-istio"] as const;
export type EdgeName = (typeof edgeNames)[number];

/** The edge of a cluster. */
export interface Edge {
  readonly name: EdgeName;
  readonly gateway: EdgeGateway;
  /** Undefined without an Ingress controller in front of the gateway. */
  readonly ingress: { readonly addon: AddonEntry; readonly workload: Workload; readonly class: string } | undefined;
  /** The Kubernetes Service that clients reach. */
  readonly entrance: { readonly namespace: string; readonly service: string };
  /** The reserved address of the load balancer, if the cluster's file contains one. */
  readonly address: string | undefined;
}

export interface EdgeGateway {
  readonly addon: AddonEntry;
  readonly workload: Workload;
  /** The platform's service for the pods of the gateway. */
  readonly platformService: string;
  /** The Kubernetes Service, in the namespace of the workload. */
  readonly service: string;
  readonly class: string;
  /** The port for requests from an Ingress controller. */
  readonly behind: number;
  /** The normalization of paths. */
  readonly paths: NonNullable<GatewayFacts["routes"]>["paths"];
}

type GatewayFacts = NonNullable<Provides["gateway"]>;

/** Why a cluster takes no routes. */
export type EdgeRefusal =
  | { readonly refused: "no-gateway" }
  | { readonly refused: "no-routes"; readonly addon: string; readonly reason: string | undefined }
  | { readonly refused: "no-definitions"; readonly addon: string };

/** The edge of a cluster, as its add-ons describe it. Undefined if the cluster takes no routes. */
export function edgeOf(cluster: ClusterEntry): Edge | undefined {
  const found = edgeOrRefusal(cluster);
  return "refused" in found ? undefined : found;
}

/** The edge of a cluster, or the reason why it takes no routes. */
export const edgeOrRefusal = memoize((cluster: ClusterEntry): Edge | EdgeRefusal => {
  const addon = providerOf(cluster.addons, "gateway");
  const facts = addon?.spec.provides.gateway;
  if (addon === undefined || facts === undefined) return { refused: "no-gateway" };
  const gateway = gatewayOf(addon, facts);
  if (gateway === undefined) return { refused: "no-routes", addon: addon.name, reason: facts.refusesRoutes };
  const front = frontOf(cluster.addons);
  const ingress = front?.spec.provides.ingressController;
  const controller = front?.spec.workloads[ingress?.workload ?? ""];
  if (front !== undefined && ingress !== undefined && controller !== undefined)
    return {
      name: "ingress-and-istio",
      gateway,
      ingress: { addon: front, workload: controller, class: ingress.class },
      entrance: { namespace: controller.namespace, service: ingress.service },
      address: addressOf(cluster, front, ingress.loadBalancer),
    };
  if (providerOf(cluster.addons, "gatewayApi") === undefined) return { refused: "no-definitions", addon: addon.name };
  return {
    name: "gateway-api",
    gateway,
    ingress: undefined,
    entrance: { namespace: gateway.workload.namespace, service: gateway.service },
    address: addressOf(cluster, addon, facts.loadBalancer),
  };
});

function gatewayOf(addon: AddonEntry, facts: GatewayFacts): EdgeGateway | undefined {
  const { routes, workload: name } = facts;
  const workload = addon.spec.workloads[name];
  const behind = workload?.ports[routes?.behind ?? ""];
  if (routes === undefined || workload === undefined || behind === undefined || facts.class === undefined)
    return undefined;
  return {
    addon,
    workload,
    platformService: facts.service,
    service: routes.service,
    class: facts.class,
    behind: typeof behind === "number" ? behind : behind.port,
    paths: routes.paths,
  };
}

function addressOf(
  cluster: ClusterEntry,
  addon: AddonEntry,
  loadBalancer: GatewayFacts["loadBalancer"],
): string | undefined {
  const filled = fillNode(loadBalancer ?? {}, addonFacts(clusterFacts(cluster), addon)).value;
  const address = valueAt(filled, ["address"]);
  return typeof address === "string" ? address : undefined;
}
