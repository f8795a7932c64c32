import { isEndpointWord } from "../../validate/terms.ts";

/** Parts of Seldon Core and of a tenant that policies can tell apart. A pod without any label of ours is a `pod`. */
export type EndpointComponent =
  | "pod"
  | "operator"
  | "server"
  | "scheduler"
  | "envoy"
  | "modelgateway"
  | "pipelinegateway"
  | "dataflow";

interface TenantEndpointId {
  readonly owner: "tenant";
  readonly tenant: string;
  readonly component: EndpointComponent;
  /** Of a tenant's Servers of several types: which one. */
  readonly type?: string;
  /** Where it is no component but a pod that a policy tells apart. */
  readonly labels?: string;
}

/** Who can begin or end a connection. Two ids are of one endpoint where all their fields are equal, never where labels are. */
export type EndpointId =
  | TenantEndpointId
  | { readonly owner: "seldon"; readonly component: EndpointComponent }
  | { readonly owner: "service"; readonly service: string }
  | { readonly owner: "cluster"; readonly component: "dns" | "dns-node-local" | "prometheus" | "api-server" }
  /** A network that tenants name; of this tenant only, where others give the name to another network. */
  | { readonly owner: "external"; readonly network: string; readonly tenant?: string }
  | { readonly owner: "anybody"; readonly component: "stranger" | "internet" | "metadata" }
  /** What a check looks at by itself: a block, a pod that a selector asks for. */
  | { readonly owner: "unnamed"; readonly what: string };

export function unnamedEndpoint(what: string): EndpointId {
  return { owner: "unnamed", what };
}

/** Fields in a fixed order, so that equal ids have equal keys. */
export function endpointKey(id: EndpointId): string {
  return JSON.stringify(Object.entries(id).sort());
}

/** What people read, and what they may write: `churn/envoy`, `mlflow`, `api-server`. Of platform services the name, unless it is taken. */
export function endpointLabel(id: EndpointId): string {
  switch (id.owner) {
    case "tenant":
      return `${id.tenant}/${tenantComponentName(id)}${(id.labels ?? "") === "" ? "" : ` with ${id.labels}`}`;
    case "seldon":
      return seldonLabel(id.component);
    case "service":
      return isEndpointWord(id.service) ? `service/${id.service}` : id.service;
    case "external":
      return id.tenant === undefined ? `external/${id.network}` : `external/${id.tenant}/${id.network}`;
    case "cluster":
    case "anybody":
      return id.component;
    case "unnamed":
      return id.what;
  }
}

/** What an endpoint is called after its tenant's name and a stroke. */
export function tenantComponentName({ component, type }: TenantEndpointId): string {
  return type ?? component;
}

function seldonLabel(component: EndpointComponent): string {
  if (component === "operator") return "operator";
  return component === "pod" ? "seldon-pod" : `shared-${component}`;
}
