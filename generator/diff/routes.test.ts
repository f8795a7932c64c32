import { describe, expect, test } from "vitest";
import { guardFindings } from "../guard/guard.ts";
import type { EdgeName } from "../patterns/edge.ts";
import { edgeSandbox } from "../testing/edges.ts";
import { between, revisionIn } from "../testing/proposals.ts";

const open = "to: { model: churn }, authentication: none";
const withToken = "to: { model: churn }, authentication: { jwt: { issuer: sso, audiences: [a] } }";
const withTwo = "to: { model: churn }, authentication: { jwt: { issuer: sso, audiences: [a, b] } }";
const infer = "POST https://churn.models.staging.acme.test/v2/models/churn/infer";

/** The statements of a change of churn's routes, and the lines of the findings of guard. */
async function changed(edge: EdgeName, before: string, after: string) {
  const [base, head] = [await revisionIn(edgeSandbox(edge, before)), await revisionIn(edgeSandbox(edge, after))];
  const proposal = between(base, head, ["tenants/churn.yaml"]);
  return {
    statements: proposal.statements
      .filter(({ topic }) => topic === "routes")
      .map(({ risk, about, message, widens }) => `${risk} ${about}: ${message}${widens ? " (widens)" : ""}`),
    findings: guardFindings(proposal, { teams: ["acme/team"], approvedBy: [] }).map(
      ({ at, code, message }) => `${at.line} ${code} ${message}`,
    ),
  };
}

describe.each<EdgeName>(["gateway-api", "ingress-and-istio"])("edge %s", (edge) => {
  test.each([
    {
      name: "a new route with tokens",
      before: "",
      after: `r: { ${withToken} }`,
      found: [
        `medium ${infer}: opens requests from outside to churn in churn, with a token of https://sso.acme.test/ml for a (widens)`,
      ],
    },
    {
      name: "a new route without authentication",
      before: "",
      after: `r: { ${open} }`,
      found: [`high ${infer}: opens requests from outside to churn in churn, without authentication (widens)`],
    },
    {
      name: "no token any more",
      before: `r: { ${withToken} }`,
      after: `r: { ${open} }`,
      found: [
        `high ${infer}: requests from outside are accepted without authentication, instead of with a token of https://sso.acme.test/ml for a (widens)`,
      ],
    },
    {
      name: "a token that was not needed before",
      before: `r: { ${open} }`,
      after: `r: { ${withToken} }`,
      found: [
        `high ${infer}: requests from outside are accepted with a token of https://sso.acme.test/ml for a, instead of without authentication`,
      ],
    },
    {
      name: "a further audience",
      before: `r: { ${withToken} }`,
      after: `r: { ${withTwo} }`,
      found: [
        `high ${infer}: requests from outside are accepted with a token of https://sso.acme.test/ml for a or b, instead of with a token of https://sso.acme.test/ml for a (widens)`,
      ],
    },
    {
      name: "another model",
      before: `r: { path: /v2/models/churn, ${open} }`,
      after: "r: { path: /v2/models/churn, to: { model: new }, authentication: none }",
      found: [`medium ${infer}: leads to new in churn instead of churn in churn`],
    },
    {
      name: "a route that closes",
      before: `r: { ${open} }`,
      after: "",
      found: [`high ${infer}: requests from outside fail with the status 404`],
    },
    { name: "another timeout", before: `r: { ${open} }`, after: `r: { timeout: 9, ${open} }`, found: [] },
  ])("$name: $found", async ({ before, after, found }) => {
    const { statements, findings } = await changed(edge, before, after);
    expect(statements).toEqual(found);
    const widened = found.filter((text) => text.endsWith("(widens)")).length;
    expect(findings.filter((text) => text.includes("routes on staging"))).toHaveLength(widened);
  });
});

test("guard reports a larger body at its line", async () => {
  const { findings } = await changed("ingress-and-istio", `r: { ${open} }`, `r: { bodySize: 64, ${open} }`);
  expect(findings).toEqual(["14 guard/platform larger requests of tenant churn: route r accepts bodies of 64 MiB"]);
});
