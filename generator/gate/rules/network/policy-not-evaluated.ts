import type { Path } from "../../../load/source.ts";
import { isMap } from "../../../validate/merge.ts";
import { listAt, mapAt, scalarText } from "../../manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { ciliumPolicy } from "./peers.ts";

/** What else decides over connections, and is not understood here. */
const others = [
  "cilium.io/CiliumClusterwideNetworkPolicy",
  "crd.projectcalico.org/NetworkPolicy",
  "crd.projectcalico.org/GlobalNetworkPolicy",
  "projectcalico.org/NetworkPolicy",
  "projectcalico.org/GlobalNetworkPolicy",
  "policy.networking.k8s.io/AdminNetworkPolicy",
  "policy.networking.k8s.io/BaselineAdminNetworkPolicy",
  "policy.networking.k8s.io/ClusterNetworkPolicy",
];

export const policyNotEvaluated = defineRule({
  code: "network/policy-not-evaluated",
  severity: "error",
  over: "object",
  kinds: [ciliumPolicy, ...others],
  summary: "A policy decides over connections in a way that the other checks cannot see.",
  page: {
    why: "Which tenants reach each other, and whether every needed flow is open, is worked out from NetworkPolicies, and from CiliumNetworkPolicies that name the API server or nodes. What any other policy opens or closes would go unseen: the checks would vouch for walls that it has taken down.",
    wrong: `
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: to-neighbours, namespace: churn }
spec:
  endpointSelector: {}
  egress:
    - toEndpoints: [{ matchLabels: { "k8s:io.kubernetes.pod.namespace": recommendation-engine } }]
`,
    right: `
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: to-api-server, namespace: churn }
spec:
  endpointSelector: {}
  egress:
    - toEntities: [kube-apiserver]
      toPorts: [{ ports: [{ port: "6443", protocol: TCP }] }]
`,
    mend: "Say it with a NetworkPolicy; where that cannot say it, have somebody who answers for it waive this.",
  },
  *check(policy, { around }) {
    // Folders of others are not vouched for.
    if (around.cluster === undefined) return;
    const [path, what] =
      policy.kind === ciliumPolicy ? (notUnderstood(policy.object) ?? []) : [["kind"], policy.object.kind];
    if (path === undefined) return;
    yield {
      at: policy.at(path, path[0] === "kind" ? "value" : "key"),
      message: `${what} is not looked at by the checks of who reaches whom`,
      hint: "Say it with a NetworkPolicy.",
    };
  },
});

/** The first field of a CiliumNetworkPolicy that means more than leaving for the API server or a node. */
function notUnderstood(object: unknown): readonly [Path, string] | undefined {
  const spec = mapAt(object, "spec");
  const beside = extra(mapAt(object), ["apiVersion", "kind", "metadata", "spec", "status"]);
  if (beside !== undefined) return [[beside], beside];
  const field = extra(spec, ["endpointSelector", "egress", "description"]);
  if (field !== undefined) return [["spec", field], field];
  for (const [index, rule] of listAt(spec, "egress").entries()) {
    const path = ["spec", "egress", index];
    const own = extra(rule, ["toEntities", "toPorts"]);
    if (own !== undefined) return [[...path, own], own];
    const entities = listAt(rule, "toEntities");
    if (entities.length === 0) return [path, "a rule for everybody"];
    const position = entities.findIndex((entity) => entity !== "kube-apiserver" && entity !== "host");
    if (position >= 0) return [[...path, "toEntities", position], scalarText(entities[position]).slice(0, 40)];
    for (const [at, one] of listAt(rule, "toPorts").entries()) {
      const more =
        extra(one, ["ports"]) ??
        listAt(one, "ports")
          .map((port) => extra(port, ["port", "protocol"]))
          .find(Boolean);
      if (more !== undefined) return [[...path, "toPorts", at], more];
    }
  }
  return undefined;
}

function extra(value: unknown, known: readonly string[]): string | undefined {
  return isMap(value) ? Object.keys(value).find((key) => !known.includes(key)) : undefined;
}
