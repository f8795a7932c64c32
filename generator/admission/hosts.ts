import { tenantLabel } from "../models/marks.ts";
import { type AdmissionPolicy, celTexts, changeOperations, writeOperations } from "./policy.ts";

/** Annotations whose values are hosts: names that external-dns publishes, and further hosts of an Ingress at nginx. */
export const hostAnnotations = [
  "external-dns.alpha.kubernetes.io/hostname",
  "external-dns.alpha.kubernetes.io/internal-hostname",
  "nginx.ingress.kubernetes.io/server-alias",
] as const;

/** Filters of routes that send no request to a further backend. */
export const backendlessFilters: readonly string[] = [
  "CORS",
  "RequestHeaderModifier",
  "RequestRedirect",
  "ResponseHeaderModifier",
  "URLRewrite",
];

export const hostPolicies: AdmissionPolicy = {
  name: "hosts",
  scope: "Namespaced",
  matches: [
    { group: "networking.k8s.io", resources: ["ingresses"], operations: writeOperations },
    {
      group: "gateway.networking.k8s.io",
      resources: ["grpcroutes", "httproutes", "tlsroutes"],
      operations: writeOperations,
    },
    { group: "networking.istio.io", resources: ["virtualservices"], operations: writeOperations },
  ],
  conditions: changeOperations,
  variables: {
    rules: "dyn(object).?spec.?rules.orValue([])",
    // An empty host stands for every host.
    hosts: `request.kind.kind == "VirtualService" ? dyn(object).?spec.?hosts.orValue([]) :
request.kind.kind == "Ingress" ? variables.rules.map(one, one.?host.orValue(""))
  + dyn(object).?spec.?tls.orValue([]).map(one, one.?hosts.orValue([]).join("\\n")).join("\\n").split("\\n").filter(one, one != "")
  + (has(dyn(object).spec.defaultBackend) || variables.rules.size() == 0 ? [""] : []) :
dyn(object).?spec.?hostnames.orValue([]).size() == 0 ? [""] : dyn(object).spec.hostnames`,
    // Annotations claim further hosts, separated by commas.
    claimed: `${celTexts(hostAnnotations)}.map(one, dyn(object).metadata.?annotations[?one].orValue("")).join(",").split(",")
.map(one, one.trim()).filter(one, one != "")`,
    tenant: `namespaceObject.metadata.labels["${tenantLabel}"]`,
    own: 'params.data.domain == "" ? "" : variables.tenant + "." + params.data.domain',
    ownNames: `["", "." + request.namespace, "." + request.namespace + ".svc", "." + request.namespace + ".svc." + params.data.clusterDomain]`,
    services: 'request.kind.kind == "VirtualService" ? variables.ownNames : []',
    foreign: `(variables.hosts + variables.claimed).filter(one,
  !(variables.own != "" && (one.lowerAscii() == variables.own || one.lowerAscii().endsWith("." + variables.own)))
  && !variables.services.exists(rest, one.endsWith(rest) && one.substring(0, one.size() - rest.size()).matches("^[a-z0-9-]+$")))`,
    spec: "dyn(object).?spec.orValue({})",
    targets: `request.kind.kind != "VirtualService" ? [] : ${["http", "tcp", "tls"].map(destinations).join(" + ")}`,
    foreignTargets: `variables.targets.filter(one, one != params.data.sharedEnvoy
  && !variables.ownNames.exists(rest, one.endsWith(rest) && one.substring(0, one.size() - rest.size()).matches("^[a-z0-9-]+$")))`,
    backendsAreOwn: `!request.kind.kind.endsWith("Route") || variables.rules.all(rule,
  ${onlyFilters("rule")}
  && rule.?backendRefs.orValue([]).all(ref, ref.?group.orValue("") == "" && ref.?kind.orValue("Service") == "Service"
    && (ref.?namespace.orValue(request.namespace) == request.namespace
      || ref.name + "." + ref.namespace + ".svc." + params.data.clusterDomain == params.data.sharedEnvoy)
    && ${onlyFilters("ref")}))`,
  },
};

/** CEL: the hosts to which a VirtualService sends requests of a protocol, or copies of requests. */
function destinations(protocol: string): string {
  const routes = `variables.spec.?${protocol}.orValue([])`;
  const of = (field: string): string =>
    `${routes}.map(one, one.?${field}.orValue([]).map(to, to.?destination.?host.orValue("")).join("\\n")).join("\\n").split("\\n")`;
  return `(${of("route")} + ${of("mirrors")} + ${routes}.map(one, one.?mirror.?host.orValue(""))).filter(one, one != "")`;
}

function onlyFilters(object: string): string {
  return `${object}.?filters.orValue([]).all(one, one.?type.orValue("") in ${celTexts(backendlessFilters)})`;
}
