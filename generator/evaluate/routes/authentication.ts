import { listAt, textsAt } from "../manifests/reading.ts";
import { answerFrom, type EdgeTable } from "./answer.ts";
import type { RouteAnswer } from "./gateway-answer.ts";
import { authorizationPolicies, jwtRules } from "./policies.ts";
import type { OutsideRequest, Token } from "./request.ts";

/** The proofs that a request needs. It needs none if no certificate is required and the list of tokens is empty. */
export interface Authentication {
  readonly clientCertificate: boolean;
  /** A request needs one of these tokens. Empty audiences mean every audience. */
  readonly tokens: readonly Token[];
}

/**
 * The weakest proof with which a request reaches its route. A client may add a port to the Host header. Through ingress-nginx a
 * client may also name another server in an absolute URL. Undefined if no proof is enough.
 */
export function authenticationOf(
  table: EdgeTable,
  request: OutsideRequest,
  isExpected: (answer: RouteAnswer) => boolean,
): Authentication | undefined {
  const variants = variantsOf(table, request);
  const passes = (token: Token | undefined, clientCertificate: boolean): boolean =>
    variants.some((variant) =>
      isExpected(answerFrom(table, { ...variant, clientCertificate, ...(token === undefined ? {} : { token }) })),
    );
  const tokens = candidateTokens(table);
  const enough = [undefined, ...tokens].filter((token) => passes(token, true));
  if (enough.length === 0) return undefined;
  const needsToken = !enough.includes(undefined);
  const accepted = enough.filter((token) => token !== undefined);
  const anyAudience = new Set(accepted.filter(({ audiences }) => audiences.length === 0).map(({ issuer }) => issuer));
  const clientCertificate = !enough.some((token) => passes(token, false));
  const needed = accepted.filter(({ issuer, audiences }) => audiences.length === 0 || !anyAudience.has(issuer));
  return { clientCertificate, tokens: needsToken ? needed : [] };
}

function variantsOf({ edge, servers }: EdgeTable, request: OutsideRequest): readonly OutsideRequest[] {
  const withPort = { ...request, host: `${request.host}:443`, serverName: request.host };
  if (edge.kind === "gateway-api" || request.protocol === "grpc") return [request, withPort];
  const others = servers.map(({ host }) => host.replace("*", "example"));
  return [
    request,
    withPort,
    ...others.map((host) => ({ ...request, serverName: host, path: `https://${host}${request.path}` })),
  ];
}

/** Each issuer without audiences, and with each audience that an object names. */
function candidateTokens({ objects, edge, listeners }: EdgeTable): readonly Token[] {
  const rules = listeners.flatMap(({ pods }) => jwtRules(objects, edge, pods));
  const conditions = listeners
    .flatMap(({ pods }) => authorizationPolicies(objects, edge, pods))
    .flatMap((policy) => listAt(policy, "spec", "rules"))
    .flatMap((rule) => listAt(rule, "when"))
    .flatMap((condition) => [...textsAt(condition, "values"), ...textsAt(condition, "notValues")]);
  const audiences = [...new Set([...rules.flatMap((rule) => rule.audiences), ...conditions])];
  const issuers = [...new Set(rules.map(({ issuer }) => issuer))];
  return issuers.flatMap((issuer) => [
    { issuer, audiences: [] },
    ...audiences.map((audience) => ({ issuer, audiences: [audience] })),
  ]);
}
