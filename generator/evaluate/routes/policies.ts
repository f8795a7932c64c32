import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { labelsAt, listAt, textAt, textsAt } from "../manifests/reading.ts";
import type { ProxyEdge } from "./edge.ts";
import { hasLabels, istioSecurityGroup, objectNamespace, objectsOf } from "./objects.ts";
import type { GatewayPods } from "./route-table.ts";

export interface JwtRule {
  readonly issuer: string;
  readonly audiences: readonly string[];
}

/** The AuthorizationPolicies that apply to a gateway's pods. */
export function authorizationPolicies(
  objects: readonly KubernetesObject[],
  edge: ProxyEdge,
  pods: GatewayPods,
): readonly KubernetesObject[] {
  return objectsOf(objects, istioSecurityGroup, "AuthorizationPolicy").filter((policy) => applies(policy, edge, pods));
}

/** The token rules of all RequestAuthentications that apply to a gateway's pods. */
export function jwtRules(objects: readonly KubernetesObject[], edge: ProxyEdge, pods: GatewayPods): readonly JwtRule[] {
  return objectsOf(objects, istioSecurityGroup, "RequestAuthentication")
    .filter((authentication) => applies(authentication, edge, pods))
    .flatMap((authentication) => listAt(authentication, "spec", "jwtRules"))
    .map((rule) => ({ issuer: textAt(rule, "issuer") ?? "", audiences: textsAt(rule, "audiences") }));
}

const gatewayName = "gateway.networking.k8s.io/gateway-name";

/**
 * Istio finds a Gateway of `targetRefs` by a label of the pods. Without this label, Istio ignores a policy with `targetRefs`. Pods
 * that the platform installs have the label only if the platform sets it (istio 1.28, pilot/pkg/model/policyattachment.go).
 */
function applies(policy: KubernetesObject, edge: ProxyEdge, { namespace, labels }: GatewayPods): boolean {
  const ownNamespace = objectNamespace(policy) === namespace;
  const targets = [...listAt(policy, "spec", "targetRefs"), ...listAt(policy, "spec", "targetRef")];
  if (targets.length > 0)
    return (
      ownNamespace &&
      targets.some((target) => textAt(target, "kind") === "Gateway" && textAt(target, "name") === labels[gatewayName])
    );
  if (!ownNamespace && objectNamespace(policy) !== edge.rootNamespace) return false;
  return hasLabels(labels, labelsAt(policy, "spec", "selector", "matchLabels"));
}
