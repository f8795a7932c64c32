import type { Header, OutsideRequest } from "../../evaluate/routes/request.ts";
import { issuer } from "./objects.ts";

/** A request, and the header seldon-model with which it reaches its backend on each edge, or the status of the rejection. */
export interface RequestCase {
  readonly name: string;
  readonly request: OutsideRequest;
  readonly gatewayApi: Result;
  readonly ingress: Result;
}

/** Undefined if the gateway closes the connection. */
type Result = string | number | undefined;

const infer = "/v2/models/income/infer";
const rank = "/v2/models/ranker/infer";
const good = { issuer, audiences: ["search"] };
const service = "/inference.GRPCInferenceService";

export const requestCases: readonly RequestCase[] = [
  at("the path of a model", infer, "income", "income"),
  at("a query", `${infer}?seldon-model=x`, "income", "income"),
  at("a rewritten path", "/score", "income", "income"),
  at("a rewritten path with a query", "/score?a=b", "income", "income"),
  at("a path below an exact path", `${infer}/x`, 404, 404),
  at("a slash after an exact path", `${infer}/`, 404, 404),
  at("upper case in the path", "/V2/models/income/infer", 404, 404),
  at("another model in the path", "/v2/models/other/infer", 404, 404),
  at("the repository index", "/v2/repository/index", 404, 404),
  at("the repository's load", "/v2/repository/models/x/load", 404, 404),
  at("the repository's unload", "/v2/repository/models/x/unload", 404, 404),
  at("dot segments to an allowed path", `/v2/repository/../models/income/infer`, "income", "income"),
  at("encoded dot segments to an allowed path", `/x/%2e%2e${infer}`, "income", "income"),
  at("dot segments from an allowed path", `${infer}/../../../repository/index`, 404, 404),
  at("parameters of a dot segment to an allowed path", `/x/..;a=b${infer}`, "income", 404),
  at("parameters of a dot segment from an allowed path", `${infer}/..;/..;/..;/repository/index`, 404, 404),
  at("dot segments above the root", `/../..${infer}`, "income", 400),
  at("an encoded slash", "/v2%2Fmodels/income/infer", 404, 404),
  at("encoded dot segments and slashes", `${infer}%2f..%2f..%2f..%2frepository/index`, 404, 404),
  at("two slashes", "/v2//models/income/infer", 404, 404),
  at("a backslash", "/v2\\models/income/infer", "income", 404),
  at("a parameter", `${infer};x=1`, 404, 404),
  at("an encoded letter", "/v2/models/incom%65/infer", "income", "income"),
  at("an encoded percent sign", "/v2/models/incom%2565/infer", 404, 404),
  at("an encoded NUL", `${infer}%00`, 400, 400),
  at("an invalid encoding", `${infer}%zz`, 404, 400),
  at("an encoded question mark", `${infer}%3F`, 404, 404),
  at("a fragment", `${infer}#x`, 400, 400),
  at("a long path", `/${"x".repeat(7_000)}`, 404, 404),
  at("a path of 10,000 characters", `/${"x".repeat(10_000)}`, 404, 414),
  at("a path of 70,000 characters", `/${"x".repeat(70_000)}`, 431, 414),
  at("no slash", "v2/models/income/infer", 400, 400),
  at("an absolute URL", `http://fraud.acme.test${infer}`, "income", "income"),
  at("an absolute URL of an unknown host", `http://other.acme.test${infer}`, 404, 404),
  at("an absolute URL with a port", `https://fraud.acme.test:8443${infer}`, "income", "income"),
  at("an absolute URL of another scheme", `ftp://fraud.acme.test${infer}`, 400, "income"),
  at("an absolute URL with a user", `http://x@fraud.acme.test${infer}`, "income", 400),
  at("GET instead of POST", infer, 404, 404, { method: "GET" }),
  at("PUT instead of POST", infer, 404, 404, { method: "PUT" }),
  at("DELETE instead of POST", infer, 404, 404, { method: "DELETE" }),
  at("an override of the method", infer, 404, 404, { method: "GET", headers: [["X-HTTP-Method-Override", "POST"]] }),
  at("an unknown method", infer, 400, 400, { method: "FOO" }),
  at("a method in lower case", infer, 400, 400, { method: "post" }),
  at("TRACE", infer, 404, 405, { method: "TRACE" }),
  at("the readiness of a model", "/v2/models/income/ready", "income", "income", { method: "GET" }),
  header("another model", [["seldon-model", "other"]]),
  header("another model in upper case", [["SELDON-MODEL", "other"]]),
  header("two other models", [
    ["Seldon-Model", "other"],
    ["seldon-model", "third"],
  ]),
  header("an internal model", [["seldon-internal-model", "other_1"]]),
  header("an internal model in upper case, twice", [
    ["Seldon-Internal-Model", "other_1"],
    ["SELDON-INTERNAL-MODEL", "other_2"],
  ]),
  header("a sticky route", [["x-seldon-route", ":other_1:"]]),
  header("a model with an underscore", [["seldon_model", "other"]]),
  header("a connection header", [["Connection", "seldon-model"]]),
  header("unrelated headers", [["x-request-tag", "a"]]),
  at("a host with a port", infer, "income", "income", { host: "fraud.acme.test:443" }),
  at("a host with an unknown port", infer, "income", "income", { host: "fraud.acme.test:1" }),
  at("a host with an empty port", infer, "income", "income", { host: "fraud.acme.test:" }),
  at("a host in upper case", infer, "income", "income", { host: "FRAUD.acme.Test" }),
  at("a host with a last dot", infer, 404, 404, { host: "fraud.acme.test.", serverName: "fraud.acme.test" }),
  at("another tenant's host", infer, 403, 404, { host: "search.acme.test" }),
  at("another tenant's host after the handshake", rank, 403, 403, {
    host: "search.acme.test",
    serverName: "fraud.acme.test",
  }),
  at("another tenant's host after the handshake, with a token", rank, 404, "ranker", {
    host: "search.acme.test",
    serverName: "fraud.acme.test",
    token: good,
  }),
  at("an unknown host", infer, undefined, 404, { host: "other.acme.test" }),
  at("no certificate", infer, undefined, 400, { host: "vip.acme.test" }),
  at("a certificate", infer, "vip", "vip", { host: "vip.acme.test", clientCertificate: true }),
  at("no certificate, after the handshake of another host", infer, 404, 400, {
    host: "vip.acme.test",
    serverName: "fraud.acme.test",
  }),
  // ingress-nginx checks the certificate of the host in the absolute URL, and Istio routes by the Host header.
  at("no certificate, with an absolute URL of another host", `https://fraud.acme.test${infer}`, "income", "vip", {
    host: "vip.acme.test",
    serverName: "fraud.acme.test",
  }),
  at(
    "no certificate, with an absolute URL of a host that forwards its own name",
    `https://fixed.acme.test${infer}`,
    "fixed",
    "fixed",
    {
      host: "vip.acme.test",
      serverName: "fixed.acme.test",
    },
  ),
  at("a certificate, and another host", infer, undefined, 421, {
    host: "fraud.acme.test",
    serverName: "vip.acme.test",
  }),
  at("no token", rank, 403, 403, { host: "search.acme.test" }),
  at("no token, with a port", rank, 403, 403, { host: "search.acme.test:1" }),
  at("no token, in upper case", rank, 403, 403, { host: "SEARCH.acme.test" }),
  at("no token, with a last dot", rank, 404, 404, { host: "search.acme.test.", serverName: "search.acme.test" }),
  at("a token", rank, "ranker.pipeline", "ranker", { host: "search.acme.test", token: good }),
  at("a token of another audience", rank, 403, 403, {
    host: "search.acme.test",
    token: { issuer, audiences: ["other"] },
  }),
  at("a token of an unknown audience", rank, 403, 403, {
    host: "search.acme.test",
    token: { issuer, audiences: ["third"] },
  }),
  at("a token of another issuer", rank, 401, 401, {
    host: "search.acme.test",
    token: { issuer: "https://other.acme.test", audiences: ["search"] },
  }),
  at("a prefix", "/v2/models/ranker/versions/1/infer", "ranker", 404, { host: "search.acme.test", token: good }),
  at("a prefix without a slash", "/v2/models/ranker", "ranker", 404, { host: "search.acme.test", token: good }),
  at("a longer name than a prefix", "/v2/models/ranker2/infer", 404, 404, { host: "search.acme.test", token: good }),
  at("a rewritten prefix", "/rank/infer", "ranker", 404, { host: "search.acme.test", token: good }),
  at("dot segments after a prefix", "/v2/models/ranker/../../repository/index", 404, 404, {
    host: "search.acme.test",
    token: good,
  }),
  at("encoded dot segments after a prefix", "/v2/models/ranker/..%2f..%2frepository/index", "ranker", 404, {
    host: "search.acme.test",
    token: good,
  }),
  at("encoded parameters of a dot segment after a prefix", "/v2/models/ranker/%2e%2e;/x", "ranker", 404, {
    host: "search.acme.test",
    token: good,
  }),
  gRPC("ModelInfer", "income"),
  gRPC("ModelMetadata", 404),
  gRPC("RepositoryIndex", 404),
  gRPC("RepositoryModelLoad", 404),
  gRPC("RepositoryModelUnload", 404),
  at("a gRPC method over HTTP/1.1", `${service}/ModelInfer`, "income", "income"),
  at("the scheduler's service", "/seldon.mlops.scheduler.Scheduler/LoadModel", 404, 404, { protocol: "grpc" }),
];

function at(
  name: string,
  path: string,
  gatewayApi: Result,
  ingress: Result,
  differences: Partial<OutsideRequest> = {},
): RequestCase {
  const request = { method: "POST", host: "fraud.acme.test", path, headers: [], protocol: "http" } as const;
  return { name, request: { ...request, ...differences }, gatewayApi, ingress };
}

function header(name: string, headers: readonly Header[]): RequestCase {
  return at(`the headers of ${name}`, infer, "income", "income", { headers });
}

function gRPC(method: string, result: Result): RequestCase {
  return at(`the gRPC method ${method}`, `${service}/${method}`, result, result, {
    protocol: "grpc",
    headers: [["seldon-model", "other"]],
  });
}
