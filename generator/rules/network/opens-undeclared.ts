import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { relationOf } from "../../evaluate/network/cidr.ts";
import { endpointLabel, unnamedEndpoint } from "../../evaluate/network/endpoint-id.ts";
import { type NetworkPolicyRule, type NetworkPolicyRules, networkPolicies } from "../../evaluate/network/policy.ts";
import { describePorts, type PortSet, portDifference, portRange, portUnion } from "../../evaluate/network/port-set.ts";
import {
  acceptsConnection,
  type Endpoint,
  type NamespaceLabels,
  type PodEndpoint,
  reachablePorts,
} from "../../evaluate/network/reach.ts";
import { memoize } from "../../load/memoize.ts";
import { ciliumPolicyKind, networkPolicyKind } from "../../models/kinds.ts";
import { flowAnnotations } from "../../models/marks.ts";
import { hasRuntime, runsPipelines } from "../../validate/effective.ts";
import { selects } from "../../validate/label-selector.ts";
import type { RuleFinding } from "../rule.ts";
import { defineRule } from "../rule.ts";
import { platformDeclaredFlows, tenantDeclaredFlows } from "./declared-flows.ts";
import { namespacesIn } from "./evaluated-network.ts";
import { type FlowContext, flowContextOf, type NeededFlow } from "./flow-endpoints.ts";
import { withMeshFlows } from "./mesh-flows.ts";

export const networkOpensUndeclared = defineRule({
  code: "network/opens-undeclared",
  severity: "error",
  over: "manifest set",
  summary: "A policy with a flow annotation opens connections that the input files do not declare.",
  docs: {
    why: "Each generated policy opens one flow that the tenant file, the cluster file or the pattern declares. The annotation tenantry.dev/flow of the policy contains the kind of the declared flow. If a patch removes the ports, the podSelector or the labels of a peer from a generated policy, the policy opens more connections, but its annotation stays the same. Kubernetes reports no error, and the tenant file does not show the connections that a patch opens. Other rules check the policies that a team adds without the annotation tenantry.dev/flow.",
    invalid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: to-dns
  namespace: churn
  annotations: { tenantry.dev/flow: baseline }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
`,
    valid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: to-dns
  namespace: churn
  annotations: { tenantry.dev/flow: baseline }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { k8s-app: kube-dns } }
      ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
`,
    fix: "Remove the patch. Declare additional flows in the tenant file, under network.needs, network.external or network.callers.",
  },
  *check(manifestSet) {
    const { platform, cluster } = manifestSet.context;
    if (platform === undefined || cluster === undefined) return;
    const place = flowContextOf(cluster);
    const generated = manifestSet.of(networkPolicyKind, ciliumPolicyKind).filter(namesItsFlow);
    for (const [namespace, policies] of Map.groupBy(generated, (manifest) => manifest.namespace ?? "")) {
      const boundary = boundaryOf(place, namespace, namespacesIn(manifestSet));
      for (const policy of policies) yield* undeclaredFindings(policy, boundary);
    }
  },
});

function namesItsFlow({ object }: Manifest): boolean {
  return textAt(object, "metadata", "annotations", flowAnnotations.kind) !== undefined;
}

/** The endpoints inside and outside of a namespace boundary, and the declared flows. */
interface DeclaredBoundary {
  readonly own: readonly PodEndpoint[];
  readonly others: readonly Endpoint[];
  readonly declared: readonly NeededFlow[];
  readonly namespaces: NamespaceLabels;
}

function boundaryOf(place: FlowContext, namespace: string, namespaces: NamespaceLabels): DeclaredBoundary {
  const { cluster, endpoints } = place;
  const tenant = cluster.tenants.find(({ name }) => name === namespace);
  const unrelatedPods = unrelatedPodsOn(place);
  if (tenant !== undefined) {
    const { calls, calledBy } = tenant.spec.network.tenants;
    const partners = [...calls, ...calledBy].flatMap((name) => endpoints.tenants.get(name) ?? []);
    const own = endpoints.tenants.get(namespace) ?? [];
    const declared = withMeshFlows(place, tenantDeclaredFlows(place, tenant), own, namespaces);
    return { own, others: [...unrelatedPods, ...partners], declared, namespaces };
  }
  // One tenant represents all that are alike, so that thousands of tenants are evaluated once.
  const alike = Map.groupBy(cluster.tenants, (item) => `${hasRuntime(cluster, item)} ${runsPipelines(item)}`);
  const examples = [...alike.values()].flatMap(([example]) => example ?? []);
  const ofTenants = examples.flatMap(({ name }) => endpoints.tenants.get(name) ?? []);
  const declared = platformDeclaredFlows(place, examples);
  return {
    own: endpoints.others.filter(
      (other): other is PodEndpoint => other.kind === "pod" && other.namespace === namespace,
    ),
    others: [...unrelatedPods, ...ofTenants],
    declared: withMeshFlows(place, declared, [...endpoints.others, ...ofTenants], namespaces),
    namespaces,
  };
}

/** The other endpoints of a cluster, and for each pod its variants without one of the labels, which a selector may omit. */
const unrelatedPodsOn = memoize(({ endpoints: { others } }: FlowContext): readonly Endpoint[] => [
  ...others,
  ...others.flatMap((endpoint) => (endpoint.kind === "pod" ? withoutEachLabel(endpoint) : [])),
]);

function withoutEachLabel(pod: PodEndpoint): readonly PodEndpoint[] {
  return Object.keys(pod.labels).map((label) => {
    const { [label]: _, ...labels } = pod.labels;
    return { ...pod, id: unnamedEndpoint(`a pod like ${endpointLabel(pod.id)} without label ${label}`), labels };
  });
}

interface UndeclaredFlow {
  readonly own: PodEndpoint;
  readonly other: Endpoint;
  readonly ports: PortSet;
}

function* undeclaredFindings(manifest: Manifest, boundary: DeclaredBoundary): Iterable<RuleFinding> {
  for (const policy of networkPolicies([manifest.object])) {
    const own = boundary.own.filter(({ labels }) => selects(policy.selector, labels));
    for (const direction of ["ingress", "egress"] as const) {
      const beyond = policy[direction].flatMap((rule) => [...undeclaredFlows(policy, rule, direction, own, boundary)]);
      if (beyond.length > 0) yield undeclaredFinding(manifest, direction, beyond);
    }
  }
}

function* undeclaredFlows(
  policy: NetworkPolicyRules,
  rule: NetworkPolicyRule,
  direction: "ingress" | "egress",
  own: readonly PodEndpoint[],
  { others, declared, namespaces }: DeclaredBoundary,
): Iterable<UndeclaredFlow> {
  // Another rule reports a rule without peers.
  if (rule.peers === undefined) return;
  const blocks = rule.peers.flatMap((peer): readonly Endpoint[] =>
    peer.kind === "block" ? [{ kind: "address", id: unnamedEndpoint(peer.cidr), cidrs: [peer.cidr] }] : [],
  );
  const reached = others.filter(
    (endpoint) => !isPlainAddress(endpoint) && acceptsConnection(rule, policy.namespace, endpoint, namespaces),
  );
  for (const other of [...reached, ...blocks]) {
    for (const pod of own) {
      if (other.kind === "pod" && other.namespace === pod.namespace) continue;
      const [from, to] = direction === "egress" ? [pod, other] : [other, pod];
      const ports = portDifference(reachablePorts(rule, to), declaredPorts(declared, from, to));
      if (ports.size > 0) yield { own: pod, other, ports };
    }
  }
}

/** Blocks are compared with the declared networks as a whole, not with the addresses that they happen to contain. */
function isPlainAddress(endpoint: Endpoint): boolean {
  return endpoint.kind === "address" && endpoint.entity === undefined;
}

function declaredPorts(declared: readonly NeededFlow[], from: Endpoint, to: Endpoint): PortSet {
  return portUnion(
    declared.flatMap((flow) =>
      covers(flow.from, from) && covers(flow.to, to)
        ? [portRange(flow.protocol, flow.port, flow.endPort ?? flow.port)]
        : [],
    ),
  );
}

/** Whether a rule that allows the first also allows the second: a pod that has all its labels, or a part of its network. */
function covers(left: Endpoint, other: Endpoint): boolean {
  if (left.kind === "pod")
    return (
      other.kind === "pod" &&
      left.namespace === other.namespace &&
      Object.entries(left.labels).every(([label, value]) => other.labels[label] === value)
    );
  if (other.kind === "pod") return false;
  if (left.entity !== undefined || other.entity !== undefined) return left.entity === other.entity;
  return other.cidrs.every((cidr) => left.cidrs.some((outer) => relationOf(outer, cidr) === "inside"));
}

function undeclaredFinding(
  manifest: Manifest,
  direction: "ingress" | "egress",
  beyond: readonly UndeclaredFlow[],
): RuleFinding {
  const messages = beyond.slice(0, 3).map(({ own, other, ports }) => {
    const [from, to] = direction === "egress" ? [own, other] : [other, own];
    return `${endpointLabel(from.id)} to ${endpointLabel(to.id)} on ${describePorts(ports)}`;
  });
  const more = beyond.length > messages.length ? `, and ${beyond.length - messages.length} more` : "";
  return {
    at: manifest.at(["spec", direction]),
    message: `undeclared flows in ${manifest.object.kind} ${manifest.name}: ${messages.join("; ")}${more}`,
    hint: "Restrict the policy to the pods, the peers and the ports of its declared flow.",
  };
}
