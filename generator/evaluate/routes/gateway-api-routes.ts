import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { listAt, numberAt, textAt, textsAt } from "../manifests/reading.ts";
import { gatewayApiGroup, objectNamespace, objectsOf, referenceTo } from "./objects.ts";
import type { Backend, EdgeRoute, PathMatch, PathRewrite } from "./route-table.ts";

/**
 * The routes of an HTTPRoute or a GRPCRoute, one for each match. A match with fields that are not evaluated counts as if these
 * fields were absent, so that the route never looks narrower than it is.
 */
export function routesOfHTTPRoute(
  objects: readonly KubernetesObject[],
  object: KubernetesObject,
): readonly EdgeRoute[] {
  return listAt(object, "spec", "rules").flatMap((rule) => {
    const matches = listAt(rule, "matches");
    const filters = listAt(rule, "filters");
    const modifiers = filters.filter((filter) => textAt(filter, "type") === "RequestHeaderModifier");
    return (matches.length === 0 ? [{}] : matches).map((match): EdgeRoute => {
      const isGRPC = object.kind === "GRPCRoute";
      return {
        object: referenceTo(object),
        protocol: isGRPC ? "grpc" : "http",
        match: isGRPC ? gRPCPath(match) : httpPath(match),
        method: isGRPC ? undefined : textAt(match, "method"),
        set: headersOf(modifiers, "set"),
        add: headersOf(modifiers, "add"),
        remove: modifiers.flatMap((filter) =>
          textsAt(filter, "requestHeaderModifier", "remove").map((name) => name.toLowerCase()),
        ),
        rewrite: rewriteOf(filters),
        backend: backendOf(objects, object, rule),
        timeout: textAt(rule, "timeouts", "request"),
      };
    });
  });
}

/** Istio matches a PathPrefix without its last slash, by whole segments. */
function httpPath(match: unknown): PathMatch {
  const value = textAt(match, "path", "value") ?? "/";
  const type = textAt(match, "path", "type") ?? "PathPrefix";
  if (type === "Exact") return { type: "exact", value };
  if (type !== "PathPrefix") return { type: "prefix", value: "/" };
  return value === "/" ? { type: "prefix", value } : { type: "segments", value: value.replace(/\/+$/, "") };
}

function gRPCPath(match: unknown): PathMatch {
  const service = textAt(match, "method", "service");
  const method = textAt(match, "method", "method");
  const isExact = (textAt(match, "method", "type") ?? "Exact") === "Exact";
  if (!isExact || service === undefined) return { type: "prefix", value: "/" };
  if (method === undefined) return { type: "prefix", value: `/${service}/` };
  return { type: "exact", value: `/${service}/${method}` };
}

function headersOf(modifiers: readonly unknown[], field: "set" | "add"): ReadonlyMap<string, string> {
  return new Map(
    modifiers
      .flatMap((filter) => listAt(filter, "requestHeaderModifier", field))
      .map((header) => [(textAt(header, "name") ?? "").toLowerCase(), textAt(header, "value") ?? ""]),
  );
}

function rewriteOf(filters: readonly unknown[]): PathRewrite | undefined {
  for (const filter of filters) {
    const full = textAt(filter, "urlRewrite", "path", "replaceFullPath");
    if (full !== undefined) return { type: "full", value: full };
    const prefix = textAt(filter, "urlRewrite", "path", "replacePrefixMatch");
    if (prefix !== undefined) return { type: "prefix", value: prefix };
  }
  return undefined;
}

function backendOf(objects: readonly KubernetesObject[], route: KubernetesObject, rule: unknown): Backend | undefined {
  const reference = listAt(rule, "backendRefs").find((candidate) => numberAt(candidate, "weight") !== 0);
  const service = textAt(reference, "name");
  const port = numberAt(reference, "port");
  const namespace = textAt(reference, "namespace") ?? objectNamespace(route);
  const isService = (textAt(reference, "kind") ?? "Service") === "Service" && (textAt(reference, "group") ?? "") === "";
  if (service === undefined || port === undefined || !isService) return undefined;
  if (namespace !== objectNamespace(route) && !isGranted(objects, route, namespace, service)) return undefined;
  return { namespace, service, port };
}

function isGranted(
  objects: readonly KubernetesObject[],
  route: KubernetesObject,
  namespace: string,
  service: string,
): boolean {
  return objectsOf(objects, gatewayApiGroup, "ReferenceGrant").some(
    (grant) =>
      objectNamespace(grant) === namespace &&
      listAt(grant, "spec", "from").some(
        (from) =>
          textAt(from, "group") === gatewayApiGroup &&
          textAt(from, "kind") === route.kind &&
          textAt(from, "namespace") === objectNamespace(route),
      ) &&
      listAt(grant, "spec", "to").some(
        (to) => textAt(to, "kind") === "Service" && (textAt(to, "name") ?? service) === service,
      ),
  );
}
