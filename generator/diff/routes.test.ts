import { describe, expect, test } from "vitest";
import { guardFindings } from "../guard/guard.ts";
import type { EdgeName } from "../patterns/edge.ts";
import { edgeSandbox } from "../testing/edges.ts";
import { between, revisionIn } from "../testing/proposals.ts";
import { mergeSpec, write } from "../testing/sandbox.ts";

const open = "to: { model: churn }, authentication: none";
const withToken = "to: { model: churn }, authentication: { jwt: { issuer: sso, audiences: [a] } }";
const withTwo = "to: { model: churn }, authentication: { jwt: { issuer: sso, audiences: [a, b] } }";
const partners = "to: { model: churn }, authentication: { clientCertificate: { authority: partners } }";
const auditors = "to: { model: churn }, authentication: { clientCertificate: { authority: auditors } }";
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
        `high ${infer}: opens requests from outside to churn in namespace churn, with a token of https://sso.acme.test/ml for a (widens)`,
      ],
    },
    {
      name: "a new route without authentication",
      before: "",
      after: `r: { ${open} }`,
      found: [
        `high ${infer}: opens requests from outside to churn in namespace churn, without authentication (widens)`,
      ],
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
      name: "another authority",
      before: `r: { ${partners} }`,
      after: `r: { ${auditors} }`,
      found: [
        `high ${infer}: requests from outside are accepted with a client certificate of istio-ingress/churn.auditors, instead of with a client certificate of istio-ingress/churn.partners (widens)`,
      ],
    },
    {
      name: "an authority that was not needed before",
      before: `r: { ${open} }`,
      after: `r: { ${partners} }`,
      found: [
        `high ${infer}: requests from outside are accepted with a client certificate of istio-ingress/churn.partners, instead of without authentication`,
      ],
    },
    {
      name: "another model",
      before: `r: { path: /v2/models/churn, ${open} }`,
      after: "r: { path: /v2/models/churn, to: { model: new }, authentication: none }",
      found: [`medium ${infer}: leads to new in namespace churn instead of churn in namespace churn`],
    },
    {
      name: "a route that closes",
      before: `r: { ${open} }`,
      after: "",
      found: [`high ${infer}: requests from outside are no longer accepted`],
    },
    {
      name: "a route with several requests",
      before: "",
      after: `r: { methods: [POST, GET], ${open} }`,
      found: [
        "high GET https://churn.models.staging.acme.test/v2/models/churn, GET https://churn.models.staging.acme.test/v2/models/churn/ready, POST https://churn.models.staging.acme.test/v2/models/churn/infer: opens requests from outside to churn in namespace churn, without authentication (widens)",
      ],
    },
    { name: "another timeout", before: `r: { ${open} }`, after: `r: { timeout: 9, ${open} }`, found: [] },
  ])("$name: $found", async ({ before, after, found }) => {
    const { statements, findings } = await changed(edge, before, after);
    expect(statements).toEqual(found);
    const widened = found.filter((text) => text.endsWith("(widens)")).length;
    expect(findings.filter((text) => text.includes("routes on staging"))).toHaveLength(widened);
  });
});

describe("guard reports at its line", () => {
  test.each([
    {
      name: "a larger body",
      before: `r: { bodySize: 8, ${open} }`,
      after: `r: { bodySize: 64, ${open} }`,
      found: ["14 guard/platform larger requests of tenant churn: route r accepts bodies of 64 MiB"],
    },
    {
      name: "a body without a limit",
      before: `r: { bodySize: 8, ${open} }`,
      after: `r: { ${open} }`,
      found: [
        "14 guard/platform larger requests of tenant churn: route r accepts bodies up to the limit of the Ingress controller",
      ],
    },
    { name: "a smaller body", before: `r: { bodySize: 8, ${open} }`, after: `r: { bodySize: 1, ${open} }`, found: [] },
    {
      name: "a higher rate",
      before: `r: { rateLimit: { perSecond: 1 }, ${open} }`,
      after: `r: { rateLimit: { perMinute: 61 }, ${open} }`,
      found: ["14 guard/platform higher or removed rate limit of tenant churn: route r"],
    },
    {
      name: "a lower rate",
      before: `r: { rateLimit: { perSecond: 1 }, ${open} }`,
      after: `r: { rateLimit: { perMinute: 59 }, ${open} }`,
      found: [],
    },
    {
      name: "the second of two routes",
      before: `r: { ${open} }`,
      after: `a: { host: "a.{tenant}.{domain}", ${open} }\nr: { path: /b, ${open} }`,
      found: [14, 15].map((line) => expect.stringMatching(new RegExp(`^${line} guard/widens routes on staging`))),
    },
  ])("$name", async ({ before, after, found }) => {
    expect((await changed("ingress-and-istio", before, after)).findings).toEqual(found);
  });
});

test.each([
  { name: "new", before: undefined, after: "first", found: 1 },
  { name: "other", before: "first", after: "second", found: 1 },
  { name: "unchanged", before: "first", after: "first", found: 0 },
  { name: "deleted", before: "first", after: undefined, found: 0 },
])("the $name content of an object that is not evaluated: $found statements", async ({ before, after, found }) => {
  const [base, head] = [await revisionIn(withFilter(before)), await revisionIn(withFilter(after))];
  const { statements } = between(base, head, ["tenants/churn.yaml"]);
  expect(statements.filter(({ topic }) => topic === "routes")).toEqual(
    Array(found).fill(
      expect.objectContaining({
        about: "EnvoyFilter filter in churn",
        message: "unknown effect on requests from outside: Tenantry does not evaluate it",
        risk: "high",
        widens: true,
      }),
    ),
  );
});

/** A sandbox in which a component gives churn a filter of Envoy. */
function withFilter(content: string | undefined): string {
  const root = edgeSandbox("gateway-api", `r: { ${open} }`);
  if (content === undefined) return root;
  write(
    root,
    "platform/components/filter/kustomization.yaml",
    "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nmetadata: { annotations: { tenantry.dev/part: guardrails } }\nresources: [filter.yaml]\n",
  );
  write(
    root,
    "platform/components/filter/filter.yaml",
    `apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata: { name: filter }\nspec: { configPatches: [{ patch: ${content} }] }\n`,
  );
  mergeSpec(root, "tenants/churn.yaml", { components: ["filter"] });
  return root;
}
