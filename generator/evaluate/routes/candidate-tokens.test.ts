import { expect, test } from "vitest";
import { documents, gatewayApiEdge, gatewayApiObjects, issuer } from "../../testing/routes/objects.ts";
import { candidateTokens } from "./candidate-tokens.ts";
import { platformPods } from "./edge.ts";
import { podPolicies } from "./policies.ts";

const other = documents(`apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: other, namespace: istio-ingress }
spec:
  action: DENY
  rules: [{ to: [{ operation: { hosts: [x.acme.test] } }], when: [{ key: request.auth.audiences, notValues: [third] }] }]`);

test.each([
  ["search.acme.test", [[], ["search"], ["other"], ["search", "other"]]],
  ["SEARCH.acme.test:443", [[], ["search"], ["other"], ["search", "other"]]],
  ["x.acme.test", [[], ["third"], ["search"], ["other"], ["third", "search", "other"]]],
  ["y.acme.test", [[], ["search"], ["other"], ["search", "other"]]],
])("the tokens for %s have only audiences of the rules for this host", (host, audiences) => {
  const policies = podPolicies([...gatewayApiObjects, ...other], gatewayApiEdge, platformPods(gatewayApiEdge));
  expect(candidateTokens(policies, host)).toEqual(audiences.map((names) => ({ issuer, audiences: names })));
});
