import type { ProxyEdge } from "./edge.ts";
import type { Examples } from "./examples.ts";
import { virtualHostOf } from "./gateway-answer.ts";
import type { HostTable } from "./host-table.ts";
import { type IngressLocation, type IngressServer, ingressLocation } from "./ingress.ts";
import { nginxTarget } from "./nginx-path.ts";
import type { OutsideRequest } from "./request.ts";
import type { EdgeListener, VirtualHost } from "./route-table.ts";

/** Where a location leads: to the host that the client chooses, to a virtual host, or directly to the Service of an Ingress. */
type Destination = "client" | VirtualHost | string | undefined;

interface AbsoluteUrlInput {
  readonly edge: ProxyEdge;
  readonly servers: HostTable<IngressServer>;
  /** The listener of the gateway behind ingress-nginx. */
  readonly listener: EdgeListener | undefined;
  readonly examples: Examples;
}

/**
 * ingress-nginx chooses a server by the host of an absolute URL, but forwards the Host header. So a client can reach a virtual host
 * through other servers, which may need no client certificate.
 */
export class AbsoluteUrls {
  readonly #edge: ProxyEdge;
  readonly #servers: HostTable<IngressServer>;
  readonly #listener: EdgeListener | undefined;
  readonly #examples: Examples;
  readonly #exact: ReadonlyMap<string, readonly IngressServer[]>;
  readonly #withPrefixes: readonly IngressServer[];
  readonly #byPath = new Map<string, ReadonlyMap<Destination, readonly string[]>>();

  constructor({ edge, servers, listener, examples }: AbsoluteUrlInput) {
    this.#examples = examples;
    this.#edge = edge;
    this.#servers = servers;
    this.#listener = listener;
    const exact = servers.values.flatMap((server) => {
      const paths = server.locations.filter(({ match }) => match.type === "exact").map(({ match }) => match.value);
      return [...new Set(paths)].map((path) => ({ path, server }));
    });
    const groups = Map.groupBy(exact, ({ path }) => path);
    this.#exact = new Map([...groups].map(([path, found]) => [path, found.map(({ server }) => server)]));
    this.#withPrefixes = servers.values.filter(({ locations }) =>
      locations.some(({ match }) => match.type !== "exact"),
    );
  }

  /** The hosts in absolute URLs that lead a request to the same destination, one for each different way. */
  hostsFor({ method, host, path }: OutsideRequest): readonly string[] {
    const target = nginxTarget(method, path);
    if ("status" in target) return [];
    const server = this.#servers.find(host);
    const location = server === undefined ? undefined : ingressLocation(server, target.path);
    const virtualHost = this.#virtualHost(host);
    const destinations: readonly Destination[] = [
      "client",
      ...(virtualHost === undefined ? [] : [virtualHost]),
      ...(location === undefined || this.#isGateway(location) ? [] : [this.#destinationOf(location)]),
    ];
    const hosts = this.#hostsByDestination(target.path);
    return destinations.flatMap((destination) => hosts.get(destination) ?? []);
  }

  #hostsByDestination(path: string): ReadonlyMap<Destination, readonly string[]> {
    const known = this.#byPath.get(path);
    if (known !== undefined) return known;
    const servers = new Set([...(this.#exact.get(path) ?? []), ...this.#withPrefixes]);
    const ways = [...servers].flatMap(({ host, authorities, locations }) => {
      const location = ingressLocation({ host, authorities, locations }, path);
      if (location === undefined) return [];
      const { protocol, upstreamHost } = location;
      const way = JSON.stringify([authorities, protocol, upstreamHost]);
      return [{ host: this.#examples.hostOf(host), destination: this.#destinationOf(location), way }];
    });
    const groups = Map.groupBy(ways, ({ destination }) => destination);
    const hosts = new Map(
      [...groups].map(([destination, found]) => {
        const distinct = Map.groupBy(found, ({ way }) => way);
        return [destination, [...distinct.values()].flatMap(([first]) => (first === undefined ? [] : [first.host]))];
      }),
    );
    this.#byPath.set(path, hosts);
    return hosts;
  }

  #isGateway({ backend }: IngressLocation): boolean {
    if (backend === undefined) return true;
    return this.#listener !== undefined && backend.namespace === this.#edge.namespace;
  }

  #destinationOf(location: IngressLocation): Destination {
    const { object, upstreamHost } = location;
    if (!this.#isGateway(location)) return `Ingress ${object.namespace}/${object.name}`;
    return upstreamHost === undefined ? "client" : this.#virtualHost(upstreamHost);
  }

  #virtualHost(host: string): VirtualHost | undefined {
    return this.#listener === undefined ? undefined : virtualHostOf(this.#listener, host);
  }
}
