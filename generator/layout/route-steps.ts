import { type RouteScope, routeScope } from "../generate/routes/route-objects.ts";
import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { tenantLabel } from "../models/marks.ts";
import type { Route } from "../patterns/route.ts";
import { joinNames } from "../text/listed.ts";
import { isRemote } from "./argo-cd.ts";
import { countAnswers, countedRequests, splitText, weightsText } from "./counted-split.ts";
import { tenantApplication } from "./names.ts";
import { requestTo, sendAndShow, writeRequest } from "./request.ts";
import { readAuthority, routeNotes } from "./route-notes.ts";
import { curlThrough, grpcThrough, takesGrpcPredictions, takesPredictions } from "./route-request.ts";
import type { Step } from "./runbook-step.ts";

/**
 * The steps of requests from outside: the state of the routes, one request for each protocol, and the split. Empty for a tenant without routes.
 * @param written The model whose inputs request.json contains.
 * @param forward The command that forwards the port through which the inputs of another model are read.
 */
export function routeSteps(scope: TenantScope, written: string, forward: string): readonly Step[] {
  const input = routeScope(scope);
  if (input === undefined) return [];
  const taking = input.routes.filter(takesPredictions);
  const split = taking.find((route) => candidatesOf(scope, route).length > 1);
  const rest = split ?? taking[0];
  const curl = rest === undefined ? undefined : curlThrough(input, rest);
  const grpc = input.routes.find(takesGrpcPredictions);
  const described = rest === undefined ? written : describedBy(scope, rest);
  return [
    accepted(input),
    ...(rest === undefined || curl === undefined ? [] : [restFromOutside(input, rest, curl, { written, forward })]),
    ...(split === undefined || curl === undefined ? [] : [splitFromOutside(scope, split, curl)]),
    ...(grpc === undefined ? [] : [grpcFromOutside(input, grpc, rest, { written: described, forward })]),
  ];
}

/** Whether the steps of a tenant send a request by gRPC. */
export function sendsGrpc(scope: TenantScope): boolean {
  return routeScope(scope)?.routes.some(takesGrpcPredictions) ?? false;
}

/** The candidates of the experiment that a route leads to. */
function candidatesOf({ tenant }: TenantScope, { target }: Route): readonly (readonly [string, number])[] {
  const experiment = target.kind === "experiment" ? tenant.spec.experiments[target.name] : undefined;
  return sortedEntries(experiment?.candidates ?? {});
}

function accepted(input: RouteScope): Step {
  const { scope, edge } = input;
  const { cluster, tenant } = scope;
  const applications = ["routes", "edge"].map((part) => tenantApplication(cluster.name, tenant.name, part));
  const authority = readAuthority(input);
  const isIssued = cluster.spec.network.certificates?.issuer !== undefined;
  return {
    title: "Verify the routes from outside",
    why: [
      `The Application ${applications[0]} contains the routes in the tenant's namespace. The Application ${applications[1]} contains their objects in the namespace of the gateway.`,
      ...(isRemote(cluster)
        ? [
            "The command for Applications needs the context of kubectl for the cluster that runs Argo CD. The other commands need the context for this cluster.",
          ]
        : []),
      ...(authority.length === 0
        ? []
        : [
            "The last command writes the certificate of the authority that signs the certificate of the hosts. The Secret also contains the private key of the hosts, and the command prints only the key ca.crt.",
          ]),
    ].join(" "),
    lines: [
      ...routeStates(input),
      `kubectl get applications ${applications.join(" ")} --namespace ${cluster.spec.argoCD.namespace}`,
      ...authority,
    ],
    expect: joinNames([
      edge.name === "gateway-api"
        ? '"True" for each route and each Gateway'
        : "an address for each Ingress, and a VirtualService for each route",
      ...(isIssued ? ['READY "True" for the Certificate'] : []),
      '"Synced" and "Healthy" for both Applications',
    ]),
  };
}

/** The commands that show the state of the routes, and of their objects in the namespace of the gateway. */
export function routeStates({ scope, edge, gatewayPlace }: RouteScope): readonly string[] {
  const { cluster, tenant } = scope;
  const atGateway = `--namespace ${gatewayPlace.namespace} --selector ${tenantLabel}=${tenant.name}`;
  const condition = (type: string, of: string): string => `.status.${of}[?(@.type=="${type}")].status`;
  const states =
    edge.name === "gateway-api"
      ? [
          `kubectl get httproutes,grpcroutes --namespace ${tenant.name} --output 'custom-columns=KIND:.kind,ROUTE:.metadata.name,ACCEPTED:${condition("Accepted", "parents[*].conditions")},RESOLVED:${condition("ResolvedRefs", "parents[*].conditions")}'`,
          `kubectl get gateways.gateway.networking.k8s.io ${atGateway} --output 'custom-columns=GATEWAY:.metadata.name,ACCEPTED:${condition("Accepted", "conditions")},PROGRAMMED:${condition("Programmed", "conditions")}'`,
        ]
      : [
          `kubectl get virtualservices --namespace ${tenant.name}`,
          `kubectl get gateways.networking.istio.io,ingresses.networking.k8s.io ${atGateway}`,
        ];
  const isIssued = cluster.spec.network.certificates?.issuer !== undefined;
  return [...states, ...(isIssued ? [`kubectl get certificates.cert-manager.io ${atGateway}`] : [])];
}

/** The inputs that a step finds in request.json. */
interface Inputs {
  /** The model whose inputs request.json contains. */
  readonly written: string;
  /** The command that forwards the port through which the inputs of another model are read. */
  readonly forward: string;
}

function restFromOutside(input: RouteScope, route: Route, curl: string, inputs: Inputs): Step {
  return {
    title: "Send one request from outside",
    why: [usesRoute(route), ...notesOf(input, route)].join(" "),
    ...withInputs(input, route, inputs, [sendAndShow(curl)]),
    expect: "status 200, and outputs in the body",
  };
}

/** @param noted The route that an earlier step describes. */
function grpcFromOutside(input: RouteScope, route: Route, noted: Route | undefined, inputs: Inputs): Step {
  return {
    title: "Send one gRPC request from outside",
    why: [
      usesRoute(route),
      "The commands download the definition of the gRPC service from GitHub, because the gateway does not open the reflection of gRPC. Node.js writes the inputs of request.json to grpc.json.",
      ...(route === noted ? [] : notesOf(input, route)),
    ].join(" "),
    ...withInputs(input, route, inputs, grpcThrough(input, route)),
    expect: '"outputs" in the answer',
  };
}

function usesRoute({ name, target }: Route): string {
  return `The request uses the route "${name}" to the ${target.kind} "${target.name}".`;
}

function notesOf(input: RouteScope, route: Route): readonly string[] {
  return routeNotes({ ...input, routes: [route] }, (text) => `"${text}"`);
}

function describedBy({ tenant }: TenantScope, { target }: Route): string {
  return requestTo(tenant, target.kind, target.name).describedBy;
}

/** The lines of a step, which first write request.json if it contains the inputs of another model. */
function withInputs(
  { scope }: RouteScope,
  route: Route,
  { written, forward }: Inputs,
  lines: readonly string[],
): Pick<Step, "needs" | "lines"> {
  const model = describedBy(scope, route);
  return model === written
    ? { lines }
    : { needs: [forward], lines: [...writeRequest({ describedBy: model }), ...lines] };
}

function splitFromOutside(scope: TenantScope, route: Route, curl: string): Step {
  const candidates = candidatesOf(scope, route);
  const pause = pauseOf(route);
  return {
    title: `Verify the traffic split from outside: ${weightsText(candidates)}`,
    why: [
      `The command sends ${countedRequests} requests through the route "${route.name}" and counts the answers of each candidate.`,
      route.sticky
        ? 'The requests do not contain the header "x-seldon-route", because this header pins a request to one candidate.'
        : 'The gateway removes the header "x-seldon-route" from requests, and keeps it in the answers.',
      ...(pause === undefined
        ? []
        : [`Because of the rate limit of the route, the command waits ${pause} seconds before each request.`]),
    ].join(" "),
    lines: [countAnswers(curl, pause)],
    expect: splitText(candidates),
  };
}

/** The seconds between two requests that a rate limit allows. Undefined without a rate limit. */
function pauseOf({ rateLimit }: Route): number | undefined {
  if (rateLimit === undefined) return undefined;
  const perSecond = rateLimit.perSecond ?? (rateLimit.perMinute ?? 1) / 60;
  return Math.ceil(1000 / perSecond) / 1000;
}
