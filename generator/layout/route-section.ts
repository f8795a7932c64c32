import { jwtOf } from "../generate/routes/authentication.ts";
import { type RouteScope, routeScope } from "../generate/routes/route-objects.ts";
import type { TenantScope } from "../generate/scope.ts";
import { authorityOf, type Route } from "../patterns/route.ts";
import { markdown } from "../text/document.ts";
import { joinNames } from "../text/listed.ts";
import { commandBlocks } from "./command-shares.ts";
import { exampleRequest, sendAndShow } from "./request.ts";
import { clientAuthorities, readAuthority, routeNotes } from "./route-notes.ts";
import {
  curlThrough,
  grpcMetadataThrough,
  grpcThrough,
  metadataThrough,
  takesGrpcPredictions,
  takesPredictions,
} from "./route-request.ts";

/** The section of a README on requests from outside. Undefined for a tenant without routes. */
interface RouteSection {
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** Whether a rate limit is in the table. */
  readonly isLimited: boolean;
  /** Whether an Ingress controller has limits for routes that set none. */
  readonly hasIngress: boolean;
  /** The programs that the commands need. */
  readonly programs: string;
  /** Where the values in the commands come from. */
  readonly notes: readonly string[];
  readonly authority: string;
  /** The Secrets with the authorities of clients. */
  readonly clients: string;
  /** The command that writes an example of request.json. Empty if no command sends a prediction. */
  readonly example: string;
  readonly metadata: Commands | undefined;
  readonly rest: Commands | undefined;
  readonly grpc: Commands | undefined;
}

/** The commands of one request through a route. */
interface Commands {
  readonly route: string;
  readonly block: string;
}

export function routeSection(scope: TenantScope): RouteSection | undefined {
  const input = routeScope(scope);
  if (input === undefined) return undefined;
  const { routes } = input;
  const rest = routes.find(takesPredictions) ?? routes.find((route) => route.rest !== undefined);
  const grpc = routes.find(takesGrpcPredictions) ?? routes.find((route) => route.grpc !== undefined);
  const predicted = [rest, grpc].filter(
    (route) => route !== undefined && (takesPredictions(route) || takesGrpcPredictions(route)),
  );
  const block = (lines: readonly string[]): string =>
    lines.length === 0 ? "" : markdown(commandBlocks(scope, lines)).trimEnd();
  const through = (route: Route | undefined, linesOf: (route: Route) => readonly string[]): Commands | undefined => {
    const lines = route === undefined ? [] : linesOf(route);
    return route === undefined || lines.length === 0 ? undefined : { route: route.name, block: block(lines) };
  };
  const metadata = predicted
    .map((route) => through(route, (found) => metadataLines(input, found)))
    .find((commands) => commands !== undefined);
  return {
    rows: routes.map(routeRow),
    isLimited: routes.some(({ rateLimit }) => rateLimit !== undefined),
    hasIngress: input.edge.ingress !== undefined,
    programs: joinNames(programsOf(grpc)),
    notes: routeNotes(input, codeSpan),
    authority: block(readAuthority(input)),
    clients: block(clientAuthorities(input)),
    example: predicted.length === 0 ? "" : block([exampleRequest]),
    metadata,
    rest: through(rest, (route) => {
      const curl = curlThrough(input, route);
      return curl === undefined ? [] : [sendAndShow(curl)];
    }),
    grpc: through(grpc, (route) => grpcThrough(input, route)),
  };
}

function metadataLines(input: RouteScope, route: Route): readonly string[] {
  const curl = metadataThrough(input, route);
  return curl === undefined ? grpcMetadataThrough(input, route) : [sendAndShow(curl)];
}

/** Node.js writes the inputs of request.json for gRPC. */
function programsOf(grpc: Route | undefined): readonly string[] {
  if (grpc === undefined) return ["curl"];
  return ["curl", "grpcurl", ...(takesGrpcPredictions(grpc) ? ["Node.js"] : [])];
}

function routeRow(route: Route): Readonly<Record<string, string>> {
  const { name, target } = route;
  return {
    name,
    requests: openRequests(route).join(", "),
    target: `${target.kind} \`${target.name}\``,
    authentication: authenticationText(route),
    limits: limits(route).join(", "),
  };
}

/** All requests that a route lets through. */
function openRequests({ host, rest, grpc }: Route): readonly string[] {
  return [
    ...(rest?.requests ?? []).map(({ method, path }) => `\`${method} https://${host}${path}\``),
    ...(grpc === undefined
      ? []
      : [`gRPC ${joinNames(grpc.methods.map(codeSpan))} of \`${grpc.service}\` at \`${host}:443\``]),
  ];
}

function authenticationText(route: Route): string {
  const token = jwtOf(route);
  if (token !== undefined) return `token of \`${token.issuer}\``;
  const authority = authorityOf(route);
  return authority === undefined ? "none" : `client certificate of \`${authority}\``;
}

function limits({ rest, grpc, timeout, bodySize, rateLimit }: Route): readonly string[] {
  const { perSecond, perMinute } = rateLimit ?? {};
  return [
    ...(rest === undefined && grpc?.timeout === undefined ? [] : [`timeout ${timeout} s`]),
    ...(grpc === undefined || grpc.timeout !== undefined ? [] : ["gRPC: deadline of the client"]),
    ...(bodySize === undefined ? [] : [`body ${bodySize} MiB`]),
    ...(perSecond === undefined ? [] : [`${perSecond} requests per second`]),
    ...(perMinute === undefined ? [] : [`${perMinute} requests per minute`]),
  ];
}

/** A text as code. The audience of a token may contain backticks. */
function codeSpan(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const space = runs.length > 0 ? " " : "";
  return `${fence}${space}${text}${space}${fence}`;
}
