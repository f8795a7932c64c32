import { listAt, mapAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";

/** The virtual host of an HTTPRoute, a GRPCRoute or a VirtualService, as istiod writes it for Envoy. */
export function virtualHostsOf(routes: readonly KubernetesObject[]): readonly unknown[] {
  const found = routes.flatMap((object) =>
    [...textsAt(object, "spec", "hostnames"), ...textsAt(object, "spec", "hosts")].map((host) => ({ host, object })),
  );
  return [...Map.groupBy(found, ({ host }) => host)].map(([host, group]) => ({
    name: host,
    domains: [host],
    routes: group.flatMap(({ object }) => envoyRoutes(object)).sort(exactFirst),
  }));
}

function envoyRoutes(object: KubernetesObject): readonly object[] {
  const name = `${object.kind}/${object.metadata?.namespace}/${object.metadata?.name}`;
  const rules = [...listAt(object, "spec", "rules"), ...listAt(object, "spec", "http")];
  return rules.flatMap((rule) =>
    [...listAt(rule, "matches"), ...listAt(rule, "match")].map((match) => {
      const { set, remove } = headerChanges(rule);
      return {
        match: envoyMatch(match),
        route: { cluster: "upstream", ...rewriteOf(rule, match) },
        request_headers_to_remove: remove,
        request_headers_to_add: [...Object.entries(set), ["x-route", name]].map(([key, value]) => ({
          header: { key, value },
          append_action: "OVERWRITE_IF_EXISTS_OR_ADD",
        })),
      };
    }),
  );
}

function envoyMatch(match: unknown): object {
  const method = textAt(match, "method") ?? textAt(match, "method", "exact");
  const service = textAt(match, "method", "service");
  const headers = method === undefined ? [] : [{ name: ":method", string_match: { exact: method } }];
  const exact =
    service === undefined ? textAt(match, "uri", "exact") : `/${service}/${textAt(match, "method", "method")}`;
  const value = textAt(match, "path", "value") ?? "/";
  if (exact !== undefined) return { path: exact, headers };
  if (textAt(match, "path", "type") === "Exact") return { path: value, headers };
  const prefix = textAt(match, "uri", "prefix");
  return prefix === undefined ? { path_separated_prefix: value.replace(/\/$/, ""), headers } : { prefix, headers };
}

function headerChanges(rule: unknown): {
  readonly set: Readonly<Record<string, unknown>>;
  readonly remove: readonly string[];
} {
  const modifier = listAt(rule, "filters").map((filter) => mapAt(filter, "requestHeaderModifier"))[0] ?? {};
  const set = listAt(modifier, "set").map((header) => [textAt(header, "name") ?? "", textAt(header, "value")]);
  return {
    set: { ...Object.fromEntries(set), ...mapAt(rule, "headers", "request", "set") },
    remove: [...textsAt(modifier, "remove"), ...textsAt(rule, "headers", "request", "remove")],
  };
}

function rewriteOf(rule: unknown, match: unknown): object {
  const paths = listAt(rule, "filters").map((filter) => mapAt(filter, "urlRewrite", "path"));
  const full = paths.map((path) => textAt(path, "replaceFullPath")).find(Boolean) ?? textAt(rule, "rewrite", "uri");
  if (full !== undefined) return { regex_rewrite: { pattern: { regex: "/.*" }, substitution: full } };
  const replacement = paths.map((path) => textAt(path, "replacePrefixMatch")).find(Boolean);
  if (replacement === undefined) return {};
  const prefix = (textAt(match, "path", "value") ?? "").replace(/\/$/, "");
  return { regex_rewrite: { pattern: { regex: `^${prefix}(/?)(.*)` }, substitution: `${replacement}/\\2` } };
}

function exactFirst(left: object, right: object): number {
  const rank = (route: object): number => (textAt(route, "match", "path") === undefined ? 1 : 0);
  return rank(left) - rank(right);
}
