import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { networkPeerEveryone } from "./peer-everyone.ts";

const policy = (spec: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec: { podSelector: {}, ${spec} }
`;
const everyIn = "everybody may come in: no from means everyone";
const everyOut = "everybody may be called: no to means everyone";

test.each([
  { name: "somebody is named", spec: "ingress: [{ from: [{ podSelector: {} }] }]", found: [] },
  { name: "nobody at all", spec: "ingress: []", found: [] },
  { name: "no from", spec: "ingress: [{}]", found: [`4:36 ${everyIn}`] },
  { name: "only ports", spec: "ingress: [{ ports: [{ port: 80 }] }]", found: [`4:36 ${everyIn}`] },
  { name: "an empty from", spec: "ingress: [{ from: [] }]", found: [`4:38 ${everyIn}`] },
  { name: "a from that is null", spec: "ingress: [{ from: null }]", found: [`4:38 ${everyIn}`] },
  {
    name: "an empty to, and policyTypes that heed it",
    spec: "policyTypes: [Egress], egress: [{ to: [] }]",
    found: [`4:60 ${everyOut}`],
  },
  { name: "rules that policyTypes make nothing of", spec: "policyTypes: [Ingress], egress: [{}]", found: [] },
  { name: "a rule that is no rule", spec: "ingress: [3, null, x]", found: [] },
  { name: "rules that are no list", spec: "ingress: 7", found: [] },
])("$name: found $found", ({ spec, found }) => {
  expect(foundIn(networkPeerEveryone, policy(spec))).toEqual(found);
});
