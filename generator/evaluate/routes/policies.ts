import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { labelsAt, listAt, textAt, textsAt } from "../manifests/reading.ts";
import type { GatewayPods, ProxyEdge } from "./edge.ts";
import { hasLabels, istioSecurityGroup, objectNamespace, objectsOf, referenceTo } from "./objects.ts";
import { HostRules, type PolicyRule } from "./policy-rules.ts";

/** The policies of a set of gateway pods. */
export interface PodPolicies {
  readonly jwtRules: readonly JwtRule[];
  readonly denying: HostRules;
  readonly allowing: HostRules;
  /** Whether the pods reject a request that no AuthorizationPolicy allows. */
  readonly rejectsOthers: boolean;
}

interface JwtRule {
  readonly issuer: string;
  readonly audiences: readonly string[];
}

/**
 * Reads the policies for a gateway's pods. If it is unknown whether a policy applies, a policy that denies counts as absent, and
 * what it allows as allowed.
 */
export function podPolicies(objects: readonly KubernetesObject[], edge: ProxyEdge, pods: GatewayPods): PodPolicies {
  const found = objectsOf(objects, istioSecurityGroup, "AuthorizationPolicy").map((policy) => ({
    policy,
    action: textAt(policy, "spec", "action") ?? "ALLOW",
    applies: selection(policy, edge, pods),
  }));
  const denying = found.filter(({ action, applies }) => action === "DENY" && applies === "selected");
  const allowing = found.filter(({ action, applies }) => action === "ALLOW" && applies !== "other");
  return {
    jwtRules: objectsOf(objects, istioSecurityGroup, "RequestAuthentication")
      .filter((authentication) => selection(authentication, edge, pods) !== "other")
      .flatMap((authentication) => listAt(authentication, "spec", "jwtRules"))
      .map((rule) => ({ issuer: textAt(rule, "issuer") ?? "", audiences: textsAt(rule, "audiences") })),
    denying: new HostRules(denying.flatMap(({ policy }) => rulesOf(policy))),
    allowing: new HostRules(allowing.flatMap(({ policy }) => rulesOf(policy))),
    rejectsOthers: allowing.some(({ applies }) => applies === "selected"),
  };
}

function rulesOf(policy: KubernetesObject): readonly PolicyRule[] {
  return listAt(policy, "spec", "rules").map((rule) => ({ policy: referenceTo(policy), rule }));
}

/** Labels that Istio can add to the pods that it creates. */
const labelOfIstio = /(^|\.)(istio\.io|networking\.k8s\.io)\//;
const gatewayName = "gateway.networking.k8s.io/gateway-name";

/**
 * Whether a policy selects a gateway's pods. It is `unknown` if the pods may have labels that are not in the objects.
 *
 * Istio finds a Gateway of `targetRefs` by a label of the pods. Without this label, Istio ignores a policy with `targetRefs`. Pods
 * that the platform installs have the label only if the platform sets it (istio 1.28, pilot/pkg/model/policyattachment.go).
 */
export function selection(
  policy: KubernetesObject,
  edge: ProxyEdge,
  { namespace, labels, possible }: GatewayPods,
): "selected" | "unknown" | "other" {
  const ownNamespace = objectNamespace(policy) === namespace;
  const targets = [...listAt(policy, "spec", "targetRefs"), ...listAt(policy, "spec", "targetRef")];
  if (targets.length > 0)
    return ownNamespace &&
      targets.some((target) => textAt(target, "kind") === "Gateway" && textAt(target, "name") === labels[gatewayName])
      ? "selected"
      : "other";
  if (!ownNamespace && objectNamespace(policy) !== edge.rootNamespace) return "other";
  const required = labelsAt(policy, "spec", "selector", "matchLabels");
  if (hasLabels(labels, required)) return "selected";
  const isPossible = Object.entries(required).every(
    ([key, value]) =>
      labels[key] === value ||
      (labels[key] === undefined && (possible === "any" || possible[key] === value || labelOfIstio.test(key))),
  );
  return isPossible ? "unknown" : "other";
}
