import { compareStrings } from "../../diagnostics/diagnostic.ts";
import { answerThrough, type EdgeTable } from "./answer.ts";
import { candidateTokens } from "./candidate-tokens.ts";
import type { Reached } from "./gateway-answer.ts";
import { forwardedHost } from "./ingress-answer.ts";
import { type OutsideRequest, serverNameOf, type Token } from "./request.ts";

/** The proofs that a request needs. It needs none if both lists are empty. */
export interface Authentication {
  /** A request needs a client certificate of one of these authorities, each as `<namespace>/<Secret>`. */
  readonly clientCertificate: readonly string[];
  /** A request needs one of these tokens, with all its audiences. Empty audiences mean every audience. */
  readonly tokens: readonly Token[];
}

/**
 * The weakest proof with which a request reaches its route. A client may add a port to the Host header. Through ingress-nginx a
 * client may also name another server in an absolute URL. Undefined if no proof is enough.
 */
export function authenticationOf(
  table: EdgeTable,
  request: OutsideRequest,
  isExpected: (answer: Reached) => boolean,
): Authentication | undefined {
  const variants = variantsOf(table, request);
  const proofs = table.entrances.flatMap((entrance) =>
    variants.flatMap((variant) =>
      [undefined, ...candidateTokens(entrance.policies, hostAtGateway(table, variant))].flatMap((token) => {
        const proven = { ...variant, clientCertificate: true, ...(token === undefined ? {} : { token }) };
        const answer = answerThrough(table, entrance, proven);
        return answer.reached && isExpected(answer) ? [{ token, authorities: answer.authorities }] : [];
      }),
    ),
  );
  if (proofs.length === 0) return undefined;
  const needsCertificate = proofs.every(({ authorities }) => authorities.length > 0);
  const authorities = new Set(proofs.flatMap((proof) => proof.authorities));
  const tokens = proofs.flatMap(({ token }) => token ?? []);
  return {
    clientCertificate: needsCertificate ? [...authorities].sort(compareStrings) : [],
    tokens: proofs.every(({ token }) => token !== undefined) ? weakest(tokens) : [],
  };
}

/** The tokens of each issuer without those whose audiences include all audiences of another token. */
function weakest(tokens: readonly Token[]): readonly Token[] {
  return [...Map.groupBy(tokens, ({ issuer }) => issuer).values()].flatMap((group) => {
    const distinct = [...new Map(group.map((token) => [JSON.stringify(token.audiences), token])).values()];
    const smaller = (token: Token): boolean =>
      distinct.some(
        ({ audiences }) =>
          audiences.length < token.audiences.length && audiences.every((name) => token.audiences.includes(name)),
      );
    return distinct.filter((token) => !smaller(token));
  });
}

function variantsOf({ edge, absoluteUrls }: EdgeTable, request: OutsideRequest): readonly OutsideRequest[] {
  const withPort = { ...request, host: `${request.host}:443`, serverName: serverNameOf(request) };
  if (edge.kind === "gateway-api" || request.protocol === "grpc") return [request, withPort];
  return [
    request,
    withPort,
    ...absoluteUrls
      .hostsFor(request)
      .map((host) => ({ ...request, serverName: host, path: `https://${host}${request.path}` })),
  ];
}

function hostAtGateway({ edge, servers }: EdgeTable, request: OutsideRequest): string {
  return edge.kind === "gateway-api" ? request.host : forwardedHost(servers, request);
}
