import type { Location, Related } from "../../diagnostics/diagnostic.ts";
import { isUnit } from "../../evaluate/manifests/known-pods.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { endpointLabel } from "../../evaluate/network/endpoint-id.ts";
import { describePorts, portDifference, portRange } from "../../evaluate/network/port-set.ts";
import type { Decision, Endpoint, Reach } from "../../evaluate/network/reach.ts";
import { ciliumPolicyKind, networkPolicyKind, runtimeKind, serverKind } from "../../models/kinds.ts";
import { listText } from "../../text/listed.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { namespacesIn, networkOfManifests } from "./evaluated-network.ts";
import { flowContextOf, type NeededFlow } from "./flow-endpoints.ts";
import { closedFlowsInFolder } from "./folder-flows.ts";
import { withMeshFlows } from "./mesh-flows.ts";
import { neededAddonFlows } from "./needed-addon-flows.ts";
import { neededPlatformFlows, neededTenantFlows } from "./needed-flows.ts";

export const networkFlowClosed = defineRule({
  code: "network/flow-closed",
  severity: "error",
  inFolder: "warning",
  over: "manifest set",
  summary: "Network policies close a connection that Seldon or an add-on needs, at its source or at its destination.",
  docs: {
    why: "If network policies close both ends of a connection, a policy at the source must allow the egress, and a policy at the destination must allow the ingress. A connection that no policy allows waits until it times out. If the agent of a Server cannot reach the API server, the agent exits and restarts. A Server that cannot reach its scheduler is never ready. While Seldon's operator waits for the scheduler of one tenant, it does not process the objects of other tenants (Seldon Core 2.9.1).",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-dns, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { k8s-app: kube-dns } }
      ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-api-server, namespace: churn }
spec:
  podSelector: { matchLabels: { app.kubernetes.io/name: seldon-server } }
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 192.168.1.10/32 } }]
      ports: [{ port: 6443 }]
`,
    fix: "Add a policy that opens only the flow in the message: its pods, port, protocol and direction (egress or ingress).",
  },
  *check(manifestSet) {
    const { platform, cluster, tenant } = manifestSet.context;
    if (platform === undefined || cluster === undefined || !isUnit(manifestSet)) {
      yield* closedFlowsInFolder(manifestSet);
      return;
    }
    const place = flowContextOf(cluster);
    const { endpoints } = place;
    const namespaces = namespacesIn(manifestSet);
    if (tenant !== undefined) {
      const own = endpoints.tenants.get(tenant.name) ?? [];
      yield* closedFlowFindings(
        manifestSet,
        withMeshFlows(place, neededTenantFlows(place, tenant), own, namespaces),
        (namespace) => namespace === tenant.name,
      );
      return;
    }
    // This manifest set has the policies of the platform's namespaces. Each tenant's policies are in its own manifest set.
    const tenants = new Set<string>(cluster.tenants.map(({ name }) => name));
    const flows = [
      ...neededPlatformFlows(place),
      ...neededAddonFlows(place, cluster.tenants),
      ...cluster.tenants.flatMap((item) => neededTenantFlows(place, item)),
    ];
    const pods = [...endpoints.others, ...[...endpoints.tenants.values()].flat()];
    const needed = withMeshFlows(place, flows, pods, namespaces);
    yield* closedFlowFindings(manifestSet, needed, (namespace) => !tenants.has(namespace));
  },
});

interface Closed {
  readonly flow: NeededFlow;
  readonly side: "egress" | "ingress";
  readonly decision: Decision;
}

/** Flows that are closed at an end in this manifest set, with one finding for each object that creates the pods there. */
function* closedFlowFindings(
  manifestSet: ManifestSet,
  flows: readonly NeededFlow[],
  ownedHere: (namespace: string) => boolean,
): Iterable<RuleFinding> {
  for (const [creator, closed] of Map.groupBy(closedFlows(manifestSet, flows, ownedHere), (flow) =>
    ownerObject(manifestSet, flow),
  )) {
    const at = creator?.at(["metadata", "name"]);
    if (at !== undefined) yield closedFinding(manifestSet, at, closed);
  }
}

function* closedFlows(
  manifestSet: ManifestSet,
  flows: readonly NeededFlow[],
  ownedHere: (namespace: string) => boolean,
): Iterable<Closed> {
  const network = networkOfManifests(manifestSet);
  let before: { readonly flow: NeededFlow; readonly reach: Reach } | undefined;
  for (const flow of flows) {
    const { from, to, port, endPort = port, protocol } = flow;
    const decides = (end: Endpoint): boolean =>
      end.kind === "pod" && ownedHere(end.namespace) && network.guards(end.namespace);
    const sides = [...(decides(from) ? (["egress"] as const) : []), ...(decides(to) ? (["ingress"] as const) : [])];
    if (sides.length === 0) continue;
    // The ports of one pair follow one another, so that one result is enough for all of them.
    const reach = before?.flow.from === from && before.flow.to === to ? before.reach : network.reach(from, to);
    before = { flow, reach };
    for (const side of sides)
      if (portDifference(portRange(protocol, port, endPort), reach[side].ports).size > 0)
        yield { flow, side, decision: reach[side] };
  }
}

/** The object that creates the pods whose policies close the flow, or the closest object to it. */
function ownerObject(manifestSet: ManifestSet, { flow, side }: Closed): Manifest | undefined {
  const end = side === "egress" ? flow.from : flow.to;
  const namespace = end.kind === "pod" ? end.namespace : "";
  const kinds = creatorKindsOf(end);
  const creator = manifestSet
    .of(...kinds, networkPolicyKind, ciliumPolicyKind)
    .find((manifest) => manifest.namespace === namespace);
  return kinds.length === 0 ? (manifestSet.named("Namespace", undefined, namespace) ?? creator) : creator;
}

function creatorKindsOf({ id }: Endpoint): readonly string[] {
  if (id.owner !== "tenant" && id.owner !== "seldon") return [];
  switch (id.component) {
    case "pod":
    case "operator":
      return [];
    case "server":
      return [serverKind];
    default:
      return [runtimeKind];
  }
}

function closedFinding(manifestSet: ManifestSet, at: Location, closed: readonly Closed[]): RuleFinding {
  const messages = closed.map(({ flow: { from, to, port, endPort = port, protocol, why }, side }) => {
    const [sender, receiver] = [endpointLabel(from.id), endpointLabel(to.id)];
    const end = side === "egress" ? `egress of ${sender}` : `ingress of ${receiver}`;
    return `${sender} to ${receiver} on ${describePorts(portRange(protocol, port, endPort))}, ${end} (${why})`;
  });
  return {
    at,
    message: `closed flow: ${listText(messages, 4, "; ")}`,
    hint: "Add a policy that opens exactly this flow in the named direction, and leave the closing policy unchanged.",
    related: closing(manifestSet, closed),
  };
}

function closing(manifestSet: ManifestSet, closed: readonly Closed[]): readonly Related[] {
  const policies = [...new Set(closed.flatMap(({ decision }) => decision.closedBy))];
  return policies.slice(0, 3).flatMap(({ namespace, name }) => {
    const policy =
      manifestSet.named(networkPolicyKind, namespace, name) ?? manifestSet.named(ciliumPolicyKind, namespace, name);
    return policy === undefined
      ? []
      : [{ at: policy.at(), message: `policy ${name} allows only the connections in its rules in this direction` }];
  });
}
