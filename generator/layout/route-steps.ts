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
import { curlThrough, takesPredictions } from "./route-request.ts";
import type { Step } from "./runbook-step.ts";

/**
 * The steps of requests from outside: the state of the routes, one request, and the split. Empty for a tenant without routes.
 * @param written The model whose inputs request.json contains.
 * @param forward The command that forwards the port through which the inputs of another model are read.
 */
export function routeSteps(scope: TenantScope, written: string, forward: string): readonly Step[] {
  const input = routeScope(scope);
  if (input === undefined) return [];
  const taking = input.routes.filter(takesPredictions);
  const split = taking.find((route) => candidatesOf(scope, route).length > 1);
  const route = split ?? taking[0];
  const curl = route === undefined ? undefined : curlThrough(input, route);
  return [
    accepted(input),
    ...(route === undefined || curl === undefined ? [] : [fromOutside(input, route, curl, written, forward)]),
    ...(split === undefined || curl === undefined ? [] : [splitFromOutside(scope, split, curl)]),
  ];
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
        : ["The last command writes the certificate of the authority that signs the certificate of the hosts."]),
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

function fromOutside(input: RouteScope, route: Route, curl: string, written: string, forward: string): Step {
  const { scope } = input;
  const { kind, name } = route.target;
  const target = requestTo(scope.tenant, kind, name);
  const isWritten = target.describedBy === written;
  return {
    title: "Send one request from outside",
    why: [
      `The request uses the route "${route.name}" to the ${kind} "${name}".`,
      ...routeNotes({ ...input, routes: [route] }, (text) => `"${text}"`),
    ].join(" "),
    ...(isWritten ? {} : { needs: [forward] }),
    lines: [...(isWritten ? [] : writeRequest(target)), sendAndShow(curl)],
    expect: "status 200, and outputs in the body",
  };
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
