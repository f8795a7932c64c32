import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import type { ProxyEdge } from "./edge.ts";
import { gatewayAnswer, type RouteAnswer, rejected } from "./gateway-answer.ts";
import { type IngressServer, ingressLocation } from "./ingress.ts";
import { nginxTarget } from "./nginx-path.ts";
import { type OutsideRequest, serverNameOf } from "./request.ts";
import { type EdgeListener, mostSpecific } from "./route-table.ts";

/** The answer of ingress-nginx, and of the Istio gateway to which it forwards the request. */
export function ingressAnswer(
  objects: readonly KubernetesObject[],
  edge: ProxyEdge,
  servers: readonly IngressServer[],
  gateway: EdgeListener | undefined,
  request: OutsideRequest,
): RouteAnswer {
  if (!/^[A-Z_-]+$/.test(request.method)) return rejected(400, "nginx rejects the method.");
  const target = nginxTarget(request.method, request.path);
  if ("status" in target) return rejected(target.status, "nginx rejects the request target.");
  const [header, host] = [nginxHost(request.host), nginxHost(target.host ?? request.host)];
  if (header === undefined || host === undefined) return rejected(400, "nginx rejects the host.");
  const server = serverOf(servers, host);
  const handshake = serverOf(servers, serverNameOf(request));
  if (handshake?.requiresClientCertificate === true && serverNameOf(request) !== host)
    return rejected(421, "The server name of the TLS handshake requires a certificate and is not the host.");
  const presented = request.clientCertificate === true && handshake?.requiresClientCertificate === true;
  if (server?.requiresClientCertificate === true && !presented)
    return rejected(400, "The host requires a client certificate.");
  if (request.method === "TRACE" || request.method === "CONNECT") return rejected(405, "nginx rejects the method.");
  if (server === undefined) return rejected(404, `No Ingress has the host ${host}.`);
  const location = ingressLocation(server, target.path);
  if (location === undefined) return rejected(404, "No Ingress has the path.");
  const { backend, object, protocol, upstreamHost } = location;
  if (backend === undefined) return { reached: false, status: 503, reason: "The Ingress has no Service.", by: object };
  // nginx forwards only headers whose names have letters, digits and hyphens.
  const headers = request.headers.filter(([name]) => /^[A-Za-z0-9-]+$/.test(name));
  if (backend.namespace !== edge.namespace || gateway === undefined)
    return {
      reached: true,
      backend,
      path: target.forwarded,
      headers: headers.map(([name, value]) => [name.toLowerCase(), value]),
      route: object,
      timeout: undefined,
      hops: [object],
      edgeRoute: undefined,
    };
  // ingress-nginx chooses the server by the host of an absolute URL, but forwards the Host header, unless an annotation sets it.
  const forwarded = { ...request, path: target.forwarded, headers, protocol, host: upstreamHost ?? request.host };
  const answer = gatewayAnswer(objects, edge, gateway, forwarded);
  return answer.reached ? { ...answer, hops: [object, ...answer.hops] } : answer;
}

function serverOf(servers: readonly IngressServer[], host: string): IngressServer | undefined {
  return mostSpecific(servers, (server) => server.host, host);
}

/** nginx compares hosts in lower case, without the port and a last dot. Undefined if nginx rejects the host. */
function nginxHost(host: string): string | undefined {
  const name = host.toLowerCase().replace(/:.*$/, "").replace(/\.$/, "");
  return name === "" || /\.\.|[/\0]/.test(host) ? undefined : name;
}
