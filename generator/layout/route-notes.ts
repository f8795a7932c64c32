import { jwtOf } from "../generate/routes/authentication.ts";
import { issuerAuthorities } from "../generate/routes/certificate-secrets.ts";
import { authoritySecret, certificateSecret } from "../generate/routes/certificates.ts";
import type { RouteScope } from "../generate/routes/route-objects.ts";
import { authorityOf } from "../patterns/route.ts";
import { authorityFile } from "./route-request.ts";

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
  const { scope, gatewayPlace } = input;
  const issuer = scope.cluster.spec.network.certificates?.issuer ?? "";
  if (!issuerAuthorities(scope.cluster).has(issuer)) return [];
  return [
    `kubectl get secret ${certificateSecret(input)} --namespace ${gatewayPlace.namespace} --output 'go-template={{index .data "ca.crt" | base64decode}}' > ${authorityFile}`,
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

/** The origin of the file with the certificate of the authority. */
function certificateNote({ scope }: RouteScope, mark: Mark): string {
  const { issuer, secret = "" } = scope.cluster.spec.network.certificates ?? {};
  const signed = issuer === undefined ? `in the Secret ${mark(secret)}` : `of the ClusterIssuer ${mark(issuer)}`;
  return `The file ${mark(authorityFile)} contains the certificate of the authority that signs the certificate of the hosts (${signed}). If your machine trusts this authority already, omit the file and its flag.`;
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
      `Set the shell variable ${mark("TOKEN")} to a token of the issuer ${mark(token.issuer)}. The claim ${mark("iss")} of the token must be ${mark(issuers[token.issuer]?.issuer ?? "")}, and the claim ${mark("aud")} must contain ${required}.`,
    ];
  });
  return [...new Set(notes)];
}

/** The client certificates that the routes require, each once. */
function clientNotes({ scope, routes, gatewayPlace }: RouteScope, mark: Mark): readonly string[] {
  const notes = routes.flatMap((route) => {
    const authority = authorityOf(route);
    if (authority === undefined) return [];
    return [
      `The files ${mark("client.crt")} and ${mark("client.key")} contain a certificate of the authority ${mark(authority)}, and the private key of the certificate. The platform team creates the Secret ${mark(authoritySecret(scope.tenant.name, authority))} in namespace ${mark(gatewayPlace.namespace)}, from a file with the certificates of this authority.`,
    ];
  });
  return [...new Set(notes)];
}
