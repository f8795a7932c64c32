import { replaced } from "../../diagnostics/example.ts";
import { podsIn } from "../../evaluate/manifests/known-pods.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { containersOf, type PodSource } from "../../evaluate/manifests/pods.ts";
import { labelsAt, listAt, mapAt, numberAt } from "../../evaluate/manifests/reading.ts";
import { labelsFor } from "../../evaluate/network/labels-for.ts";
import { memoize } from "../../load/memoize.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import type { SeldonFacts } from "../../models/seldon/facts.ts";
import { type LabelMap, selects } from "../../validate/label-selector.ts";
import { isMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { effectiveRulesOf, type LocatedPolicyRule, peersField } from "./peers.ts";

export const networkServicePort = defineRule({
  code: "network/service-port",
  severity: "warning",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A policy opens the port of a Service instead of the port of its pods.",
  docs: {
    why: "With most network plug-ins, the port of a Service is replaced with the port of the container before a network policy applies. A rule with the port of the Service then matches no connection, and the flow that the rule should open stays closed. For example, Seldon's Service seldon-mesh has port 80, and its Envoy pods listen on port 9000.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec: { seldonConfig: default }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-ingress, namespace: churn }
spec:
  podSelector: { matchLabels: { app.kubernetes.io/name: seldon-envoy } }
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress-nginx } } }]
      ports: [{ port: 80 }]
`,
    valid: replaced("ports: [{ port: 80 }]", "ports: [{ port: 9000 }]"),
    fix: "Open the port that the container listens on: the Service's targetPort.",
  },
  *check(policy, manifestSet) {
    for (const written of effectiveRulesOf(policy)) {
      for (const [index, port] of listAt(written.rule, "ports").entries()) {
        const number = numberAt(port, "port");
        if (number === undefined || numberAt(port, "endPort") !== undefined) continue;
        const target = targetOf(number, calledServices(policy, written, manifestSet), servicesIn(manifestSet));
        if (target === undefined) continue;
        yield {
          at: policy.at([...written.path, "ports", index, "port"]),
          message: `invalid port ${number}: Service ${target.service} has this port, but its pods listen on ${target.port}`,
          hint: `Open port ${target.port}: network policies apply to the ports of pods.`,
          fix: String(target.port),
        };
      }
    }
  },
});

interface ServicePort {
  readonly service: string;
  /** Undefined for Seldon's own Service, which is in every namespace with a runtime. */
  readonly namespace: string | undefined;
  readonly selector: LabelMap;
  readonly port: number;
  readonly target: number;
}

/** The Service that Seldon's operator creates, so that it is in no manifest set (2.9.1). */
function mesh({ component, componentLabel, port, service }: SeldonFacts): ServicePort {
  return {
    service: service.mesh,
    namespace: undefined,
    selector: { [componentLabel]: component.envoy },
    port: 80,
    target: port.envoyData,
  };
}

/** Ports of Services that differ from the port of the pods. Named targets are left out, because the pods define them. */
const servicesIn = memoize((manifestSet: ManifestSet): readonly ServicePort[] => {
  const found = manifestSet.of("Service").flatMap(({ object, name, namespace = "" }) => {
    const selector = labelsAt(object, "spec", "selector");
    if (Object.keys(selector).length === 0) return [];
    return listAt(object, "spec", "ports").flatMap((value) => {
      const [port, target] = [numberAt(value, "port"), numberAt(value, "targetPort")];
      if (port === undefined || target === undefined || port === target) return [];
      return [{ service: name, namespace, selector, port, target }];
    });
  });
  return [...found, mesh(manifestSet.seldon)];
});

interface Called {
  readonly namespace: string | undefined;
  readonly labels: LabelMap;
  readonly source: PodSource | undefined;
}

/** Pods whose ports the rule opens, as far as the manifest set creates them or the rule selects them by labels. */
function calledServices(
  policy: Manifest,
  { direction, rule }: LocatedPolicyRule,
  manifestSet: ManifestSet,
): readonly Called[] {
  const own = policy.namespace ?? "";
  const made = (selector: unknown): readonly Called[] =>
    podsIn(manifestSet, own)
      .filter(({ labels }) => selects(selector, labels))
      .map((source) => ({ namespace: own, labels: source.labels, source }));
  if (direction === "ingress") return made(mapAt(policy.object, "spec", "podSelector"));
  return listAt(rule, peersField.egress).flatMap((peer) => {
    if (!isMap(peer) || isMap(peer["ipBlock"])) return [];
    const selector = peer["podSelector"] ?? {};
    if (!isMap(peer["namespaceSelector"])) return made(selector);
    const labels = labelsFor(selector);
    return labels === undefined ? [] : [{ namespace: undefined, labels, source: undefined }];
  });
}

/** The Service, if all pods are behind it and none of them declares the number as a container port. */
function targetOf(
  number: number,
  pods: readonly Called[],
  services: readonly ServicePort[],
): { readonly service: string; readonly port: number } | undefined {
  const [service] = services.filter(({ port }) => port === number);
  if (service === undefined || pods.length === 0) return undefined;
  const all = pods.every(
    ({ namespace, labels, source }) =>
      (service.namespace === undefined || service.namespace === namespace) &&
      selects({ matchLabels: service.selector }, labels) &&
      !listensOn(number, source),
  );
  return all ? { service: service.service, port: service.target } : undefined;
}

function listensOn(number: number, source: PodSource | undefined): boolean {
  const specs = [source?.spec, source?.override].flatMap((spec) => spec ?? []);
  return specs
    .flatMap(containersOf)
    .some(({ value }) => listAt(value, "ports").some((port) => numberAt(port, "containerPort") === number));
}
