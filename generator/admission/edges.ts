import { issuedCertificate } from "../generate/routes/certificates.ts";
import { dnsAnnotation } from "../generate/routes/dns.ts";
import { validClientsOnly } from "../generate/routes/gateway-api.ts";
import {
  authorityAnnotation,
  ingressAnnotations,
  upstreamHostAnnotation,
} from "../generate/routes/ingress-and-istio.ts";
import {
  apiGatewayKind,
  authorizationPolicyKind,
  certificateKind,
  ingressKind,
  istioGatewayKind,
} from "../models/kinds.ts";
import { type AdmissionPolicy, celList, celTexts, writeOperations } from "./policy.ts";
import { byArgoCD, kind, path, tenant, trackedApplication } from "./synced.ts";

/** The fields below `spec` of the objects of a tenant's routes. Other fields can affect the hosts of other tenants. */
export const edgeObjectFields: Readonly<Record<string, readonly string[]>> = {
  [apiGatewayKind]: ["addresses", "gatewayClassName", "listeners", "tls"],
  [authorizationPolicyKind]: ["action", "rules", "selector"],
  [certificateKind]: ["dnsNames", "issuerRef", "privateKey", "secretName"],
  [ingressKind]: ["ingressClassName", "rules", "tls"],
  [istioGatewayKind]: ["selector", "servers"],
};

/** The annotations of the objects of a tenant's routes, except those of Argo CD. */
export const edgeAnnotations: readonly string[] = [dnsAnnotation, ...ingressAnnotations];

/** No value of an annotation contains characters with a meaning in the configuration of nginx. */
export const annotationValue = "^[A-Za-z0-9.:/-]+$";
/** No path contains them either. */
export const ingressPath = "^/[A-Za-z0-9_./-]+$";

const parsed = `${trackedApplication("object")}.split(".")`;

/** CEL: a list at a path of an object. */
const list = (object: string, ...path: readonly string[]): string =>
  `${object}${path.map((field) => `.?${field}`).join("")}.orValue([])`;
/** CEL: a text at a path of an object. */
const text = (object: string, ...path: readonly string[]): string =>
  `${object}${path.map((field) => `.?${field}`).join("")}.orValue("")`;
/** CEL: the texts in a list of lists. */
const flat = (lists: string, item: string): string =>
  `${lists}.map(one, ${item}.join("\\n")).join("\\n").split("\\n").filter(one, one != "")`;
/** CEL: the value for the kind of the object. */
const byKind = (values: Readonly<Record<string, string>>, otherwise: string): string =>
  `(${[...Object.entries(values).map(([name, value]) => `variables.kind == "${name}" ? ${value} :`), otherwise].join("\n")})`;

const spec = "variables.spec";
const foreignFields = (fields: readonly string[]): string => `${spec}.filter(one, !(one in ${celTexts(fields)}))`;
const hosts = byKind(
  {
    [apiGatewayKind]: `${list(spec, "listeners")}.map(one, ${text("one", "hostname")})`,
    // A host without the tenant's namespace is open to the VirtualServices of every namespace.
    [istioGatewayKind]: `${flat(list(spec, "servers"), list("one", "hosts"))}
  .map(one, one.startsWith(variables.tenant + "/") ? one.substring(variables.tenant.size() + 1) : "*/" + one)`,
    [ingressKind]: `${list(spec, "rules")}.map(one, ${text("one", "host")}) + ${flat(list(spec, "tls"), list("one", "hosts"))}`,
    [certificateKind]: list(spec, "dnsNames"),
    [authorizationPolicyKind]: `${flat(list(spec, "rules"), `${list("one", "to")}.map(to, ${list("to", "operation", "hosts")}.join("\\n"))`)}
  .map(one, one.endsWith(":*") ? one.substring(0, one.size() - 2) : one)`,
  },
  "[]",
);

const reference = '(one.?namespace.hasValue() ? one.namespace + "/" : "") + one.name';
const authorities = list(spec, "tls", "frontend", "default", "validation", "caCertificateRefs");
const secrets = byKind(
  {
    [apiGatewayKind]: `${flat(list(spec, "listeners"), `${list("one", "tls", "certificateRefs")}.map(one, ${reference})`)}
  + ${authorities}.map(one, ${reference})`,
    [ingressKind]: `${list(spec, "tls")}.map(one, ${text("one", "secretName")}).filter(one, one != "")
  + ("${authorityAnnotation}" in variables.annotations ? [variables.annotations["${authorityAnnotation}"]] : [])
  .map(one, one.startsWith(request.namespace + "/") ? one.substring(request.namespace.size() + 1) : one)`,
  },
  "[]",
);

const isSecret = (reference: string): string =>
  `${text(reference, "group")} == "" && ${reference}.?kind.orValue("Secret") == "Secret"`;
const certificate = `variables.tenant + "${issuedCertificate("")}"`;
/** CEL: whether a Secret contains an authority of the tenant's clients. The Secret of a Certificate contains that of the platform. */
const isClientAuthority = (name: string, namespace = '""'): string =>
  `${name}.startsWith(${namespace} + variables.tenant + ".") && ${name} != ${namespace} + ${certificate}`;

const only = (object: string, fields: readonly string[]): string =>
  `${object}.all(field, field in ${celTexts(fields)})`;
const form = byKind(
  {
    // With another address, Istio would create pods and a load balancer (1.31).
    [apiGatewayKind]: `${text(spec, "gatewayClassName")} == params.data.gatewayClass
  && ${list(spec, "addresses")} == [{"type": "Hostname", "value": params.data.gatewayService + "." + request.namespace + ".svc." + params.data.clusterDomain}]
  && ${list(spec, "listeners")}.all(one, one.?port.orValue(0) == 443 && ${text("one", "protocol")} == "HTTPS"
    && ${only("one.?tls.orValue({})", ["certificateRefs", "mode"])}
    && ${list("one", "tls", "certificateRefs")}.all(reference, ${isSecret("reference")})
    && ${text("one", "allowedRoutes", "namespaces", "from")} == "Selector"
    && one.?allowedRoutes.?namespaces.?selector.?matchLabels[?"kubernetes.io/metadata.name"].orValue("") == variables.tenant)
  && ${only(`${spec}.?tls.orValue({})`, ["frontend"])} && ${only(`${spec}.?tls.?frontend.orValue({})`, ["default"])}
  && ${only(`${spec}.?tls.?frontend.?default.orValue({})`, ["validation"])}
  && ${text(spec, "tls", "frontend", "default", "validation", "mode")} in ["", "${validClientsOnly}"]
  && ${authorities}.all(one, ${isSecret("one")} && ${isClientAuthority(text("one", "name"))})`,
    [istioGatewayKind]: `${spec}.?selector.orValue({}).size() == variables.pods.size()
  && ${spec}.?selector.orValue({}).all(label, label + "=" + ${spec}.selector[label] in variables.pods)
  && ${list(spec, "servers")}.all(one, ${only("one", ["hosts", "port"])} && ${text("one", "port", "protocol")} == "HTTP"
    && string(one.?port.?number.orValue(0)) == params.data.gatewayPort)`,
    // Without the annotation, nginx would forward the host of another tenant, whose certificates and limits it has not checked.
    [ingressKind]: `params.data.ingressClass != "" && ${text(spec, "ingressClassName")} == params.data.ingressClass
  && (!("${authorityAnnotation}" in variables.annotations) || (${isClientAuthority(`variables.annotations["${authorityAnnotation}"]`, 'request.namespace + "/"')}))
  && ${list(spec, "rules")}.all(one, ${text("one", "host")} == variables.annotations[?"${upstreamHostAnnotation}"].orValue("")
    && ${list("one", "http", "paths")}.all(path, ${text("path", "pathType")} == "Exact"
    && ${text("path", "path")}.matches("${ingressPath}") && ${text("path", "backend", "service", "name")} == params.data.gatewayService
    && string(path.?backend.?service.?port.?number.orValue(0)) == params.data.gatewayPort))`,
    // Into another Secret of the tenant, cert-manager would write the authority of the platform as that of clients.
    [certificateKind]: `variables.name == ${certificate} && ${text(spec, "secretName")} == ${certificate}
  && ${text(spec, "issuerRef", "kind")} == "ClusterIssuer" && ${text(spec, "issuerRef", "name")} == params.data.certificateIssuer`,
    // A rule without hosts applies to all hosts.
    [authorizationPolicyKind]: `${text(spec, "action")} == "DENY" && ${list(spec, "rules")}.all(one, ${list("one", "to")}.size() > 0
    && ${list("one", "to")}.all(to, ${list("to", "operation", "hosts")}.size() > 0))`,
  },
  "false",
);

/** The objects of tenants' routes in the namespace of the gateway, which the gateway reads for all tenants. */
export const edgePolicies: AdmissionPolicy = {
  name: "tenant-edges",
  scope: "Namespaced",
  within: "addons",
  matches: [
    { group: "cert-manager.io", resources: ["certificates"], operations: writeOperations },
    { group: "gateway.networking.k8s.io", resources: ["gateways", "referencegrants"], operations: writeOperations },
    { group: "networking.istio.io", resources: ["gateways"], operations: writeOperations },
    { group: "networking.k8s.io", resources: ["ingresses"], operations: writeOperations },
    { group: "security.istio.io", resources: ["authorizationpolicies"], operations: writeOperations },
  ],
  conditions: {
    "argo-cd-writes": byArgoCD,
    "the-object-belongs-to-a-route": `${parsed}.size() == 3 && ${parsed}[1] != "platform" && ${parsed}[2] == "edge"`,
  },
  variables: {
    path: path.path,
    tenant,
    kind,
    name: 'dyn(object).metadata.?name.orValue("")',
    spec: "dyn(object).?spec.orValue({})",
    annotations: "dyn(object).metadata.?annotations.orValue({})",
    pods: celList("gatewayPods"),
    own: 'params.data.domain == "" ? "" : variables.tenant + "." + params.data.domain',
    hosts,
    foreignHosts: `variables.hosts.filter(one,
  !(variables.own != "" && (one == variables.own || (one.endsWith("." + variables.own) && !one.contains("/")))))`,
    secrets,
    foreignSecrets: `variables.secrets.filter(one,
  !(one.startsWith(variables.tenant + ".") || (one != "" && one == params.data.certificateSecret)))`,
    foreignParts: `variables.annotations.filter(one, !one.startsWith("argocd.argoproj.io/")
  && !(one in ${celTexts(edgeAnnotations)} && variables.annotations[one].matches("${annotationValue}")))
+ ${byKind(Object.fromEntries(Object.entries(edgeObjectFields).map(([name, fields]) => [name, foreignFields(fields)])), "[]")}`,
    form,
  },
};
