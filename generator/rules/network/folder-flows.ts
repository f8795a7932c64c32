import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import type { PodSource } from "../../evaluate/manifests/pods.ts";
import { mapAt } from "../../evaluate/manifests/reading.ts";
import { unnamedEndpoint } from "../../evaluate/network/endpoint-id.ts";
import type { NetworkPolicyRule } from "../../evaluate/network/policy.ts";
import { includesPort } from "../../evaluate/network/port-set.ts";
import type { Decision, PodEndpoint } from "../../evaluate/network/reach.ts";
import { modelKind } from "../../models/kinds.ts";
import type { SeldonComponent } from "../../models/seldon/facts.ts";
import { listText } from "../../text/listed.ts";
import type { RuleFinding } from "../rule.ts";
import { networkOfManifests } from "./evaluated-network.ts";
import { explainerFlow, type RuntimePart, runtimeFlows } from "./runtime-flows.ts";

const parts: readonly (readonly [SeldonComponent, RuntimePart])[] = [
  ["server", "server"],
  ["scheduler", "scheduler"],
  ["envoy", "envoy"],
  ["modelGateway", "modelgateway"],
  ["pipelineGateway", "pipelinegateway"],
  ["dataflow", "dataflow"],
  ["hodometer", "hodometer"],
];

interface Pod {
  readonly part: RuntimePart;
  readonly source: PodSource;
  readonly endpoint: PodEndpoint;
}

/**
 * Closed flows of a hand-written folder. The addresses of its DNS and API server are not known, so a flow out of the
 * namespace is reported only if it is closed for every possible address.
 */
export function* closedFlowsInFolder(manifestSet: ManifestSet): Iterable<RuleFinding> {
  const network = networkOfManifests(manifestSet);
  const reported = new Map<PodSource["by"], { readonly lines: string[]; readonly closedBy: Set<string> }>();
  const report = (pod: Pod, line: string, { closedBy }: Decision): void => {
    const known = reported.get(pod.source.by) ?? { lines: [], closedBy: new Set() };
    if (!known.lines.includes(line)) known.lines.push(line);
    for (const { name } of closedBy) known.closedBy.add(name);
    reported.set(pod.source.by, known);
  };
  for (const pods of Map.groupBy(seldonPods(manifestSet), ({ endpoint }) => endpoint.namespace).values()) {
    for (const { from, to, port, tls, why } of flowsAmong(manifestSet, pods)) {
      const { egress, ingress } = network.reach(from.endpoint, to.endpoint);
      const open = (side: Decision): boolean =>
        includesPort(side.ports, "TCP", port) || (tls !== undefined && includesPort(side.ports, "TCP", tls));
      const line = `${from.part} to ${to.part} on ${port}/TCP`;
      if (!open(egress)) report(from, `${line}, egress of ${from.part} (${why})`, egress);
      if (!open(ingress)) report(to, `${line}, ingress of ${to.part} (${why})`, ingress);
    }
    for (const pod of pods) {
      const { egress } = network.reach(pod.endpoint, outside);
      if (egress.closedBy.length === 0) continue;
      const rules = egress.closedBy.flatMap((policy) => policy.egress);
      if (!rules.some(opensDns))
        report(pod, `${pod.part} to DNS on 53/UDP, egress of ${pod.part} (name resolution)`, egress);
      if ((pod.part === "server" || pod.part === "scheduler") && !rules.some(leavesForAddresses))
        report(pod, `${pod.part} to the API server over TCP, egress of ${pod.part} (reads its configuration)`, egress);
    }
  }
  for (const [by, { lines, closedBy }] of reported)
    yield {
      at: by.at(["metadata", "name"], "value"),
      message: `closed flow: ${listText(lines, 4, "; ")}`,
      hint: `The flows are closed by ${[...closedBy].slice(0, 3).join(", ")}. Add a policy that opens exactly these flows.`,
    };
}

/** An address that is reserved for documentation, for an endpoint that is not a pod. */
const outside = { kind: "address", id: unnamedEndpoint("outside"), cidrs: ["198.51.100.1/32"] } as const;

function seldonPods(manifestSet: ManifestSet): readonly Pod[] {
  const { component, componentLabel } = manifestSet.seldon;
  const byLabel = new Map(parts.map(([name, part]) => [component[name], part]));
  return manifestSet.pods().flatMap((source) => {
    const part = source.by.kind.startsWith("mlops.seldon.io/")
      ? byLabel.get(source.labels[componentLabel] ?? "")
      : undefined;
    if (part === undefined) return [];
    const { namespace, labels } = source;
    return [{ part, source, endpoint: { kind: "pod", id: unnamedEndpoint(part), namespace, labels, ports: {} } }];
  });
}

/** The most pods of one part that are evaluated in a namespace: a file with more was not written by hand. */
const mostPods = 50;

interface Between {
  readonly from: Pod;
  readonly to: Pod;
  readonly port: number;
  readonly tls?: number;
  readonly why: string;
}

function* flowsAmong(manifestSet: ManifestSet, pods: readonly Pod[]): Iterable<Between> {
  const explains = manifestSet
    .of(modelKind)
    .some(({ object }) => ["explainer", "llm"].some((field) => Object.keys(mapAt(object, "spec", field)).length > 0));
  for (const flow of explains ? [...runtimeFlows, explainerFlow] : runtimeFlows) {
    const podsOf = (wanted: RuntimePart): readonly Pod[] =>
      pods.filter(({ part }) => part === wanted).slice(0, mostPods);
    const to = podsOf(flow.to);
    for (const from of podsOf(flow.from)) for (const pod of to) yield { ...flow, from, to: pod };
  }
}

/** Whether a rule may open DNS, which never runs in a namespace with Seldon, and listens on 53, or on 5353 behind its Service. */
function opensDns({ peers, ports }: NetworkPolicyRule): boolean {
  const leaves = peers === undefined || peers.some((peer) => peer.kind !== "pods" || peer.namespaces !== undefined);
  return (
    leaves &&
    (ports === undefined ||
      ports.some(({ protocol, port, endPort }) => {
        if (protocol !== "UDP") return false;
        if (typeof port !== "number") return true;
        return [53, 5353].some((dns) => port <= dns && dns <= (endPort ?? port));
      }))
  );
}

/** Whether a rule opens TCP to endpoints that are not pods. The API server is not a pod. */
function leavesForAddresses({ peers, ports }: NetworkPolicyRule): boolean {
  const leaves = peers === undefined || peers.some(({ kind }) => kind !== "pods");
  return leaves && (ports === undefined || ports.some(({ protocol }) => protocol === "TCP"));
}
