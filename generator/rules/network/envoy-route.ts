import { inferencePaths, modelHeaderValue } from "../../admission/envoy-routes.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { listAt, mapAt, scalarText, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import type { Path } from "../../load/source.ts";
import { grpcRouteKind, virtualServiceKind } from "../../models/kinds.ts";
import { internalModelHeader, modelHeader } from "../../models/seldon-headers.ts";
import type { RawMap } from "../../validate/merge.ts";

/** A rule of a route, and its place in the object. */
export interface RouteRule {
  readonly rule: unknown;
  readonly path: Path;
}

/** The rules of a route that send requests to Seldon's Envoy. */
export function rulesTo(envoy: string, { kind, object }: Manifest): readonly RouteRule[] {
  const fields = kind === virtualServiceKind ? ["http", "tcp", "tls"] : ["rules"];
  return fields
    .flatMap((field) => listAt(object, "spec", field).map((rule, index) => ({ rule, path: ["spec", field, index] })))
    .filter(({ rule }) => targetsOf(kind, rule).some((name) => name === envoy || name.startsWith(`${envoy}.`)));
}

function targetsOf(kind: string, rule: unknown): readonly string[] {
  if (kind !== virtualServiceKind) return listAt(rule, targetsIn(kind)).map((target) => textAt(target, "name") ?? "");
  const destinations = ["route", "mirrors"].flatMap((field) => listAt(rule, field));
  return [...destinations.map((to) => textAt(to, "destination", "host") ?? ""), textAt(rule, "mirror", "host") ?? ""];
}

/** The field of a rule that contains its targets. */
export function targetsIn(kind: string): "route" | "backendRefs" {
  return kind === virtualServiceKind ? "route" : "backendRefs";
}

/** The model that a rule selects. Undefined if clients can select it. */
export function modelOf(kind: string, rule: unknown): string | undefined {
  const changes = changesOf(kind, rule);
  const [model = "", ...more] = valuesOf(changes, modelHeader);
  const isFixed = more.length === 0 && !changes.others.has(modelHeader) && new RegExp(modelHeaderValue).test(model);
  const isKept = listAt(rule, targetsIn(kind))
    .map((target) => changesOf(kind, target))
    .every((target) => valuesOf(target, modelHeader).length === 0 && !target.others.has(modelHeader));
  return isFixed && isKept ? model : undefined;
}

/** Whether a rule removes the header in which clients could name another model, and gives it no value. */
export function hidesInternalModel(kind: string, rule: unknown): boolean {
  const changes = [rule, ...listAt(rule, targetsIn(kind))].map((object) => changesOf(kind, object));
  return (
    changes[0]?.others.get(internalModelHeader) === "removed" &&
    changes.every(
      (object) =>
        valuesOf(object, internalModelHeader).length === 0 && object.others.get(internalModelHeader) !== "added",
    )
  );
}

/** The changes of headers by a rule, or by one of its targets. Names are in lower case. */
interface HeaderChanges {
  readonly set: readonly (readonly [name: string, value: string])[];
  readonly others: ReadonlyMap<string, "added" | "removed">;
}

function valuesOf({ set }: HeaderChanges, header: string): readonly string[] {
  return set.filter(([name]) => name === header).map(([, value]) => value);
}

function changesOf(kind: string, object: unknown): HeaderChanges {
  const changes = kind === virtualServiceKind ? [mapAt(object, "headers", "request")] : modifiersOf(object);
  return {
    set: changes.flatMap((change) => headersIn(change.set)),
    others: new Map([
      ...changes.flatMap((change) => textsAt(change, "remove")).map((name) => [name.toLowerCase(), "removed"] as const),
      ...changes.flatMap((change) => headersIn(change.add)).map(([name]) => [name, "added"] as const),
    ]),
  };
}

function modifiersOf(object: unknown): readonly RawMap[] {
  return listAt(object, "filters").map((filter) => mapAt(filter, "requestHeaderModifier"));
}

/** Headers as Istio writes them, a map, or as Gateway API does, a list of names and values. */
function headersIn(headers: unknown): readonly (readonly [name: string, value: string])[] {
  return Array.isArray(headers)
    ? headers.map((header) => [(textAt(header, "name") ?? "").toLowerCase(), textAt(header, "value") ?? ""])
    : Object.entries(mapAt(headers)).map(([name, value]) => [name.toLowerCase(), scalarText(value)]);
}

/** Whether a rule matches exact paths only, and Envoy receives only paths of predictions. */
export function hasInferencePaths(kind: string, rule: unknown): boolean {
  const matches = listAt(rule, matchesIn(kind));
  const rewritten = rewritesOf(kind, rule);
  return (
    matches.length > 0 &&
    matches
      .map((match) => exactPathOf(kind, match))
      .every((path) => path !== undefined && (rewritten ?? [path]).every(isInferencePath))
  );
}

function isInferencePath(path: string): boolean {
  return new RegExp(inferencePaths).test(path);
}

/** The paths that replace the path of a request. An empty path stands for any other rewrite. Undefined if none replaces it. */
function rewritesOf(kind: string, rule: unknown): readonly string[] | undefined {
  const rewrites =
    kind === virtualServiceKind
      ? [mapAt(rule, "rewrite")]
          .filter((rewrite) => "uri" in rewrite || "uriRegexRewrite" in rewrite)
          .map((rewrite) => ("uriRegexRewrite" in rewrite ? "" : (textAt(rewrite, "uri") ?? "")))
      : [
          ...listAt(rule, "filters")
            .map((filter) => mapAt(filter, "urlRewrite"))
            .filter((rewrite) => "path" in rewrite)
            .map((rewrite) => textAt(rewrite, "path", "replaceFullPath") ?? ""),
          ...listAt(rule, targetsIn(kind))
            .flatMap((target) => listAt(target, "filters"))
            .filter((filter) => "urlRewrite" in mapAt(filter))
            .map(() => ""),
        ];
  return rewrites.length === 0 ? undefined : rewrites;
}

/** The field of a rule that contains the requests that it matches. */
export function matchesIn(kind: string): "match" | "matches" {
  return kind === virtualServiceKind ? "match" : "matches";
}

function exactPathOf(kind: string, match: unknown): string | undefined {
  if (kind === virtualServiceKind) return textAt(match, "uri", "exact");
  if (kind !== grpcRouteKind)
    return textAt(match, "path", "type") === "Exact" ? textAt(match, "path", "value") : undefined;
  if ((textAt(match, "method", "type") ?? "Exact") !== "Exact") return undefined;
  return `/${textAt(match, "method", "service") ?? ""}/${textAt(match, "method", "method") ?? ""}`;
}
