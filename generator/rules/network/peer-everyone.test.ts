import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { networkPeerEveryone } from "./peer-everyone.ts";

const policy = (spec: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec: { podSelector: {}, ${spec} }
`;
const everyIn = "missing peers under from: the rule allows every source";
const everyOut = "missing peers under to: the rule allows every destination";

test.each([
  { name: "a rule with a peer", spec: "ingress: [{ from: [{ podSelector: {} }] }]", found: [] },
  { name: "no rules", spec: "ingress: []", found: [] },
  { name: "a rule without from", spec: "ingress: [{}]", found: [`4:36 ${everyIn}`] },
  { name: "a rule with ports only", spec: "ingress: [{ ports: [{ port: 80 }] }]", found: [`4:36 ${everyIn}`] },
  { name: "an empty from", spec: "ingress: [{ from: [] }]", found: [`4:38 ${everyIn}`] },
  { name: "a from that is null", spec: "ingress: [{ from: null }]", found: [`4:38 ${everyIn}`] },
  {
    name: "an empty to in a direction that policyTypes lists",
    spec: "policyTypes: [Egress], egress: [{ to: [] }]",
    found: [`4:60 ${everyOut}`],
  },
  { name: "rules of a direction that policyTypes leaves out", spec: "policyTypes: [Ingress], egress: [{}]", found: [] },
  { name: "rules that are not maps", spec: "ingress: [3, null, x]", found: [] },
  { name: "rules that are not a list", spec: "ingress: 7", found: [] },
])("$name: found $found", ({ spec, found }) => {
  expect(findingsIn(networkPeerEveryone, policy(spec))).toEqual(found);
});
