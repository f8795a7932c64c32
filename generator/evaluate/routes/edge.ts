import type { LabelMap } from "../../validate/label-selector.ts";

/** The proxies between a client outside of the cluster and Seldon's Envoy. */
export interface ProxyEdge {
  /** `gateway-api`: the pods of an Istio gateway. `ingress-and-istio`: ingress-nginx, and then the pods of an Istio gateway. */
  readonly kind: "gateway-api" | "ingress-and-istio";
  /** The namespace of the gateway's pods. */
  readonly namespace: string;
  /** The Kubernetes Service of the gateway's pods. */
  readonly service: string;
  /** The labels of the gateway's pods that the platform installs. Istio labels the pods that it creates for a Gateway itself. */
  readonly podLabels: LabelMap;
  /** The namespace whose Istio policies apply to all namespaces. */
  readonly rootNamespace: string;
  /** `meshConfig.pathNormalization.normalization`. The default of Istio is `BASE`. */
  readonly pathNormalization: PathNormalization;
  /** `spec.ingressClassName` of the Ingress objects that ingress-nginx serves. */
  readonly ingressClass?: string;
}

export type PathNormalization = "NONE" | "BASE" | "MERGE_SLASHES" | "DECODE_AND_MERGE_SLASHES";

/** The pods of a gateway. */
export interface GatewayPods {
  readonly namespace: string;
  readonly labels: LabelMap;
  /** Labels that the pods may have too. `any` if they are unknown. */
  readonly possible: LabelMap | "any";
}

/** The pods of the gateway that the platform installs. They can have more labels than the add-on lists. */
export function platformPods({ namespace, podLabels }: ProxyEdge): GatewayPods {
  return { namespace, labels: podLabels, possible: "any" };
}

/** An object by kind, namespace and name. */
export interface ObjectReference {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}
