import { compareStrings } from "../diagnostics/diagnostic.ts";
import { internalModelHeader } from "../models/seldon-headers.ts";
import { lifecycleOf } from "../validate/effective.ts";
import type { ClusterEntry, Origin, TenantEntry } from "../validate/inventory.ts";
import { withNames } from "../validate/name-placeholders.ts";
import type { RouteAuthentication, TenantRoute } from "../validate/tenant-routes.ts";

/** A route of a tenant on a cluster, with all defaults. */
export interface Route {
  readonly name: string;
  readonly host: string;
  /** Undefined for a route that takes only gRPC. */
  readonly rest: RestRequests | undefined;
  readonly grpc: GrpcRequests | undefined;
  readonly target: RouteTarget;
  /** Seconds. */
  readonly timeout: number;
  /** MiB. */
  readonly bodySize: number | undefined;
  readonly rateLimit: TenantRoute["rateLimit"];
  /** Whether clients may choose the candidate of an experiment. */
  readonly sticky: boolean;
  readonly authentication: RouteAuthentication;
  readonly origin: Origin;
}

interface RouteTarget {
  readonly kind: "model" | "pipeline" | "experiment";
  readonly name: string;
  /** The value of the header `seldon-model`. */
  readonly header: string;
}

interface RestRequests {
  readonly path: string;
  readonly requests: readonly RestRequest[];
}

/** Requests with one method and exactly one path, and the path that Seldon gets. */
interface RestRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly seldonPath: string;
}

interface GrpcRequests {
  /** Seconds. Undefined if the file contains none: clients set the deadline of each call. */
  readonly timeout: number | undefined;
  readonly service: string;
  readonly methods: readonly string[];
}

const defaultTimeout = 60;

/** The service of the Open Inference Protocol. */
const inferenceService = "inference.GRPCInferenceService";

/** The domain of a tenant's hosts. Undefined on a cluster without a domain. */
export function tenantDomain({ spec }: ClusterEntry, tenant: string): string | undefined {
  return spec.network.domain === undefined ? undefined : `${tenant}.${spec.network.domain}`;
}

/** Whether the tenant has routes on a cluster. A tenant that is being removed has none. */
export function servesRoutes(cluster: ClusterEntry, tenant: TenantEntry): boolean {
  const state = lifecycleOf(cluster, tenant);
  return Object.keys(tenant.spec.routes).length > 0 && state !== "draining" && state !== "drained";
}

/** The routes of a tenant on a cluster, sorted by name. */
export function routesOf(cluster: ClusterEntry, tenant: TenantEntry): readonly Route[] {
  return Object.entries(tenant.spec.routes)
    .sort(([left], [right]) => compareStrings(left, right))
    .map(([name, route]) => routeOf(cluster, tenant, name, route));
}

function routeOf(cluster: ClusterEntry, tenant: TenantEntry, name: string, route: TenantRoute): Route {
  const target = targetOf(route);
  const path = route.path ?? `/v2/models/${target.name}`;
  const { protocols, methods } = route;
  // Seldon's gateway for pipelines answers whether a pipeline is ready, but has no metadata (2.9.1).
  const describes = !isPipeline(tenant, target);
  return {
    name,
    host: hostOf(cluster, tenant, route),
    rest: protocols.includes("rest") ? { path, requests: restRequests(path, target, methods, describes) } : undefined,
    grpc: protocols.includes("grpc")
      ? { service: inferenceService, methods: grpcMethods(methods, describes), timeout: route.timeout }
      : undefined,
    target,
    timeout: route.timeout ?? defaultTimeout,
    bodySize: route.bodySize,
    rateLimit: route.rateLimit,
    sticky: route.sticky ?? false,
    authentication: route.authentication,
    origin: tenant.at("routes", name),
  };
}

function hostOf({ spec }: ClusterEntry, { name }: TenantEntry, { host = "{tenant}.{domain}" }: TenantRoute): string {
  return withNames(host, { tenant: name, domain: spec.network.domain ?? "" });
}

function targetOf({ to }: TenantRoute): RouteTarget {
  if (to.pipeline !== undefined) return { kind: "pipeline", name: to.pipeline, header: `${to.pipeline}.pipeline` };
  if (to.experiment !== undefined)
    return { kind: "experiment", name: to.experiment, header: `${to.experiment}.experiment` };
  const name = to.model ?? "";
  return { kind: "model", name, header: name };
}

/** Seldon's agent replaces the name in the path by the name of the model that the header selects (2.9.1). */
function restRequests(
  path: string,
  { name }: RouteTarget,
  methods: TenantRoute["methods"],
  describes: boolean,
): readonly RestRequest[] {
  const seldonPath = `/v2/models/${name}`;
  return [
    ...(methods.includes("POST")
      ? [{ method: "POST", path: `${path}/infer`, seldonPath: `${seldonPath}/infer` } as const]
      : []),
    ...(methods.includes("GET")
      ? [
          ...(describes ? [{ method: "GET", path, seldonPath } as const] : []),
          { method: "GET", path: `${path}/ready`, seldonPath: `${seldonPath}/ready` } as const,
        ]
      : []),
  ];
}

function grpcMethods(methods: TenantRoute["methods"], describes: boolean): readonly string[] {
  return [
    ...(methods.includes("POST") ? ["ModelInfer"] : []),
    ...(methods.includes("GET") ? [...(describes ? ["ModelMetadata"] : []), "ModelReady"] : []),
  ];
}

/** Whether a target is a pipeline, or an experiment between pipelines. */
function isPipeline({ spec }: TenantEntry, { kind, name }: RouteTarget): boolean {
  const candidates = Object.keys(spec.experiments[name]?.candidates ?? {});
  return kind === "pipeline" || (kind === "experiment" && candidates.some((key) => Object.hasOwn(spec.pipelines, key)));
}

/**
 * Headers of Seldon that no client may send (2.9.1): the name of a model, the request to log, and without `sticky`, the
 * candidate of an experiment.
 */
export function removedHeaders({ sticky }: Route): readonly string[] {
  return [internalModelHeader, "seldon-logging", ...(sticky ? [] : ["x-seldon-route"])];
}

/** The hosts of routes, each once. */
export function hostsOf(routes: readonly Route[]): readonly string[] {
  return [...new Set(routes.map(({ host }) => host))].sort(compareStrings);
}

/** The authority of the client certificates that a host requires. */
export function authorityOf({ authentication }: Route): string | undefined {
  return authentication === "none" ? undefined : authentication.clientCertificate?.authority;
}
