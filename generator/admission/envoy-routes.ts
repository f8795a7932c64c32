import { type AdmissionPolicy, changeOperations, writeOperations } from "./policy.ts";

/** The header by which Seldon's Envoy chooses a model, a pipeline or an experiment (2.9.1). */
export const modelHeader = "seldon-model";

/** A name in the header. Istio replaces `%REQ(name)%` in the value of a header by a header of the client. */
export const modelHeaderValue = "^[a-z0-9][a-z0-9.-]*$";

/** CEL: whether a Service, or the name of a Service in DNS, is Seldon's Envoy. */
const isEnvoy = (name: string): string =>
  `(${name} == params.data.envoyService || ${name}.startsWith(params.data.envoyService + "."))`;
const isModelHeader = (name: string): string => `${name}.lowerAscii() == "${modelHeader}"`;

/** CEL: the values that a rule of a VirtualService, or one of its targets, sets for the header. */
const setByIstio = (object: string): string =>
  `${object}.?headers.?request.?set.orValue({}).filter(key, ${isModelHeader("key")}).map(key, ${object}.headers.request.set[key])`;
/** CEL: whether a rule of a VirtualService, or one of its targets, adds a value to the header or removes it. */
const changedByIstio = (object: string): string =>
  `(${object}.?headers.?request.?add.orValue({}).exists(key, ${isModelHeader("key")})
    || ${object}.?headers.?request.?remove.orValue([]).exists(one, ${isModelHeader("one")}))`;

const modifiers = (object: string): string =>
  `${object}.?filters.orValue([]).map(filter, filter.?requestHeaderModifier.orValue({}))`;
const setByFilters = (object: string): string =>
  `${modifiers(object)}.map(one, one.?set.orValue([]).filter(header, ${isModelHeader("header.name")}).map(header, header.value).join("\\n"))
    .join("\\n").split("\\n").filter(one, one != "")`;
const changedByFilters = (object: string): string =>
  `${modifiers(object)}.exists(one, one.?add.orValue([]).exists(header, ${isModelHeader("header.name")})
    || one.?remove.orValue([]).exists(name, ${isModelHeader("name")}))`;

/** CEL: whether a rule sets the header to one name, and no target of the rule changes it. */
const choosesModel = (set: (object: string) => string, changed: (object: string) => string, targets: string): string =>
  `variables.envoyRules.all(rule, ${set("rule")}.size() == 1 && ${set("rule")}.all(one, one.matches("${modelHeaderValue}"))
  && !${changed("rule")} && ${targets}.all(to, ${set("to")}.size() == 0 && !${changed("to")}))`;

/** Routes to Seldon's Envoy, which serves every model of a runtime. */
export const envoyRoutePolicies: AdmissionPolicy = {
  name: "envoy-routes",
  scope: "Namespaced",
  matches: [
    {
      group: "gateway.networking.k8s.io",
      resources: ["grpcroutes", "httproutes", "tlsroutes"],
      operations: writeOperations,
    },
    { group: "networking.istio.io", resources: ["virtualservices"], operations: writeOperations },
  ],
  conditions: changeOperations,
  variables: {
    spec: "dyn(object).?spec.orValue({})",
    // TCP, TLS and a TLSRoute have neither paths nor headers, so none of their rules complies.
    envoyRules: `request.kind.kind == "VirtualService"
? (variables.spec.?http.orValue([]) + variables.spec.?tcp.orValue([]) + variables.spec.?tls.orValue([])).filter(rule,
  (rule.?route.orValue([]) + rule.?mirrors.orValue([])).exists(to, ${isEnvoy('to.?destination.?host.orValue("")')})
  || ${isEnvoy('rule.?mirror.?host.orValue("")')})
: variables.spec.?rules.orValue([]).filter(rule, rule.?backendRefs.orValue([]).exists(to, ${isEnvoy('to.?name.orValue("")')}))`,
    choosesModel: `request.kind.kind == "VirtualService"
? ${choosesModel(setByIstio, changedByIstio, "rule.?route.orValue([])")}
: ${choosesModel(setByFilters, changedByFilters, "rule.?backendRefs.orValue([])")}`,
    exactPaths: `request.kind.kind == "VirtualService"
? variables.envoyRules.all(rule, rule.?match.orValue([]).size() > 0
  && rule.match.all(one, one.?uri.?exact.orValue("") != ""))
: variables.envoyRules.all(rule, rule.?matches.orValue([]).size() > 0
  && rule.matches.all(one, request.kind.kind == "GRPCRoute"
    ? one.?method.?type.orValue("Exact") == "Exact" && one.?method.?service.orValue("") != "" && one.?method.?method.orValue("") != ""
    : one.?path.?type.orValue("") == "Exact"))`,
  },
};
