import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerFrom, edgeTable, routeAnswer } from "../../evaluate/routes/answer.ts";
import { authenticationText } from "../../evaluate/routes/authentication-text.ts";
import { evaluatedEdge } from "../../evaluate/routes/cluster-edge.ts";
import type { ProxyEdge } from "../../evaluate/routes/edge.ts";
import { exposures } from "../../evaluate/routes/exposures.ts";
import type { OutsideRequest } from "../../evaluate/routes/request.ts";
import { unevaluatedParts } from "../../evaluate/routes/unevaluated.ts";
import { type KubernetesObject, toPlain } from "../../models/kubernetes-object.ts";
import { edgeNames } from "../../patterns/edge.ts";
import { edgeSandbox } from "../../testing/edges.ts";
import { inventoryOf, scopeOf } from "../../testing/inventory.ts";
import { clusterScope } from "../scope.ts";
import { tokenValidation } from "./authentication.ts";
import { edgeObjects, routeObjects } from "./route-objects.ts";

const domain = "churn.models.staging.acme.test";
const routes = `
open: { path: /score, protocols: [rest, grpc], methods: [POST, GET], to: { model: churn }, authentication: none }
token: { host: "token.{tenant}.{domain}", to: { experiment: split }, authentication: { jwt: { issuer: sso, audiences: [a] } } }
sticky: { host: "sticky.{tenant}.{domain}", to: { experiment: split }, sticky: true, authentication: none }
partners: { host: "partners.{tenant}.{domain}", to: { pipeline: steps }, authentication: { clientCertificate: { authority: partners } } }
`;

/** Paths of pieces that the programs on the way read differently. */
const pieces = ["/score", "/infer", "/score/infer", "/ready", "/v2/models/new/infer", "/v2/repository/index"];
const tricks = [
  "/..",
  "/.",
  "/%2e%2e",
  "/.%2E",
  "/..;x",
  "//",
  "/",
  "%2f",
  "%2F..",
  "\\",
  ";x",
  "%00",
  "?a=/..",
  "#x",
  "%73",
];
const targets: readonly string[] = fc.sample(
  fc.array(fc.constantFrom(...pieces, ...tricks), { minLength: 1, maxLength: 6 }).map((parts) => parts.join("")),
  { numRuns: 3_000, seed: 20 },
);

interface Generated {
  readonly objects: readonly KubernetesObject[];
  readonly edge: ProxyEdge;
}

function generated(name: (typeof edgeNames)[number]): Generated {
  const scope = scopeOf(inventoryOf(edgeSandbox(name, routes)), "staging", "churn");
  const edge = evaluatedEdge(scope.cluster);
  if (edge === undefined) throw new Error("missing edge");
  const all = [...routeObjects(scope), ...edgeObjects(scope), ...tokenValidation(clusterScope(scope.cluster))];
  return { objects: all.map(({ object }) => toPlain(object)), edge };
}

describe.each(edgeNames)("edge %s", (name) => {
  test("exactly the requests that the file declares are open", () => {
    const { objects, edge } = generated(name);
    expect(unevaluatedParts(objects, edge)).toEqual([]);
    const grpc = name === "gateway-api" ? "every method" : "POST";
    expect(
      exposures(objects, edge)
        .map(
          ({ method = "every method", host, path, matches, target, removes, authentication }) =>
            `${method} ${host}${path} ${matches} to ${target}, ${authenticationText(authentication)}, without ${removes.join(", ")}`,
        )
        .sort(),
    ).toEqual(
      [
        `POST ${domain}/score/infer exact to churn, without authentication, without seldon-internal-model, seldon-logging, x-seldon-route`,
        `GET ${domain}/score exact to churn, without authentication, without seldon-internal-model, seldon-logging, x-seldon-route`,
        `GET ${domain}/score/ready exact to churn, without authentication, without seldon-internal-model, seldon-logging, x-seldon-route`,
        ...["ModelInfer", "ModelMetadata", "ModelReady"].map(
          (method) =>
            `${grpc} ${domain}/inference.GRPCInferenceService/${method} exact to churn, without authentication, without seldon-internal-model, seldon-logging, x-seldon-route`,
        ),
        `POST token.${domain}/v2/models/split/infer exact to split.experiment, with a token of https://sso.acme.test/ml for a, without seldon-internal-model, seldon-logging, x-seldon-route`,
        `POST sticky.${domain}/v2/models/split/infer exact to split.experiment, without authentication, without seldon-internal-model, seldon-logging`,
        `POST partners.${domain}/v2/models/steps/infer exact to steps.pipeline, with a client certificate of istio-ingress/churn.partners, without seldon-internal-model, seldon-logging, x-seldon-route`,
      ].sort(),
    );
  });

  test("whatever the path contains, Seldon gets only a declared path with the declared target", () => {
    const { objects, edge } = generated(name);
    const table = edgeTable(objects, edge);
    const declared = ["/v2/models/churn/infer", "/v2/models/churn", "/v2/models/churn/ready"];
    const reached = targets.flatMap((path) =>
      ["POST", "GET"].flatMap((method) => {
        const answer = answerFrom(table, request({ path, method }));
        return answer.reached ? [answer] : [];
      }),
    );
    expect(reached.length).toBeGreaterThan(20);
    for (const { path, headers } of reached) {
      expect(declared).toContain(path.replace(/\?.*$/, ""));
      expect(headers.filter(([header]) => header === "seldon-model")).toEqual([["seldon-model", "churn"]]);
    }
  });

  test.each<[string, Partial<OutsideRequest>]>([
    ["another model in the header", { headers: [["seldon-model", "new"]] }],
    [
      "the header twice, in another case",
      {
        headers: [
          ["Seldon-Model", "new"],
          ["SELDON-MODEL", "x"],
        ],
      },
    ],
    ["the name of a model for the agent", { headers: [["seldon-internal-model", "new_1"]] }],
    ["a candidate of the experiment", { headers: [["x-seldon-route", ":new_1:"]] }],
    ["a query with the name of a model", { path: "/score/infer?model=new" }],
  ])("a request with %s reaches the declared target", (_, different) => {
    const { objects, edge } = generated(name);
    const answer = routeAnswer(objects, edge, request(different));
    if (!answer.reached) throw new Error(answer.reason);
    const seldon = answer.headers.filter(([header]) => /seldon/.test(header));
    expect(seldon).toEqual([["seldon-model", "churn"]]);
    expect(answer.backend).toMatchObject({ namespace: "churn", service: "seldon-mesh" });
  });

  test.each<[string, Partial<OutsideRequest>]>([
    ["the index of the repository", { path: "/v2/repository/index" }],
    ["the load of a model", { path: "/v2/repository/models/churn/load" }],
    ["the unload of a model", { path: "/v2/repository/models/churn/unload" }],
    ["the path of another model", { path: "/v2/models/new/infer" }],
    ["Seldon's own path of the model", { path: "/v2/models/churn/infer" }],
    ["another method", { method: "DELETE" }],
    ["GET on a path of POST", { method: "GET" }],
    ["another tenant's host", { host: "pricing.models.staging.acme.test" }],
    ["a host below", { host: `x.${domain}` }],
    ["the host of the tokens, without a token", { host: `token.${domain}`, path: "/v2/models/split/infer" }],
    [
      "the host of the tokens with a port, without a token",
      { host: `token.${domain}:443`, path: "/v2/models/split/infer" },
    ],
    [
      "a token of another issuer",
      {
        host: `token.${domain}`,
        path: "/v2/models/split/infer",
        token: { issuer: "https://sso.acme.test/ml/other", audiences: ["a"] },
      },
    ],
    [
      "a token for another audience",
      {
        host: `token.${domain}`,
        path: "/v2/models/split/infer",
        token: { issuer: "https://sso.acme.test/ml", audiences: ["b"] },
      },
    ],
    ["the host of the partners, without a certificate", { host: `partners.${domain}`, path: "/v2/models/steps/infer" }],
    [
      "the host of the partners after the handshake of another host",
      { host: `partners.${domain}`, serverName: domain, path: "/v2/models/steps/infer" },
    ],
    ["gRPC to load a model", { protocol: "grpc", path: "/inference.GRPCInferenceService/RepositoryModelLoad" }],
    ["another service of gRPC", { protocol: "grpc", path: "/mlops.agent.AgentService/Subscribe" }],
  ])("%s is closed", (_, different) => {
    const { objects, edge } = generated(name);
    expect(routeAnswer(objects, edge, request(different)).reached).toBe(false);
  });
});

function request(different: Partial<OutsideRequest>): OutsideRequest {
  return { method: "POST", host: domain, path: "/score/infer", headers: [], protocol: "http", ...different };
}
