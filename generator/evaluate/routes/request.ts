/** A request from outside of the cluster, as the client sends it over TLS. */
export interface OutsideRequest {
  readonly method: string;
  /** The Host header, or `:authority` for gRPC. It may contain a port. */
  readonly host: string;
  /** The server name of the TLS handshake (SNI). By default the host without its port. */
  readonly serverName?: string;
  /** The request target, unchanged: it may contain a query, and it may be an absolute URL. */
  readonly path: string;
  readonly headers: readonly Header[];
  readonly protocol: "http" | "grpc";
  /** A JSON Web Token with a valid signature. */
  readonly token?: Token;
  /** Whether the client presents a certificate that the edge trusts. */
  readonly clientCertificate?: boolean;
}

/** A name and a value. A request may contain a name several times. */
export type Header = readonly [name: string, value: string];

export interface Token {
  readonly issuer: string;
  readonly audiences: readonly string[];
}

/** The server name of the TLS handshake, in lower case. */
export function serverNameOf({ serverName, host }: OutsideRequest): string {
  return (serverName ?? host.replace(/:\d*$/, "")).toLowerCase();
}
