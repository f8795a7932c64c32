import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { labelsAt, listAt, numberAt, textAt, textsAt } from "../manifests/reading.ts";
import { objectNamespace, referenceTo } from "./objects.ts";
import type { Backend, EdgeRoute, PathMatch } from "./route-table.ts";

/** The routes of a VirtualService in their order, one for each match. Fields that are not evaluated count as absent. */
export function routesOfVirtualService(object: KubernetesObject): readonly EdgeRoute[] {
  return listAt(object, "spec", "http").flatMap((rule) => {
    const matches = listAt(rule, "match");
    const rewrite = textAt(rule, "rewrite", "uri");
    return (matches.length === 0 ? [{}] : matches).map((match): EdgeRoute => {
      const path = pathOf(match);
      return {
        object: referenceTo(object),
        protocol: isGRPC(path) ? "grpc" : "http",
        match: path,
        method: textAt(match, "method", "exact"),
        set: lowerCase(labelsAt(rule, "headers", "request", "set")),
        add: lowerCase(labelsAt(rule, "headers", "request", "add")),
        remove: textsAt(rule, "headers", "request", "remove").map((name) => name.toLowerCase()),
        // Istio replaces the matched part: all of an exact path.
        rewrite:
          rewrite === undefined ? undefined : { type: path.type === "exact" ? "full" : "prefix", value: rewrite },
        backend: backendOf(rule, objectNamespace(object)),
        timeout: textAt(rule, "timeout"),
      };
    });
  });
}

function pathOf(match: unknown): PathMatch {
  const exact = textAt(match, "uri", "exact");
  if (exact !== undefined) return { type: "exact", value: exact };
  return { type: "prefix", value: textAt(match, "uri", "prefix") ?? "/" };
}

/** The path of a gRPC method begins with a qualified service name. */
function isGRPC({ value }: PathMatch): boolean {
  return /^\/[A-Za-z_]\w*(\.[A-Za-z_]\w*)+(\/|$)/.test(value);
}

function lowerCase(headers: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** A short host is a Service in the namespace of the VirtualService. The default port is 80. */
function backendOf(rule: unknown, ownNamespace: string): Backend | undefined {
  const [route] = listAt(rule, "route");
  const host = textAt(route, "destination", "host");
  if (host === undefined) return undefined;
  const [service = "", namespace = ownNamespace] = host.split(".");
  return { namespace, service, port: numberAt(route, "destination", "port", "number") ?? 80 };
}
