import { internalModelHeader, modelHeader } from "../models/seldon-headers.ts";
import { type AdmissionPolicy, changeOperations, writeOperations } from "./policy.ts";

/** A name in the header. Istio replaces `%REQ(name)%` in the value of a header by a header of the client. */
export const modelHeaderValue = "^[a-z0-9][a-z0-9.-]*$";

/** Paths of predictions. Seldon's agent forwards all other paths to the server, which then loads or unloads any model (2.9.1). */
export const inferencePaths =
  "^(/v2/models/[a-zA-Z0-9][a-zA-Z0-9._-]*(/infer|/ready)?|/inference[.]GRPCInferenceService/Model(Infer|Metadata|Ready))$";

/** CEL: whether a Service, or the name of a Service in DNS, is Seldon's Envoy. */
const isEnvoy = (name: string): string =>
  `(${name} == params.data.envoyService || ${name}.startsWith(params.data.envoyService + "."))`;
const isHeader = (header: string, name: string): string => `${name}.lowerAscii() == "${header}"`;

/** CEL about the headers of requests, for a rule of a route or for one of the rule's targets. */
interface HeaderChanges {
  /** The values that it sets for the header seldon-model. */
  readonly set: (object: string) => string;
  /** Whether it adds a value to a header. */
  readonly adds: (header: string, object: string) => string;
  readonly removes: (header: string, object: string) => string;
  /** Whether it sets the header seldon-internal-model. */
  readonly setsInternal: (object: string) => string;
}

const byIstio: HeaderChanges = {
  set: (object) =>
    `${object}.?headers.?request.?set.orValue({}).filter(key, ${isHeader(modelHeader, "key")}).map(key, ${object}.headers.request.set[key])`,
  adds: (header, object) => `${object}.?headers.?request.?add.orValue({}).exists(key, ${isHeader(header, "key")})`,
  removes: (header, object) =>
    `${object}.?headers.?request.?remove.orValue([]).exists(one, ${isHeader(header, "one")})`,
  setsInternal: (object) =>
    `${object}.?headers.?request.?set.orValue({}).exists(key, ${isHeader(internalModelHeader, "key")})`,
};

const modifiers = (object: string): string =>
  `${object}.?filters.orValue([]).map(filter, filter.?requestHeaderModifier.orValue({}))`;
const byFilters: HeaderChanges = {
  set: (object) =>
    `${modifiers(object)}.map(one, one.?set.orValue([]).filter(header, ${isHeader(modelHeader, "header.name")}).map(header, header.value).join("\\n"))
    .join("\\n").split("\\n").filter(one, one != "")`,
  adds: (header, object) =>
    `${modifiers(object)}.exists(one, one.?add.orValue([]).exists(header, ${isHeader(header, "header.name")}))`,
  removes: (header, object) =>
    `${modifiers(object)}.exists(one, one.?remove.orValue([]).exists(name, ${isHeader(header, "name")}))`,
  setsInternal: (object) =>
    `${modifiers(object)}.exists(one, one.?set.orValue([]).exists(header, ${isHeader(internalModelHeader, "header.name")}))`,
};

/** CEL: whether each rule sets seldon-model to one name and removes seldon-internal-model, and no target of the rule changes them. */
function choosesModel({ set, adds, removes, setsInternal }: HeaderChanges, targets: string): string {
  const adding = (object: string): string =>
    `${adds(modelHeader, object)} || ${adds(internalModelHeader, object)} || ${setsInternal(object)}`;
  return `variables.envoyRules.all(rule, ${set("rule")}.size() == 1 && ${set("rule")}.all(one, one.matches("${modelHeaderValue}"))
  && !(${removes(modelHeader, "rule")} || ${adding("rule")}) && ${removes(internalModelHeader, "rule")}
  && ${targets}.all(to, ${set("to")}.size() == 0 && !(${removes(modelHeader, "to")} || ${adding("to")})))`;
}

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
    // The policy tenantry-hosts rejects filters that copy requests.
    // TCP, TLS and a TLSRoute have neither paths nor headers, so none of their rules complies.
    envoyRules: `request.kind.kind == "VirtualService"
? (variables.spec.?http.orValue([]) + variables.spec.?tcp.orValue([]) + variables.spec.?tls.orValue([])).filter(rule,
  (rule.?route.orValue([]) + rule.?mirrors.orValue([])).exists(to, ${isEnvoy('to.?destination.?host.orValue("")')})
  || ${isEnvoy('rule.?mirror.?host.orValue("")')})
: variables.spec.?rules.orValue([]).filter(rule, rule.?backendRefs.orValue([]).exists(to, ${isEnvoy('to.?name.orValue("")')}))`,
    choosesModel: `request.kind.kind == "VirtualService"
? ${choosesModel(byIstio, "rule.?route.orValue([])")}
: ${choosesModel(byFilters, "rule.?backendRefs.orValue([])")}`,
    inferencePaths: `request.kind.kind == "VirtualService"
? variables.envoyRules.all(rule, rule.?match.orValue([]).size() > 0 && !rule.?rewrite.?uriRegexRewrite.hasValue()
  && rule.match.all(one, one.?uri.?exact.orValue("") != ""
    && rule.?rewrite.?uri.orValue(one.uri.exact).matches("${inferencePaths}")))
: variables.envoyRules.all(rule, rule.?matches.orValue([]).size() > 0
  && !rule.?backendRefs.orValue([]).exists(to, to.?filters.orValue([]).exists(filter, filter.?urlRewrite.hasValue()))
  && rule.matches.all(one, request.kind.kind == "GRPCRoute"
    ? one.?method.?type.orValue("Exact") == "Exact"
      && ("/" + one.?method.?service.orValue("") + "/" + one.?method.?method.orValue("")).matches("${inferencePaths}")
    : one.?path.?type.orValue("") == "Exact"
      && (rule.?filters.orValue([]).exists(filter, filter.?urlRewrite.?path.hasValue())
        ? rule.filters.filter(filter, filter.?urlRewrite.?path.hasValue())
          .all(filter, filter.urlRewrite.path.?replaceFullPath.orValue("").matches("${inferencePaths}"))
        : one.path.?value.orValue("").matches("${inferencePaths}"))))`,
  },
};
