import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { networkPolicyNotEvaluated } from "./policy-not-evaluated.ts";

const cilium = (spec: string): string => `
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: p, namespace: churn }
${spec}
`;
const egress = (rule: string): string => cilium(`spec: { endpointSelector: {}, egress: [${rule}] }`);
const ingress = (rule: string): string => cilium(`spec: { endpointSelector: {}, ingress: [${rule}] }`);
const not = (part: string): readonly string[] => [
  `unsupported part of CiliumNetworkPolicy p: the connection checks do not evaluate ${part}`,
];
const notKind = (kind: string): readonly string[] => [
  `unsupported kind ${kind}: the connection checks do not evaluate it`,
];

test.each([
  {
    name: "egress to the API server",
    yaml: egress('{ toEntities: [kube-apiserver], toPorts: [{ ports: [{ port: "6443" }] }] }'),
    found: [],
  },
  { name: "egress to nodes", yaml: egress("{ toEntities: [host] }"), found: [] },
  { name: "egress to pods", yaml: egress("{ toEndpoints: [{}] }"), found: not("toEndpoints") },
  { name: "egress to the whole cluster", yaml: egress("{ toEntities: [host, cluster] }"), found: not("cluster") },
  { name: "a rule without peers", yaml: egress("{ toPorts: [] }"), found: not("a rule without toEntities") },
  {
    name: "a range of ports",
    yaml: egress('{ toEntities: [host], toPorts: [{ ports: [{ port: "1", endPort: 9 }] }] }'),
    found: not("endPort"),
  },
  { name: "HTTP rules", yaml: egress("{ toEntities: [host], toPorts: [{ rules: {} }] }"), found: not("rules") },
  {
    name: "ingress from nodes",
    yaml: ingress('{ fromEntities: [host, remote-node], toPorts: [{ ports: [{ port: "9443" }] }] }'),
    found: [],
  },
  { name: "ingress from every source", yaml: ingress("{}"), found: not("a rule without fromEntities") },
  { name: "ingress from everything", yaml: ingress("{ fromEntities: [all] }"), found: not("all") },
  { name: "ingress from pods", yaml: ingress("{ fromEndpoints: [{}] }"), found: not("fromEndpoints") },
  {
    name: "ingress with entities of the other direction",
    yaml: ingress("{ toEntities: [host] }"),
    found: not("toEntities"),
  },
  {
    name: "an exception among the ingress rules",
    yaml: cilium("spec: { endpointSelector: {}, ingressDeny: [{ fromEntities: [host] }] }"),
    found: not("ingressDeny"),
  },
  { name: "several specs", yaml: cilium("specs: []"), found: not("specs") },
  {
    name: "a clusterwide policy",
    yaml: "apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: { name: p }\n",
    found: notKind("CiliumClusterwideNetworkPolicy"),
  },
  {
    name: "a policy of Calico",
    yaml: "apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata: { name: p }\n",
    found: notKind("GlobalNetworkPolicy"),
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(
    findingsIn(networkPolicyNotEvaluated, yaml, churnOnProduction()).map((value) => value.replace(/^\d+:\d+ /, "")),
  ).toEqual(found);
  expect(findingsIn(networkPolicyNotEvaluated, yaml)).toEqual([]);
});
