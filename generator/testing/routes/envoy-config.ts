import type { PathNormalization } from "../../evaluate/routes/edge.ts";

/** The part of an Envoy listener that a test chooses. */
export interface EnvoyListener {
  readonly port: number;
  readonly normalization: PathNormalization;
  /** Filters before the router. */
  readonly filters?: readonly unknown[];
  readonly virtualHosts: readonly unknown[];
}

/** A static configuration of Envoy, with the settings that istiod writes (istio 1.28). The only cluster is `upstream`. */
export function envoyConfig(listeners: readonly EnvoyListener[], upstreamPort: number): string {
  return JSON.stringify({
    static_resources: {
      listeners: listeners.map(envoyListener),
      clusters: [
        {
          name: "upstream",
          load_assignment: {
            cluster_name: "upstream",
            endpoints: [{ lb_endpoints: [{ endpoint: { address: address(upstreamPort) } }] }],
          },
        },
      ],
    },
  });
}

function envoyListener({ port, normalization, filters = [], virtualHosts }: EnvoyListener): unknown {
  return {
    name: `listener-${port}`,
    address: address(port),
    filter_chains: [
      {
        filters: [
          typed("envoy.filters.network.http_connection_manager", `${network}.HttpConnectionManager`, {
            stat_prefix: "test",
            ...pathSettings[normalization],
            http_filters: [...filters, typed("envoy.filters.http.router", `${http}.router.v3.Router`, {})],
            route_config: { name: "routes", ignore_port_in_host_matching: true, virtual_hosts: virtualHosts },
          }),
        ],
      },
    ],
  };
}

const http = "envoy.extensions.filters.http";
const network = "envoy.extensions.filters.network.http_connection_manager.v3";

const pathSettings: Readonly<Record<PathNormalization, object>> = {
  NONE: { normalize_path: false, path_with_escaped_slashes_action: "KEEP_UNCHANGED" },
  BASE: { normalize_path: true, path_with_escaped_slashes_action: "KEEP_UNCHANGED" },
  MERGE_SLASHES: {
    normalize_path: true,
    merge_slashes: true,
    path_with_escaped_slashes_action: "KEEP_UNCHANGED",
  },
  DECODE_AND_MERGE_SLASHES: {
    normalize_path: true,
    merge_slashes: true,
    path_with_escaped_slashes_action: "UNESCAPE_AND_FORWARD",
  },
};

export function typed(name: string, type: string, fields: object): unknown {
  return { name, typed_config: { "@type": `type.googleapis.com/${type}`, ...fields } };
}

function address(port: number): unknown {
  return { socket_address: { address: "127.0.0.1", port_value: port } };
}
