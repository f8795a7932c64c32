import { jwtOf } from "../generate/routes/authentication.ts";
import { authoritySecret, certificateSecret } from "../generate/routes/certificates.ts";
import type { RouteScope } from "../generate/routes/route-objects.ts";
import { authorityOf } from "../patterns/route.ts";
import { authorityFile, knowsAuthority } from "./route-request.ts";
import { tokenStatuses } from "./token-statuses.ts";

/** Formats a name in a text. */
type Mark = (text: string) => string;

/** Sentences on the origin of each value in the commands that send requests through the routes of a tenant. */
export function routeNotes(input: RouteScope, mark: Mark): readonly string[] {
  return [
    certificateNote(input, mark),
    addressNote(input, mark),
    ...tokenNotes(input, mark),
    ...clientNotes(input, mark),
  ];
}

/** The command that writes the certificate of the authority to a file. Empty if no add-on describes the authority. */
export function readAuthority(input: RouteScope): readonly string[] {
  if (!knowsAuthority(input)) return [];
  return [
    `kubectl get secret ${certificateSecret(input)} --namespace ${input.gatewayPlace.namespace} --output 'go-template={{index .data "ca.crt" | base64decode}}' > ${authorityFile}`,
  ];
}

/** The commands that create the Secret of each authority of clients. */
export function clientAuthorities({ scope, routes, gatewayPlace }: RouteScope): readonly string[] {
  const authorities = [...new Set(routes.flatMap((route) => authorityOf(route) ?? []))].sort();
  return authorities.map(
    (authority) =>
      `kubectl create secret generic ${authoritySecret(scope.tenant.name, authority)} --namespace ${gatewayPlace.namespace} --from-file=ca.crt=./${authority}.crt`,
  );
}

/** How a client verifies the certificate of the hosts. */
function certificateNote(input: RouteScope, mark: Mark): string {
  const { issuer, secret = "" } = input.scope.cluster.spec.network.certificates ?? {};
  if (knowsAuthority(input))
    return `The file ${mark(authorityFile)} contains the certificate of the authority that signs the certificate of the hosts (of the ClusterIssuer ${mark(issuer ?? "")}). The platform team gives this file to clients. If your machine trusts this authority already, omit the file and its flag.`;
  const origin =
    issuer === undefined ? `The Secret ${mark(secret)} contains` : `The ClusterIssuer ${mark(issuer)} issues`;
  const flags = [
    `the flag ${mark("--cacert FILE")} to curl`,
    ...(input.routes.some(({ grpc }) => grpc !== undefined) ? [`the flag ${mark("-cacert FILE")} to grpcurl`] : []),
  ];
  return `${origin} the certificate of the hosts, and your machine must trust the authority that signs it. Otherwise, get the certificate of this authority from the platform team as a file, and add ${flags.join(" and ")}.`;
}

/** The address of the hosts. */
function addressNote({ edge }: RouteScope, mark: Mark): string {
  const { entrance, address } = edge;
  return address === undefined
    ? `The hosts have the external address of the Service ${mark(entrance.service)} in namespace ${mark(entrance.namespace)}. The commands work as soon as the DNS contains the hosts.`
    : `The commands use the reserved address ${mark(address)}, so they also work before the DNS contains the hosts.`;
}

/** The tokens that the routes require, each once. */
function tokenNotes({ scope, routes }: RouteScope, mark: Mark): readonly string[] {
  const issuers = scope.platform.spec.tokenIssuers;
  const notes = routes.flatMap((route) => {
    const token = jwtOf(route);
    if (token === undefined) return [];
    const audiences = token.audiences.map(mark);
    const required = audiences.length === 1 ? audiences.join("") : `at least one of ${audiences.join(", ")}`;
    return [
      `Set the shell variable ${mark("TOKEN")} to a token of the issuer ${mark(token.issuer)} (${mark(issuers[token.issuer]?.issuer ?? "")}). The owner of this issuer gives tokens to clients, and the platform team names the contact. The claim ${mark("iss")} of the token must be exactly this URL, and the claim ${mark("aud")} must contain ${required}.`,
    ];
  });
  return notes.length === 0
    ? []
    : [
        ...new Set(notes),
        `The status of a request that the gateway rejects shows the cause. ${tokenStatuses.join(" ")}`,
      ];
}

/** The client certificates that the routes require, each once. */
function clientNotes({ scope, routes, gatewayPlace }: RouteScope, mark: Mark): readonly string[] {
  const notes = routes.flatMap((route) => {
    const authority = authorityOf(route);
    if (authority === undefined) return [];
    return [
      `The files ${mark("client.crt")} and ${mark("client.key")} contain a certificate and its private key. Get both from the authority ${mark(authority)}. The gateway accepts every certificate of this authority. The platform team has the certificates of the authority in the Secret ${mark(authoritySecret(scope.tenant.name, authority))} in namespace ${mark(gatewayPlace.namespace)}.`,
    ];
  });
  return [...new Set(notes)];
}
