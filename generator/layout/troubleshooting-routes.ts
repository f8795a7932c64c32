import { jwtOf } from "../generate/routes/authentication.ts";
import { type RouteScope, routeScope } from "../generate/routes/route-objects.ts";
import type { TenantScope } from "../generate/scope.ts";
import { tenantLabel } from "../models/marks.ts";
import { authorityOf, type Route } from "../patterns/route.ts";
import type { Workload } from "../validate/addons/workload.ts";
import { isServing } from "../validate/effective.ts";
import { authorityFile, knowsAuthority } from "./route-request.ts";
import { routeStates } from "./route-steps.ts";
import { tokenStatuses } from "./token-statuses.ts";
import type { TroubleSection } from "./troubleshooting-section.ts";

/** Requests from outside that get no prediction, and routes that are not ready. Empty for a tenant without routes. */
export function requestsFromOutside(scope: TenantScope): readonly TroubleSection[] {
  const input = routeScope(scope);
  return input === undefined ? [] : [rejected(input), notReady(input)];
}

function rejected(input: RouteScope): TroubleSection {
  const { scope, routes, edge, gatewayPlace } = input;
  const { cluster, tenant } = scope;
  const has = (test: (route: Route) => boolean): boolean => routes.some(test);
  const serving = isServing(cluster, tenant);
  const limited = has(({ rateLimit }) => rateLimit !== undefined);
  const sized = has(({ bodySize }) => bodySize !== undefined) || edge.ingress !== undefined;
  const tokens = has((route) => jwtOf(route) !== undefined);
  const clients = has((route) => authorityOf(route) !== undefined);
  return {
    title: "A request from outside fails",
    message: "The status code of the answer, or the error of curl, shows the cause:",
    cases: [
      ...(clients ? [clientCase(edge.ingress !== undefined)] : []),
      ...(tokens ? tokenStatuses : []),
      `404: the host, the path or the method is not exactly that of a route. The path contains no further slash, and ends with "/infer" for a prediction.${serving ? " Seldon Core also answers 404 if the target of the route is not ready." : " The lifecycle of the tenant stops its models, so Seldon Core also answers 404."}`,
      ...(sized ? ["413: the body is larger than the limit of the route or of the edge."] : []),
      `503: ${limited ? "the client exceeds the rate limit, or " : ""}no pod accepted the request. Pods are missing or not ready, or a network policy blocks the gateway.`,
      '504: the target took longer than the "timeout" of the route.',
      `"Could not resolve host": the DNS does not contain the host. Its address is ${addressText(input)}.`,
      unknownHost(input),
    ],
    look: [
      ...paths(input),
      ...(tokens
        ? [
            `kubectl get authorizationpolicies.security.istio.io ${tenant.name} --namespace ${gatewayPlace.namespace} --output yaml`,
            `kubectl get requestauthentications.security.istio.io --namespace ${gatewayPlace.namespace}`,
          ]
        : []),
      `kubectl describe services ${scope.seldon.service.mesh} --namespace ${input.envoyNamespace}`,
      `kubectl get services ${edge.entrance.service} --namespace ${edge.entrance.namespace}`,
      ...gatewayLogs(input),
    ],
    fix: `Change the routes in ${tenant.at().source.file}.${tokens ? " To read the claims of a token, decode the part between its two dots as base64url." : ""}`,
  };
}

function clientCase(isIngress: boolean): string {
  const cause = "the client sent no certificate, or a certificate of another authority";
  return isIngress ? `400: ${cause}.` : `A TLS error such as "certificate required": ${cause}.`;
}

/** The effect of a host without a certificate, or of a host that is not of a route. */
function unknownHost(input: RouteScope): string {
  const trust = knowsAuthority(input) ? `${authorityFile} is not of` : "your machine does not trust";
  return input.edge.ingress === undefined
    ? `"Connection reset by peer", or another TLS error: the gateway has no certificate for the host, or no route has the host. Continue with the section "${notReadyTitle}".`
    : `"SSL certificate problem": ${trust} the authority that signed the certificate, or the certificate of the host is not ready, so the Ingress controller sends another one. Continue with the section "${notReadyTitle}".`;
}

function addressText({ edge: { address, entrance } }: RouteScope): string {
  return address ?? `the external address of the Service ${entrance.service} in namespace ${entrance.namespace}`;
}

/** The exact hosts and paths of the routes. */
function paths({ scope: { tenant }, edge, routes }: RouteScope): readonly string[] {
  const list = (kind: string, hosts: string, exact: string): string =>
    `kubectl get ${kind} --namespace ${tenant.name} --output 'custom-columns=ROUTE:.metadata.name,HOSTS:.spec.${hosts},PATHS:.spec.${exact}'`;
  if (edge.name === "ingress-and-istio") return [list("virtualservices", "hosts", "http[*].match[*].uri.exact")];
  return routes.some(({ rest }) => rest !== undefined)
    ? [list("httproutes", "hostnames", "rules[*].matches[*].path.value")]
    : [];
}

function gatewayLogs({ edge: { gateway, ingress } }: RouteScope): readonly string[] {
  const logs = ({ namespace, pods }: Workload): string =>
    `kubectl logs --namespace ${namespace} --selector ${Object.entries(pods)
      .map((label) => label.join("="))
      .join(",")} --prefix --tail 50`;
  return [...(ingress === undefined ? [] : [logs(ingress.workload)]), logs(gateway.workload)];
}

const notReadyTitle = "A route or its certificate is not ready";

function notReady(input: RouteScope): TroubleSection {
  const { scope, edge, gatewayPlace, envoyNamespace } = input;
  const { cluster, tenant } = scope;
  const { issuer, secret } = cluster.spec.network.certificates ?? {};
  const isApi = edge.name === "gateway-api";
  const at = `--namespace ${gatewayPlace.namespace}`;
  const ofTenant = `${at} --selector ${tenantLabel}=${tenant.name}`;
  const grant = envoyNamespace === tenant.name ? "" : ", or the ReferenceGrant in the namespace of this Service";
  return {
    title: notReadyTitle,
    message: "The columns of the first commands show the cause:",
    cases: [
      ...(isApi
        ? [
            'ACCEPTED of a route is not "True": the Gateway does not exist, or does not allow the route. The Application of the edge creates the Gateway.',
            `RESOLVED of a route is not "True": the Service ${scope.seldon.service.mesh} is missing${grant}.`,
            'PROGRAMMED of a Gateway is not "True": the Secret with a certificate is missing, or the Service of the gateway has no address.',
          ]
        : [
            `An Ingress has no address: the Ingress controller did not accept the Ingress, or its Service ${edge.entrance.service} has no address.`,
          ]),
      issuer === undefined
        ? `The Secret ${secret} is missing: a person or a secret store creates this Secret.`
        : `READY of a Certificate is not "True": the ClusterIssuer ${issuer} is missing or not ready, for example because its Secret is missing.`,
    ],
    look: [
      ...routeStates(input),
      ...(isApi
        ? [
            `kubectl describe httproutes --namespace ${tenant.name}`,
            `kubectl describe grpcroutes --namespace ${tenant.name}`,
            `kubectl describe gateways.gateway.networking.k8s.io ${ofTenant}`,
          ]
        : [`kubectl describe ingresses.networking.k8s.io ${ofTenant}`]),
      ...(issuer === undefined
        ? [`kubectl get secret ${secret} ${at}`]
        : [
            `kubectl describe certificates.cert-manager.io ${ofTenant}`,
            `kubectl get clusterissuers.cert-manager.io ${issuer}`,
          ]),
    ],
    fix: `${issuer === undefined ? "" : "cert-manager, "}Argo CD and the gateway retry automatically.`,
  };
}
