import type { ProxyEdge } from "./edge.ts";
import { type RouteAnswer, rejected } from "./gateway-answer.ts";
import type { HostTable } from "./host-table.ts";
import { type IngressServer, ingressLocation } from "./ingress.ts";
import { nginxTarget } from "./nginx-path.ts";
import { type OutsideRequest, serverNameOf } from "./request.ts";

/**
 * The answer of ingress-nginx, and of the Istio gateway to which it forwards the request.
 * @param gateway The answer of the gateway. Undefined if it has no listener.
 */
export function ingressAnswer(
  edge: ProxyEdge,
  servers: HostTable<IngressServer>,
  gateway: ((request: OutsideRequest) => RouteAnswer) | undefined,
  request: OutsideRequest,
): RouteAnswer {
  if (!/^[A-Z_-]+$/.test(request.method)) return rejected(400, "nginx rejects the method.");
  const target = nginxTarget(request.method, request.path);
  if ("status" in target) return rejected(target.status, "nginx rejects the request target.");
  const [header, host] = [nginxHost(request.host), nginxHost(target.host ?? request.host)];
  if (header === undefined || host === undefined) return rejected(400, "nginx rejects the host.");
  const server = servers.find(host);
  const handshake = servers.find(serverNameOf(request));
  const handshakeNeeds = (handshake?.authorities ?? []).length > 0;
  if (handshakeNeeds && serverNameOf(request) !== host)
    return rejected(421, "The server name of the TLS handshake requires a certificate and is not the host.");
  const authorities = server?.authorities ?? [];
  if (authorities.length > 0 && !(request.clientCertificate === true && handshakeNeeds))
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
      authorities,
      hops: [object],
      edgeRoute: undefined,
    };
  // ingress-nginx chooses the server by the host of an absolute URL, but forwards the Host header, unless an annotation sets it.
  const forwarded = { ...request, path: target.forwarded, headers, protocol, host: upstreamHost ?? request.host };
  const answer = gateway(forwarded);
  return answer.reached ? { ...answer, authorities, hops: [object, ...answer.hops] } : answer;
}

/** The Host header that the gateway gets. */
export function forwardedHost(servers: HostTable<IngressServer>, { method, host, path }: OutsideRequest): string {
  const target = nginxTarget(method, path);
  if ("status" in target) return host;
  const server = servers.find(nginxHost(target.host ?? host) ?? "");
  const location = server === undefined ? undefined : ingressLocation(server, target.path);
  return location?.upstreamHost ?? host;
}

/** nginx compares hosts in lower case, without the port and a last dot. Undefined if nginx rejects the host. */
function nginxHost(host: string): string | undefined {
  const name = host.toLowerCase().replace(/:.*$/, "").replace(/\.$/, "");
  return name === "" || /\.\.|[/\0]/.test(host) ? undefined : name;
}
