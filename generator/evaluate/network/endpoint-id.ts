import { isReservedEndpointName } from "../../validate/terms.ts";

/** Parts of Seldon Core and of a tenant that policies can distinguish. A pod without any of our labels is a `pod`. */
export type EndpointComponent =
  | "pod"
  | "operator"
  | "server"
  | "scheduler"
  | "envoy"
  | "modelgateway"
  | "pipelinegateway"
  | "dataflow";

/** `own-node` is the node that a pod runs on, on a CNI that distinguishes it from the other nodes. */
export type ClusterComponent = "dns" | "dns-node-local" | "prometheus" | "api-server" | "nodes" | "own-node";

interface TenantEndpointId {
  readonly owner: "tenant";
  readonly tenant: string;
  readonly component: EndpointComponent;
  /** The type of a Server, if the tenant has Servers of several types. */
  readonly type?: string;
  /** Labels of a pod that is not a component but that a policy distinguishes. */
  readonly labels?: string;
}

/**
 * Identifies a source or destination of connections. Two ids name the same endpoint if all their fields are equal. Equal
 * labels do not suffice.
 */
export type EndpointId =
  | TenantEndpointId
  | { readonly owner: "seldon"; readonly component: EndpointComponent }
  | { readonly owner: "service"; readonly service: string }
  /** Pods of an add-on: one of its workloads, or without `workload` any other pod of one of its namespaces. */
  | { readonly owner: "addon"; readonly addon: string; readonly namespace: string; readonly workload?: string }
  | { readonly owner: "cluster"; readonly component: ClusterComponent }
  /** An external network that tenants name. With `tenant` if other tenants use the name for a different network. */
  | { readonly owner: "external"; readonly network: string; readonly tenant?: string }
  | { readonly owner: "undeclared"; readonly component: "unrelated-pod" | "internet" | "metadata" }
  /** An endpoint that exists for one check only: a block, or a pod that a selector matches. */
  | { readonly owner: "unnamed"; readonly what: string };

export function unnamedEndpoint(what: string): EndpointId {
  return { owner: "unnamed", what };
}

/** Fields in a fixed order, so that equal ids have equal keys. */
export function endpointKey(id: EndpointId): string {
  return JSON.stringify(Object.entries(id).sort());
}

/**
 * The text for users to read and write: `churn/envoy`, `mlflow`, `cert-manager/webhook`, `api-server`. A platform service has
 * its own name, unless that is a reserved word.
 */
export function endpointLabel(id: EndpointId): string {
  switch (id.owner) {
    case "tenant":
      return `${id.tenant}/${tenantComponentName(id)}${(id.labels ?? "") === "" ? "" : ` with ${id.labels}`}`;
    case "seldon":
      return seldonLabel(id.component);
    case "addon":
      return `${id.namespace}/${id.workload ?? "pod"}`;
    case "service":
      return isReservedEndpointName(id.service) ? `service/${id.service}` : id.service;
    case "external":
      return id.tenant === undefined ? `external/${id.network}` : `external/${id.tenant}/${id.network}`;
    case "cluster":
    case "undeclared":
      return id.component;
    case "unnamed":
      return id.what;
  }
}

/** The part of an endpoint's name after its tenant's name and a slash. */
export function tenantComponentName({ component, type }: TenantEndpointId): string {
  return type ?? component;
}

function seldonLabel(component: EndpointComponent): string {
  if (component === "operator") return "operator";
  return component === "pod" ? "seldon-pod" : `shared-${component}`;
}
