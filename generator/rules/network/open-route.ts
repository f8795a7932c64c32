import { envoyRoutePolicies, modelHeader, modelHeaderValue } from "../../admission/envoy-routes.ts";
import { replaced } from "../../diagnostics/example.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, mapAt, scalarText, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { tenantOf } from "../../evaluate/manifests/tenant-namespace.ts";
import { sharedEnvoy } from "../../generate/runtime-stubs.ts";
import { clusterScope } from "../../generate/scope.ts";
import type { Path } from "../../load/source.ts";
import { apiRouteKinds, grpcRouteKind, virtualServiceKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

const declare = "Declare the route in the tenant file.";
const refused = (reason: string): string =>
  `request.kind.kind + " " + dyn(object).metadata.name + " is not allowed: a rule for " + params.data.envoyService + " ${reason}. ${declare}"`;

export const networkOpenRoute = defineRule({
  code: "network/open-route",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [virtualServiceKind, ...apiRouteKinds],
  summary: "A route to Seldon's Envoy lets the client choose the model.",
  docs: {
    why: "Seldon's Envoy serves every model, pipeline and experiment of a runtime. The header seldon-model selects one of them. Without the header, Envoy takes the name from the path (Seldon 2.9.1). If a route does not set the header, clients of the route reach all models of the namespace, and with a shared runtime all models of all tenants. If a route does not match exact paths, clients also reach the paths of the model repository, which load and unload models. Kubernetes and Istio accept such a route, because they do not know the meaning of the header.",
    invalid: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: scoring, namespace: churn }
spec:
  hosts: [churn.models.acme.test]
  gateways: [istio-ingress/churn]
  http:
    - match: [{ uri: { prefix: /v2 } }]
      route: [{ destination: { host: seldon-mesh.churn.svc.cluster.local, port: { number: 80 } } }]
`,
    valid: replaced(
      "- match: [{ uri: { prefix: /v2 } }]",
      "- match: [{ uri: { exact: /v2/models/churn/infer }, method: { exact: POST } }]\n      headers: { request: { set: { seldon-model: churn } } }",
    ),
    fix: "Declare the route in the tenant file. In a route that you write by hand, set the header seldon-model in each rule, and match exact paths only.",
  },
  neverWaived: "With a shared runtime, the clients of the route reach the models of other tenants.",
  inCluster: [
    {
      policy: envoyRoutePolicies,
      compliesWhen: "variables.choosesModel",
      message: refused(`does not set the header ${modelHeader} to one name`),
    },
    {
      policy: envoyRoutePolicies,
      compliesWhen: "variables.exactPaths",
      message: refused("matches more than exact paths"),
    },
  ],
  *check(route, manifestSet) {
    const tenant = tenantOf(manifestSet, route.namespace);
    if (manifestSet.context.cluster !== undefined && tenant === undefined) return;
    const envoy = manifestSet.seldon.service.mesh;
    const names = namesOf(tenant, manifestSet);
    for (const { rule, path } of rulesTo(envoy, route)) {
      const model = modelOf(route.kind, rule);
      if (model === undefined)
        yield {
          at: route.at([...path, targetsIn(route.kind)], "value"),
          message: `missing header ${modelHeader} in a rule for ${envoy}: the client chooses the model`,
          hint: `Set the header ${modelHeader} to the name of one model, <name>.pipeline or <name>.experiment, once for the whole rule.`,
        };
      else if (names !== undefined && !names.has(model))
        yield {
          at: route.at([...path, targetsIn(route.kind)], "value"),
          message: `unknown target ${model.slice(0, 80)} in a rule for ${envoy}: ${tenant} has no such model, pipeline or experiment`,
          hint: declare,
        };
      if (!hasExactPaths(route.kind, rule))
        yield {
          at: route.at([...path, matchesIn(route.kind)], "value"),
          message: `invalid match in a rule for ${envoy}: it matches more than exact paths`,
          hint: "Match exact paths, for example /v2/models/<name>/infer, or the service and the method of gRPC.",
        };
    }
  },
});

/** The values of the header that select something of the tenant. Undefined if the tenant does not share the Envoy. */
function namesOf(tenant: string | undefined, { context: { cluster } }: ManifestSet): ReadonlySet<string> | undefined {
  if (cluster === undefined || sharedEnvoy(clusterScope(cluster)) === undefined) return undefined;
  const spec = cluster.tenants.find(({ name }) => name === tenant)?.spec;
  return new Set([
    ...Object.keys(spec?.models ?? {}),
    ...Object.keys(spec?.pipelines ?? {}).map((name) => `${name}.pipeline`),
    ...Object.keys(spec?.experiments ?? {}).map((name) => `${name}.experiment`),
  ]);
}

interface RouteRule {
  readonly rule: unknown;
  readonly path: Path;
}

function rulesTo(envoy: string, { kind, object }: Manifest): readonly RouteRule[] {
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

function targetsIn(kind: string): "route" | "backendRefs" {
  return kind === virtualServiceKind ? "route" : "backendRefs";
}

/** The model that a rule selects. Undefined if clients can select it. */
function modelOf(kind: string, rule: unknown): string | undefined {
  const changesOf = kind === virtualServiceKind ? changesByIstio : changesByFilters;
  const targets = listAt(rule, targetsIn(kind)).map(changesOf);
  const { set, changed } = changesOf(rule);
  const [model = "", ...more] = set;
  const isFixed = more.length === 0 && !changed && new RegExp(modelHeaderValue).test(model);
  return isFixed && targets.every((target) => target.set.length === 0 && !target.changed) ? model : undefined;
}

/** The changes of the header by a rule, or by one of its targets. */
interface HeaderChanges {
  readonly set: readonly string[];
  /** Whether it adds a value, or removes the header. */
  readonly changed: boolean;
}

function changesByIstio(object: unknown): HeaderChanges {
  const request = mapAt(object, "headers", "request");
  const names = [...Object.keys(mapAt(request, "add")), ...textsAt(request, "remove")];
  return {
    set: Object.entries(mapAt(request, "set")).flatMap(([name, value]) =>
      isModelHeader(name) ? scalarText(value) : [],
    ),
    changed: names.some(isModelHeader),
  };
}

function changesByFilters(object: unknown): HeaderChanges {
  const modifiers = listAt(object, "filters").map((filter) => mapAt(filter, "requestHeaderModifier"));
  const headers = (field: "set" | "add"): readonly unknown[] =>
    modifiers
      .flatMap((modifier) => listAt(modifier, field))
      .filter((header) => isModelHeader(textAt(header, "name") ?? ""));
  return {
    set: headers("set").map((header) => textAt(header, "value") ?? ""),
    changed: headers("add").length > 0 || modifiers.some((modifier) => textsAt(modifier, "remove").some(isModelHeader)),
  };
}

function isModelHeader(name: string): boolean {
  return name.toLowerCase() === modelHeader;
}

function hasExactPaths(kind: string, rule: unknown): boolean {
  const matches = listAt(rule, matchesIn(kind));
  return matches.length > 0 && matches.every((match) => isExact(kind, match));
}

function matchesIn(kind: string): "match" | "matches" {
  return kind === virtualServiceKind ? "match" : "matches";
}

function isExact(kind: string, match: unknown): boolean {
  if (kind === virtualServiceKind) return (textAt(match, "uri", "exact") ?? "") !== "";
  if (kind !== grpcRouteKind) return textAt(match, "path", "type") === "Exact";
  const named = ["service", "method"].every((field) => (textAt(match, "method", field) ?? "") !== "");
  return named && (textAt(match, "method", "type") ?? "Exact") === "Exact";
}
