import { isMap } from "../../validate/merge.ts";
import { listAt, mapAt, textAt, textsAt } from "../manifests/reading.ts";
import type { ObjectReference } from "./edge.ts";
import type { PodPolicies } from "./policies.ts";
import type { Token } from "./request.ts";

/** The parts of a request that Istio's policies read. The path contains no query. */
export interface PolicyRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly token: Token | undefined;
}

/** Undefined if the policies of a gateway allow a request. */
export type Denial = { readonly status: number; readonly reason: string; readonly by?: ObjectReference } | undefined;

/** Applies RequestAuthentications, then AuthorizationPolicies that deny, then AuthorizationPolicies that allow. */
export function denialOf(policies: PodPolicies, request: PolicyRequest): Denial {
  const { token } = request;
  const { jwtRules } = policies;
  if (token !== undefined && jwtRules.length > 0) {
    const ofIssuer = jwtRules.filter(({ issuer }) => issuer === token.issuer);
    if (ofIssuer.length === 0)
      return { status: 401, reason: `No RequestAuthentication has the issuer ${token.issuer}.` };
    const accepted = ofIssuer.some(
      ({ audiences }) => audiences.length === 0 || audiences.some((audience) => token.audiences.includes(audience)),
    );
    if (!accepted) return { status: 403, reason: "No RequestAuthentication accepts the audiences of the token." };
  }
  const verified: PolicyRequest = { ...request, token: jwtRules.length === 0 ? undefined : token };
  const denying = policies.denying.of(request.host).find(({ rule }) => matchesRule(rule, verified, false));
  if (denying !== undefined)
    return { status: 403, reason: "An AuthorizationPolicy denies the request.", by: denying.policy };
  const isAllowed =
    !policies.rejectsOthers || policies.allowing.of(request.host).some(({ rule }) => matchesRule(rule, verified, true));
  return isAllowed ? undefined : { status: 403, reason: "No AuthorizationPolicy allows the request." };
}

/** @param unknown The result for a part that is not evaluated: the result with which the request is not denied. */
function matchesRule(rule: unknown, request: PolicyRequest, unknown: boolean): boolean {
  const [from, to] = [listAt(rule, "from"), listAt(rule, "to")];
  return (
    (from.length === 0 || from.some((value) => all(sourceMatchers, mapAt(value, "source"), request, unknown))) &&
    (to.length === 0 || to.some((value) => all(operationMatchers, mapAt(value, "operation"), request, unknown))) &&
    listAt(rule, "when").every((condition) => matchesCondition(condition, request, unknown))
  );
}

/** Undefined if the result depends on a value that is not evaluated. */
type FieldMatcher = (values: readonly string[], request: PolicyRequest) => boolean | undefined;

/** The evaluated principals: `*`, or `<issuer>/*`. */
export const evaluatedPrincipal = /^(\*|[^*]+\/\*)$/;
/** The evaluated paths: without the path templates `{*}` and `{**}`. */
export const evaluatedPath = /^(?!.*\{\*)/;

/** A token in a request has no known subject, so a principal matches by its issuer. */
const principal: FieldMatcher = (values, { token }) =>
  token === undefined ? false : anyOf(values, `${token.issuer}/`, evaluatedPrincipal);
const host: FieldMatcher = (values, request) =>
  values.some((value) => matchesText(value.toLowerCase(), request.host.toLowerCase()));
const method: FieldMatcher = (values, request) => values.some((value) => matchesText(value, request.method));
const path: FieldMatcher = (values, request) => anyOf(values, request.path, evaluatedPath);
const not =
  (matcher: FieldMatcher): FieldMatcher =>
  (values, request) => {
    const result = matcher(values, request);
    return result === undefined ? undefined : !result;
  };

function anyOf(values: readonly string[], text: string, evaluated: RegExp): boolean | undefined {
  if (values.some((value) => evaluated.test(value) && matchesText(value, text))) return true;
  return values.every((value) => evaluated.test(value)) ? false : undefined;
}

/** The evaluated fields of a source and of an operation. */
export const sourceMatchers = new Map([
  ["requestPrincipals", principal],
  ["notRequestPrincipals", not(principal)],
]);
export const operationMatchers = new Map([
  ["hosts", host],
  ["notHosts", not(host)],
  ["methods", method],
  ["notMethods", not(method)],
  ["paths", path],
  ["notPaths", not(path)],
]);
/** The values of a token that the evaluated keys of conditions name. */
const claims = new Map<string, (token: Token) => readonly string[]>([
  ["request.auth.audiences", ({ audiences }) => audiences],
  ["request.auth.claims[iss]", ({ issuer }) => [issuer]],
]);
/** The evaluated keys of conditions. */
export const conditionKeys: readonly string[] = [...claims.keys()];

function all(
  matchers: ReadonlyMap<string, FieldMatcher>,
  fields: Readonly<Record<string, unknown>>,
  request: PolicyRequest,
  unknown: boolean,
): boolean {
  return Object.keys(fields).every((field) => {
    const values = textsAt(fields, field);
    return values.length === 0 || (matchers.get(field)?.(values, request) ?? unknown);
  });
}

function matchesCondition(condition: unknown, { token }: PolicyRequest, unknown: boolean): boolean {
  const claim = claims.get(textAt(condition, "key") ?? "");
  if (!isMap(condition) || claim === undefined) return unknown;
  const [values, notValues] = [textsAt(condition, "values"), textsAt(condition, "notValues")];
  const has = (expected: readonly string[]): boolean =>
    token !== undefined && expected.some((value) => claim(token).some((text) => matchesText(value, text)));
  return (values.length === 0 || has(values)) && (notValues.length === 0 || !has(notValues));
}

/** Istio: `*` is any text, and a star at the start or the end is the rest of a text. */
function matchesText(pattern: string, text: string): boolean {
  if (pattern === "*") return text !== "";
  if (pattern.endsWith("*")) return text.startsWith(pattern.slice(0, -1));
  return pattern.startsWith("*") ? text.endsWith(pattern.slice(1)) : text === pattern;
}
