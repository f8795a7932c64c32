import { jwtOf } from "../generate/routes/authentication.ts";
import { type RouteScope, routeScope } from "../generate/routes/route-objects.ts";
import type { TenantScope } from "../generate/scope.ts";
import { authorityOf, type Route } from "../patterns/route.ts";
import { markdown } from "../text/document.ts";
import { commandBlocks } from "./command-shares.ts";
import { sendAndShow } from "./request.ts";
import { clientAuthorities, readAuthority, routeNotes } from "./route-notes.ts";
import { curlThrough, grpcThrough } from "./route-request.ts";

/** The section of a README on requests from outside. Undefined for a tenant without routes. */
interface RouteSection {
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** Where the values in the commands come from. */
  readonly notes: readonly string[];
  readonly authority: string;
  /** The Secrets with the authorities of clients. */
  readonly clients: string;
  readonly rest: string;
  readonly grpc: string;
}

export function routeSection(scope: TenantScope): RouteSection | undefined {
  const input = routeScope(scope);
  if (input === undefined) return undefined;
  const { routes } = input;
  const [curl] = routes.flatMap((route) => curlThrough(input, route) ?? []);
  const [grpc = []] = routes.map((route) => grpcThrough(input, route)).filter((lines) => lines.length > 0);
  const block = (lines: readonly string[]): string =>
    lines.length === 0 ? "" : markdown(commandBlocks(scope, lines)).trimEnd();
  return {
    rows: routes.map((route) => routeRow(input, route)),
    notes: routeNotes(input, codeSpan),
    authority: block(readAuthority(input)),
    clients: block(clientAuthorities(input)),
    rest: block(curl === undefined ? [] : [sendAndShow(curl)]),
    grpc: block(grpc),
  };
}

function routeRow({ edge }: RouteScope, route: Route): Readonly<Record<string, string>> {
  const { name, host, rest, grpc, target } = route;
  const first = rest?.requests[0];
  const addresses = [
    ...(first === undefined ? [] : [`\`https://${host}${first.path}\``]),
    ...(grpc === undefined ? [] : [`\`${host}:443\``]),
  ];
  return {
    name,
    addresses: addresses.join(", "),
    target: `${target.kind} \`${target.name}\``,
    protocols: [...(rest === undefined ? [] : ["REST"]), ...(grpc === undefined ? [] : ["gRPC"])].join(", "),
    authentication: authenticationText(route),
    timeout: timeoutText(edge.name === "gateway-api", route),
  };
}

function authenticationText(route: Route): string {
  const token = jwtOf(route);
  if (token !== undefined) return `token of \`${token.issuer}\``;
  const authority = authorityOf(route);
  return authority === undefined ? "none" : `client certificate of \`${authority}\``;
}

/** A GRPCRoute has no timeout. */
function timeoutText(clientsSetDeadlines: boolean, { rest, grpc, timeout }: Route): string {
  const seconds = `${timeout} s`;
  if (grpc === undefined || !clientsSetDeadlines) return seconds;
  const deadline = "gRPC: deadline of the client";
  return rest === undefined ? deadline : `${seconds}, ${deadline}`;
}

/** A text as code. The audience of a token may contain backticks. */
function codeSpan(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const space = runs.length > 0 ? " " : "";
  return `${fence}${space}${text}${space}${fence}`;
}
