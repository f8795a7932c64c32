import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
import { networkPolicyNotEvaluated } from "./policy-not-evaluated.ts";

const cilium = (spec: string): string => `
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: p, namespace: churn }
${spec}
`;
const egress = (rule: string): string => cilium(`spec: { endpointSelector: {}, egress: [${rule}] }`);
const not = (what: string): readonly string[] => [`${what} is not looked at by the checks of who reaches whom`];

test.each([
  {
    name: "the API server",
    yaml: egress('{ toEntities: [kube-apiserver], toPorts: [{ ports: [{ port: "6443" }] }] }'),
    found: [],
  },
  { name: "nodes", yaml: egress("{ toEntities: [host] }"), found: [] },
  { name: "pods of others", yaml: egress("{ toEndpoints: [{}] }"), found: not("toEndpoints") },
  { name: "every pod", yaml: egress("{ toEntities: [host, cluster] }"), found: not("cluster") },
  { name: "everybody", yaml: egress("{ toPorts: [] }"), found: not("a rule without toEntities") },
  {
    name: "a range",
    yaml: egress('{ toEntities: [host], toPorts: [{ ports: [{ port: "1", endPort: 9 }] }] }'),
    found: not("endPort"),
  },
  { name: "what HTTP says", yaml: egress("{ toEntities: [host], toPorts: [{ rules: {} }] }"), found: not("rules") },
  { name: "the way in", yaml: cilium("spec: { endpointSelector: {}, ingress: [{}] }"), found: not("ingress") },
  { name: "several specs", yaml: cilium("specs: []"), found: not("specs") },
  {
    name: "the whole cluster",
    yaml: "apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: { name: p }\n",
    found: not("CiliumClusterwideNetworkPolicy"),
  },
  {
    name: "Calico's own",
    yaml: "apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata: { name: p }\n",
    found: not("GlobalNetworkPolicy"),
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(
    foundIn(networkPolicyNotEvaluated, yaml, churnOnProduction()).map((value) => value.replace(/^\d+:\d+ /, "")),
  ).toEqual(found);
  expect(foundIn(networkPolicyNotEvaluated, yaml)).toEqual([]);
});
