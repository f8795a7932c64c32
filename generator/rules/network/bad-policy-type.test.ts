import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
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
  { types: "[ingress]", found: ["6:17 unknown policy type ingress"] },
  { types: "[Ingress, Both]", found: ["6:26 unknown policy type Both"] },
  { types: "[Ingress, Egress, Egress]", found: ["6:3 too many policyTypes: 3, and the limit is 2"] },
  { types: "Ingress", found: [] },
  { types: "[7, null]", found: [] },
])("$types", ({ types, found }) => {
  expect(findingsIn(networkBadPolicyType, policy(types))).toEqual(found);
});
