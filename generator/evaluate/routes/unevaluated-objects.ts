import { memoize } from "../../load/memoize.ts";
import type { Path } from "../../load/source.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { labelsAt, listAt, textAt, textsAt } from "../manifests/reading.ts";
import { type GatewayPods, type ProxyEdge, platformPods } from "./edge.ts";
import { gatewayApiPods } from "./gateway-api.ts";
import { ingressClassOf } from "./ingress.ts";
import { gatewayApiGroup, hasLabels, istioGroup, objectNamespace, objectsOf, qualifiedKind } from "./objects.ts";
import { selection } from "./policies.ts";

/** A part of an object: its path, and a name for it. */
export type Part = readonly [path: Path, what: string];

/** Kinds that can change how an edge routes requests, but that are evaluated for neither edge, as `<group>/<Kind>`. */
const ofNoEdge: readonly string[] = [
  "networking.istio.io/EnvoyFilter",
  "networking.istio.io/ProxyConfig",
  "extensions.istio.io/WasmPlugin",
  "gateway.networking.k8s.io/ListenerSet",
  "gateway.networking.k8s.io/TCPRoute",
  "gateway.networking.k8s.io/TLSRoute",
  "gateway.networking.k8s.io/UDPRoute",
  "gateway.networking.x-k8s.io/XListenerSet",
];

/** Istio reads the objects of both edges, so each edge also has the kinds of the other one. */
const unevaluatedKinds: Readonly<Record<ProxyEdge["kind"], ReadonlySet<string>>> = {
  "gateway-api": new Set([
    ...ofNoEdge,
    "networking.istio.io/Gateway",
    "networking.istio.io/VirtualService",
    "networking.k8s.io/Ingress",
  ]),
  "ingress-and-istio": new Set([
    ...ofNoEdge,
    "gateway.networking.k8s.io/Gateway",
    "gateway.networking.k8s.io/GRPCRoute",
    "gateway.networking.k8s.io/HTTPRoute",
    "gateway.networking.k8s.io/ReferenceGrant",
  ]),
};

/** Whether an object can change how an edge routes requests, but is not evaluated at all. */
export function isUnevaluated(object: KubernetesObject, edge: ProxyEdge): boolean {
  if (!unevaluatedKinds[edge.kind].has(qualifiedKind(object))) return false;
  return object.kind !== "VirtualService" || gatewaysOf(object).length > 0;
}

interface Bound {
  readonly objects: readonly KubernetesObject[];
  readonly object: KubernetesObject;
  readonly edge: ProxyEdge;
  /** All sets of gateway pods. */
  readonly pods: readonly GatewayPods[];
}

/** All sets of gateway pods of an edge, without repetitions. */
export function podSets(objects: readonly KubernetesObject[], edge: ProxyEdge): readonly GatewayPods[] {
  const others = edge.kind === "gateway-api" ? gatewayApiPods(objects, edge) : [];
  const sets = [platformPods(edge), ...others];
  return [...new Map(sets.map((pods) => [JSON.stringify(pods), pods])).values()];
}

/** The parts by which an object of a kind may belong to an edge, although it is not certain. */
export const boundParts: ReadonlyMap<string, (bound: Bound) => readonly Part[]> = new Map([
  ["networking.k8s.io/Ingress", otherClass],
  ["networking.istio.io/Gateway", otherSelector],
  ["networking.istio.io/VirtualService", unknownGateways],
  ["gateway.networking.k8s.io/HTTPRoute", unknownParents],
  ["gateway.networking.k8s.io/GRPCRoute", unknownParents],
  ["security.istio.io/RequestAuthentication", unknownLabels],
  ["security.istio.io/AuthorizationPolicy", unknownLabels],
]);

/** Another Ingress controller, or ingress-nginx if its class is the default of the cluster. */
function otherClass({ object, edge }: Bound): readonly Part[] {
  return ingressClassOf(object) === (edge.ingressClass ?? "nginx")
    ? []
    : [[["spec", "ingressClassName"], `class ${ingressClassOf(object) ?? "by default"}`]];
}

/** By default Istio reads the Gateways of all namespaces (`PILOT_SCOPE_GATEWAY_TO_NAMESPACE`). */
function otherSelector({ object, edge }: Bound): readonly Part[] {
  const selector = labelsAt(object, "spec", "selector");
  const { podLabels, namespace } = edge;
  if (!hasLabels({ ...selector, ...podLabels }, selector)) return [];
  const isExact = hasLabels(podLabels, selector) && hasLabels(selector, podLabels);
  return isExact && objectNamespace(object) === namespace ? [] : [[["spec", "selector"], "selector"]];
}

/** The Gateway of another tenant, or one that is not among the objects. */
function unknownGateways({ objects, object }: Bound): readonly Part[] {
  const known = gatewayNames(objects).istio;
  return gatewaysOf(object).flatMap(({ name, index }): readonly Part[] => {
    const qualified = name.includes("/") ? name : `${objectNamespace(object)}/${name}`;
    return known.has(qualified) ? [] : [[["spec", "gateways", index], `Gateway ${qualified}`]];
  });
}

function unknownParents({ objects, object }: Bound): readonly Part[] {
  const known = gatewayNames(objects).gatewayApi;
  return listAt(object, "spec", "parentRefs").flatMap((parent, index): readonly Part[] => {
    const name = `${textAt(parent, "namespace") ?? objectNamespace(object)}/${textAt(parent, "name")}`;
    const isGateway = (textAt(parent, "kind") ?? "Gateway") === "Gateway";
    return !isGateway || known.has(name) ? [] : [[["spec", "parentRefs", index], `Gateway ${name}`]];
  });
}

/** Labels of a selector that the pods of a gateway may have. */
function unknownLabels({ object, edge, pods }: Bound): readonly Part[] {
  const unknown = pods.filter((set) => selection(object, edge, set) === "unknown");
  const required = Object.keys(labelsAt(object, "spec", "selector", "matchLabels"));
  return required
    .filter((key) => unknown.some(({ labels }) => labels[key] === undefined))
    .map((key): Part => [["spec", "selector", "matchLabels", key], `label ${key}`]);
}

/** The gateways of a VirtualService, except that of the mesh. */
function gatewaysOf(object: KubernetesObject): readonly { readonly name: string; readonly index: number }[] {
  return textsAt(object, "spec", "gateways")
    .map((name, index) => ({ name, index }))
    .filter(({ name }) => name !== "mesh");
}

/** The Gateways of both kinds, as `<namespace>/<Gateway>`. */
const gatewayNames = memoize((objects: readonly KubernetesObject[]) => ({
  istio: new Set(objectsOf(objects, istioGroup, "Gateway").map(nameOf)),
  gatewayApi: new Set(objectsOf(objects, gatewayApiGroup, "Gateway").map(nameOf)),
}));

function nameOf(object: KubernetesObject): string {
  return `${objectNamespace(object)}/${object.metadata?.name}`;
}
