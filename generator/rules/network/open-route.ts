import { envoyRoutePolicies } from "../../admission/envoy-routes.ts";
import { replaced } from "../../diagnostics/example.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { tenantOf } from "../../evaluate/manifests/tenant-namespace.ts";
import { sharedEnvoy } from "../../generate/runtime-stubs.ts";
import { clusterScope } from "../../generate/scope.ts";
import { apiRouteKinds, virtualServiceKind } from "../../models/kinds.ts";
import { internalModelHeader, modelHeader } from "../../models/seldon-headers.ts";
import { defineRule } from "../rule.ts";
import { hasInferencePaths, hidesInternalModel, matchesIn, modelOf, rulesTo, targetsIn } from "./envoy-route.ts";

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
    why: "Seldon's Envoy serves every model, pipeline and experiment of a runtime. The header seldon-model selects one of them. Without the header, Envoy takes the name from the path (Seldon 2.9.1). If a route does not set the header, clients of the route reach all models of the namespace, and with a shared runtime all models of all tenants. The header seldon-internal-model of a client selects another pipeline. If a route matches more than the paths of predictions, clients also reach the paths of the model repository, which load and unload models of all tenants on the server. Kubernetes and Istio accept such a route, because they do not know the meaning of the header.",
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
      "- match: [{ uri: { exact: /v2/models/churn/infer }, method: { exact: POST } }]\n      headers: { request: { set: { seldon-model: churn }, remove: [seldon-internal-model] } }",
    ),
    fix: "Declare the route in the tenant file. In a route that you write by hand, set the header seldon-model and remove seldon-internal-model in each rule, and match only exact paths of predictions.",
  },
  neverWaived: "With a shared runtime, the clients of the route reach the models of other tenants.",
  inCluster: [
    {
      policy: envoyRoutePolicies,
      compliesWhen: "variables.choosesModel",
      message: refused(`does not set the header ${modelHeader} to one name, or does not remove ${internalModelHeader}`),
    },
    {
      policy: envoyRoutePolicies,
      compliesWhen: "variables.inferencePaths",
      message: refused("matches more than exact paths of predictions"),
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
      if (!hidesInternalModel(route.kind, rule))
        yield {
          at: route.at([...path, targetsIn(route.kind)], "value"),
          message: `open header ${internalModelHeader} in a rule for ${envoy}: the client chooses the pipeline`,
          hint: `Remove the header ${internalModelHeader} in the rule, and set it nowhere.`,
        };
      if (!hasInferencePaths(route.kind, rule))
        yield {
          at: route.at([...path, matchesIn(route.kind)], "value"),
          message: `invalid match in a rule for ${envoy}: it matches more than exact paths of predictions`,
          hint: "Match exact paths, for example /v2/models/<name>/infer, or the service and the method of gRPC. Rewrite other paths to such a path.",
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
