import { tenantLabel } from "../models/marks.ts";
import { type AdmissionPolicy, changeOperations, writeOperations } from "./policy.ts";

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
    tenant: `namespaceObject.metadata.labels["${tenantLabel}"]`,
    own: 'params.data.domain == "" ? "" : variables.tenant + "." + params.data.domain',
    services: `request.kind.kind != "VirtualService" ? [] : ["", "." + request.namespace, "." + request.namespace + ".svc",
  "." + request.namespace + ".svc." + params.data.clusterDomain]`,
    foreign: `variables.hosts.filter(one,
  !(variables.own != "" && (one.lowerAscii() == variables.own || one.lowerAscii().endsWith("." + variables.own)))
  && !variables.services.exists(rest, one.endsWith(rest) && one.substring(0, one.size() - rest.size()).matches("^[a-z0-9-]+$")))`,
  },
};
