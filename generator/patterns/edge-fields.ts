import type { TenantRoute } from "../validate/tenant-routes.ts";
import type { EdgeName } from "./edge.ts";

/** A field of an object that carries a field of a route. */
export interface Carrier {
  /** `<group>/<Kind>`. */
  readonly kind: string;
  /** Path of the field, or the key of an annotation. */
  readonly field: string;
}

export type EdgeCell = { readonly carriedBy: readonly Carrier[] } | { readonly refused: string };

/** A field of a route, and what each edge makes of it. */
export interface EdgeField {
  /** The path in a route. */
  readonly field: string;
  /** For a part of the field's values: which values. */
  readonly when?: string;
  /** Whether a route uses it. */
  readonly isUsed: (route: TenantRoute) => boolean;
  readonly cells: Readonly<Record<EdgeName, EdgeCell>>;
}

const httpRoute = "gateway.networking.k8s.io/HTTPRoute";
const grpcRoute = "gateway.networking.k8s.io/GRPCRoute";
const apiGateway = "gateway.networking.k8s.io/Gateway";
const istioGateway = "networking.istio.io/Gateway";
const virtualService = "networking.istio.io/VirtualService";
const ingress = "networking.k8s.io/Ingress";
const accessPolicy = "security.istio.io/AuthorizationPolicy";

const always = (): boolean => true;

function by(kind: string, field: string): Carrier {
  return { kind, field };
}

/** An annotation of ingress-nginx. */
function annotation(name: string): Carrier {
  return by(ingress, `metadata.annotations["nginx.ingress.kubernetes.io/${name}"]`);
}

function carried(...carriedBy: readonly Carrier[]): EdgeCell {
  return { carriedBy };
}

const needsEnvoyFilter =
  "no field of Gateway API limits it, and Istio only by an EnvoyFilter, which can change the requests of all tenants";

/**
 * Every field of a route, as `fields.md` names it, with the object that carries it at each edge, or the reason why the edge
 * refuses it. A field that no edge carries is not in the schema.
 */
export const edgeFields: readonly EdgeField[] = [
  {
    field: "host",
    isUsed: always,
    cells: {
      "gateway-api": carried(by(apiGateway, "spec.listeners[].hostname"), by(httpRoute, "spec.hostnames")),
      "ingress-and-istio": carried(
        by(ingress, "spec.rules[].host"),
        by(istioGateway, "spec.servers[].hosts"),
        by(virtualService, "spec.hosts"),
      ),
    },
  },
  {
    field: "path",
    isUsed: always,
    cells: {
      "gateway-api": carried(
        by(httpRoute, "spec.rules[].matches[].path"),
        by(httpRoute, "spec.rules[].filters[].urlRewrite"),
      ),
      "ingress-and-istio": carried(
        by(ingress, "spec.rules[].http.paths[].path"),
        by(virtualService, "spec.http[].match[].uri"),
        by(virtualService, "spec.http[].rewrite"),
      ),
    },
  },
  ...(["model", "pipeline", "experiment"] as const).map(
    (kind): EdgeField => ({
      field: `to.${kind}`,
      isUsed: ({ to }) => to[kind] !== undefined,
      cells: {
        "gateway-api": carried(by(httpRoute, "spec.rules[].filters[].requestHeaderModifier.set")),
        "ingress-and-istio": carried(by(virtualService, "spec.http[].headers.request.set")),
      },
    }),
  ),
  {
    field: "protocols",
    when: "rest",
    isUsed: ({ protocols }) => protocols.includes("rest"),
    cells: {
      "gateway-api": carried(by(httpRoute, "spec.rules")),
      "ingress-and-istio": carried(by(ingress, "spec.rules"), by(virtualService, "spec.http")),
    },
  },
  {
    field: "protocols",
    when: "grpc",
    isUsed: ({ protocols }) => protocols.includes("grpc"),
    cells: {
      "gateway-api": carried(by(grpcRoute, "spec.rules[].matches[].method")),
      "ingress-and-istio": carried(annotation("backend-protocol"), by(virtualService, "spec.http[].match[].uri")),
    },
  },
  {
    field: "methods",
    isUsed: always,
    cells: {
      "gateway-api": carried(by(httpRoute, "spec.rules[].matches[].method")),
      "ingress-and-istio": carried(by(virtualService, "spec.http[].match[].method")),
    },
  },
  {
    field: "timeout",
    when: "rest",
    isUsed: ({ timeout, protocols }) => timeout !== undefined && protocols.includes("rest"),
    cells: {
      "gateway-api": carried(by(httpRoute, "spec.rules[].timeouts.request")),
      "ingress-and-istio": carried(by(virtualService, "spec.http[].timeout"), annotation("proxy-read-timeout")),
    },
  },
  {
    field: "timeout",
    when: "grpc",
    isUsed: ({ timeout, protocols }) => timeout !== undefined && protocols.includes("grpc"),
    cells: {
      "gateway-api": {
        refused: "a GRPCRoute of the standard channel has no timeout. Clients set the deadline of each call",
      },
      "ingress-and-istio": carried(by(virtualService, "spec.http[].timeout"), annotation("proxy-read-timeout")),
    },
  },
  {
    field: "bodySize",
    isUsed: ({ bodySize }) => bodySize !== undefined,
    cells: {
      "gateway-api": { refused: needsEnvoyFilter },
      "ingress-and-istio": carried(annotation("proxy-body-size")),
    },
  },
  ...(["perSecond", "perMinute"] as const).map(
    (unit): EdgeField => ({
      field: `rateLimit.${unit}`,
      isUsed: ({ rateLimit }) => rateLimit?.[unit] !== undefined,
      cells: {
        "gateway-api": { refused: needsEnvoyFilter },
        "ingress-and-istio": carried(annotation(unit === "perSecond" ? "limit-rps" : "limit-rpm")),
      },
    }),
  ),
  {
    field: "sticky",
    isUsed: ({ sticky }) => sticky !== undefined,
    cells: {
      "gateway-api": carried(by(httpRoute, "spec.rules[].filters[].requestHeaderModifier.remove")),
      "ingress-and-istio": carried(by(virtualService, "spec.http[].headers.request.remove")),
    },
  },
  {
    field: "authentication",
    when: "none",
    isUsed: ({ authentication }) => authentication === "none",
    cells: { "gateway-api": carried(), "ingress-and-istio": carried() },
  },
  ...(["issuer", "audiences"] as const).map(
    (claim): EdgeField => ({
      field: `authentication.jwt.${claim}`,
      isUsed: ({ authentication }) => authentication !== "none" && authentication.jwt !== undefined,
      cells: {
        "gateway-api": carried(by(accessPolicy, "spec.rules[].when[].notValues")),
        "ingress-and-istio": carried(by(accessPolicy, "spec.rules[].when[].notValues")),
      },
    }),
  ),
  {
    field: "authentication.clientCertificate.authority",
    isUsed: ({ authentication }) => authentication !== "none" && authentication.clientCertificate !== undefined,
    cells: {
      "gateway-api": carried(by(apiGateway, "spec.tls.frontend.default.validation.caCertificateRefs")),
      "ingress-and-istio": carried(annotation("auth-tls-secret"), annotation("auth-tls-verify-client")),
    },
  },
];

/** The fields of a route that an edge refuses, with the reason. */
export function refusedFields(
  edge: EdgeName,
  route: TenantRoute,
): readonly (EdgeField & { readonly reason: string })[] {
  return edgeFields.flatMap((row) => {
    const cell = row.cells[edge];
    return "refused" in cell && row.isUsed(route) ? [{ ...row, reason: cell.refused }] : [];
  });
}
