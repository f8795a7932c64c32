import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { networkBadPolicyType } from "./bad-policy-type.ts";

const policy = (types: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec:
  podSelector: {}
  policyTypes: ${types}
`;

test.each([
  { types: "[Ingress, Egress]", found: [] },
  { types: "[]", found: [] },
  { types: "[Ingress, Ingress]", found: [] },
  { types: "[ingress]", found: ["6:17 ingress is nothing that a policy closes"] },
  { types: "[Ingress, Both]", found: ["6:26 Both is nothing that a policy closes"] },
  { types: "[Ingress, Egress, Egress]", found: ["6:3 3 policyTypes, and there are two"] },
  { types: "Ingress", found: [] },
  { types: "[7, null]", found: [] },
])("$types", ({ types, found }) => {
  expect(foundIn(networkBadPolicyType, policy(types))).toEqual(found);
});
