import { replaced } from "../../diagnostics/example.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, mapAt, textAt } from "../../evaluate/manifests/reading.ts";
import { unnamedEndpoint } from "../../evaluate/network/endpoint-id.ts";
import { labelsFor } from "../../evaluate/network/labels-for.ts";
import { includesPort } from "../../evaluate/network/port-set.ts";
import type { Endpoint, PodEndpoint } from "../../evaluate/network/reach.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import type { LabelMap } from "../../validate/label-selector.ts";
import { isMap, type RawMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { networkOfManifests } from "./evaluated-network.ts";
import { selectedNamespaceNames } from "./known-namespaces.ts";
import { effectiveRulesOf, type LocatedPolicyRule, peersField } from "./peers.ts";

export const networkDnsOneProtocol = defineRule({
  code: "network/dns-one-protocol",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A policy opens DNS over UDP only, or over TCP only.",
  docs: {
    why: "A client repeats a query over TCP if the answer is too long for UDP, for example for a headless Service with many pods. With UDP alone, short answers arrive but long answers do not, so a model can pass every test but time out under load. With TCP alone, most clients cannot resolve names, because they send the first query over UDP. A port without a protocol means TCP.",
    invalid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-dns, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }]
      ports: [{ protocol: UDP, port: 53 }]
`,
    valid: replaced(
      "ports: [{ protocol: UDP, port: 53 }]",
      "ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]",
    ),
    fix: "Open port 53 over UDP and TCP.",
  },
  *check(policy, manifestSet) {
    for (const written of effectiveRulesOf(policy)) {
      const index = listAt(written.rule, "ports").findIndex(isDns);
      if (index < 0) continue;
      const missing = missingFor(policy, written, manifestSet);
      if (missing === undefined) continue;
      yield {
        at: policy.at([...written.path, "ports", index, "port"]),
        message: `missing protocol ${missing} for port 53: it is open over ${missing === "TCP" ? "UDP" : "TCP"} only`,
        hint: `Add { protocol: ${missing}, port: 53 } to ports.`,
      };
    }
  },
});

/** Whether a port is DNS, by its number or by the names that CoreDNS gives its ports. */
function isDns(port: unknown): boolean {
  if (!isMap(port) || port["endPort"] !== undefined) return false;
  return port["port"] === 53 || port["port"] === "dns" || port["port"] === "dns-tcp";
}

/** The protocol that a peer of the rule cannot use. Other policies may open it for the peer. */
function missingFor(
  policy: Manifest,
  { direction, rule }: LocatedPolicyRule,
  manifestSet: ManifestSet,
): "TCP" | "UDP" | undefined {
  const namespace = policy.namespace ?? "";
  const own = labelsFor(mapAt(policy.object, "spec", "podSelector"));
  if (own === undefined) return undefined;
  const network = networkOfManifests(manifestSet);
  const self = podWith(namespace, own);
  for (const other of peers(namespace, listAt(rule, peersField[direction]))) {
    const { ports } = direction === "egress" ? network.reach(self, other).egress : network.reach(other, self).ingress;
    const [udp, tcp] = [includesPort(ports, "UDP", 53), includesPort(ports, "TCP", 53)];
    if (udp !== tcp) return udp ? "TCP" : "UDP";
  }
  return undefined;
}

/** One endpoint for each peer of a rule. For a rule without peers, the pods that usually answer DNS queries. */
function* peers(own: string, written: readonly unknown[]): Iterable<Endpoint> {
  if (written.length === 0) yield podWith("kube-system", { "k8s-app": "kube-dns" });
  for (const peer of written) {
    const cidr = textAt(peer, "ipBlock", "cidr");
    if (cidr !== undefined) yield { kind: "address", id: unnamedEndpoint(cidr), cidrs: [cidr] };
    else {
      const labels = labelsFor(mapAt(peer, "podSelector"));
      const namespaces: RawMap | undefined =
        isMap(peer) && isMap(peer["namespaceSelector"]) ? peer["namespaceSelector"] : undefined;
      const of = namespaces === undefined ? undefined : labelsFor(namespaces);
      if (labels === undefined || (namespaces !== undefined && of === undefined)) continue;
      yield podWith(
        namespaces === undefined ? own : (selectedNamespaceNames(namespaces)?.[0] ?? "kube-system"),
        labels,
        of,
      );
    }
  }
}

function podWith(namespace: string, labels: LabelMap, namespaceLabels?: LabelMap): PodEndpoint {
  const ports = { dns: { port: 53, protocol: "UDP" }, "dns-tcp": { port: 53, protocol: "TCP" } } as const;
  const known = namespaceLabels === undefined ? {} : { namespaceLabels };
  return { kind: "pod", id: unnamedEndpoint(""), namespace, labels, ...known, ports };
}
