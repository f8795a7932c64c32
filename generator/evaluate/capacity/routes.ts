import type { Path } from "../../load/source.ts";
import { httpRouteKind, ingressKind, virtualServiceKind } from "../../models/kinds.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import type { Manifest } from "../manifests/manifest.ts";
import { labelsAt, listAt, mapAt, scalarText, textAt, textsAt } from "../manifests/reading.ts";

/** A host, and everything else that a route matches a request by, that an object claims. */
export interface RouteClaim {
  /** Equal if two claims match the same requests. */
  readonly key: string;
  readonly path: Path;
  /** For output: `scoring.acme.test/v1`. */
  readonly what: string;
}

/** A hand-written object has fewer routes than this. */
const most = 5_000;

const readers = new Map([
  [ingressKind, ingress],
  [httpRouteKind, httpRouteClaims],
  [virtualServiceKind, virtualService],
]);

export function routeClaimsOf(manifest: Manifest): readonly RouteClaim[] {
  const readClaims = readers.get(manifest.kind);
  const claims: RouteClaim[] = [];
  for (const claim of readClaims?.(manifest) ?? []) {
    claims.push(claim);
    if (claims.length >= most) break;
  }
  return claims;
}

function* ingress({ object }: Manifest): Iterable<RouteClaim> {
  const annotations = labelsAt(object, "metadata", "annotations");
  // A canary Ingress of ingress-nginx shares the host and paths of the main Ingress on purpose.
  if (annotations["nginx.ingress.kubernetes.io/canary"] === "true") return;
  const controller = textAt(object, "spec", "ingressClassName") ?? annotations["kubernetes.io/ingress.class"] ?? "";
  for (const [index, rule] of listAt(object, "spec", "rules").entries()) {
    const host = textAt(rule, "host") ?? "*";
    for (const [place, value] of listAt(rule, "http", "paths").entries()) {
      const [path, type] = [textAt(value, "path") ?? "/", textAt(value, "pathType") ?? "ImplementationSpecific"];
      // A prefix matches whole path elements, so a trailing slash changes nothing.
      const same = type === "Prefix" && path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
      yield {
        key: JSON.stringify(["Ingress", controller, host.toLowerCase(), type, same]),
        path: ["spec", "rules", index, "http", "paths", place, "path"],
        what: host + path,
      };
    }
  }
}

const everyPath = { path: { type: "PathPrefix", value: "/" } };

function* httpRouteClaims({ object, namespace = "" }: Manifest): Iterable<RouteClaim> {
  const hosts = textsAt(object, "spec", "hostnames");
  for (const parent of listAt(object, "spec", "parentRefs").slice(0, 32)) {
    const gateway = [
      textAt(parent, "kind") ?? "Gateway",
      textAt(parent, "namespace") ?? namespace,
      textAt(parent, "name") ?? "",
      textAt(parent, "sectionName") ?? "",
      scalarText(valueAt(parent, ["port"]) ?? ""),
    ];
    for (const host of hosts.length === 0 ? ["*"] : hosts) {
      for (const [index, rule] of listAt(object, "spec", "rules").entries()) {
        const matches = listAt(rule, "matches");
        for (const [place, match] of (matches.length === 0 ? [{}] : matches).entries()) {
          const whole = isMap(match) && isMap(match["path"]) ? match : { ...mapAt(match), ...everyPath };
          yield {
            key: JSON.stringify(["HTTPRoute", gateway, host.toLowerCase(), canonical(whole)]),
            path: ["spec", "rules", index, ...(matches.length === 0 ? [] : ["matches", place])],
            what: host + (textAt(whole, "path", "value") ?? "/"),
          };
        }
      }
    }
  }
}

function* virtualService({ object, namespace = "" }: Manifest): Iterable<RouteClaim> {
  const gateways = textsAt(object, "spec", "gateways").slice(0, 32);
  const local = textsAt(object, "spec", "exportTo").every((candidate) => candidate === ".");
  const reach = local && listAt(object, "spec", "exportTo").length > 0 ? namespace : "";
  for (const gateway of gateways.length === 0 ? ["mesh"] : gateways) {
    for (const [place, written] of textsAt(object, "spec", "hosts").entries()) {
      const host = written.includes(".") || written === "*" ? written.toLowerCase() : `${written}.${namespace}`;
      if (gateway === "mesh") {
        // For sidecars Istio uses one VirtualService per host. It merges several only for gateways.
        yield { key: JSON.stringify(["mesh", reach, host]), path: ["spec", "hosts", place], what: host };
        continue;
      }
      const name = gateway.includes("/") ? gateway : `${namespace}/${gateway}`;
      for (const [index, rule] of listAt(object, "spec", "http").entries()) {
        const matches = listAt(rule, "match");
        for (const [nth, match] of (matches.length === 0 ? [{}] : matches).entries()) {
          yield {
            key: JSON.stringify(["VirtualService", name, host, canonical(mapAt(match))]),
            path: ["spec", "http", index, ...(matches.length === 0 ? [] : ["match", nth])],
            what: `${host}${firstText(mapAt(match, "uri")) ?? "/"}`,
          };
        }
      }
    }
  }
}

function firstText(matcher: Readonly<Record<string, unknown>>): string | undefined {
  return Object.values(matcher).find((value) => typeof value === "string");
}

/** Drops the top-level name, which routing ignores, and sorts the keys. */
function canonical(value: unknown, depth = 0): unknown {
  if (depth > 12) return "";
  if (Array.isArray(value)) return value.map((item) => canonical(item, depth + 1));
  if (!isMap(value)) return value;
  return Object.keys(value)
    .sort()
    .filter((key) => key !== "name" || depth > 0)
    .map((key) => [key, canonical(value[key], depth + 1)]);
}
