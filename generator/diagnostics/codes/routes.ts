import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** A cluster with an edge, and a certificate that a person creates. */
const clusterWithEdge = `
# clusters/staging/cluster.yaml
spec:
  addons: { istio: {}, gateway-api: {} }
  network: { certificates: { secret: models-tls } }`;

/** Routes from outside of a cluster. */
export const routeCodes = {
  "routes/edge": {
    severity: "error",
    summary: "A tenant has routes on a cluster whose add-ons take no routes.",
    why: "Without a gateway that sets the header seldon-model, a request reaches no model, or the client chooses the model.",
    fix: "Switch on add-ons that take routes, as the page routes.md of the documentation lists them. Or remove the routes on this cluster.",
    messages: {
      noGateway: (cluster: string) => `missing gateway on ${cluster}: no add-on provides a gateway`,
      noRoutes: (addon: string, cluster: string, reason: string | undefined) =>
        `the gateway of add-on ${addon} on ${cluster} takes no routes${reason === undefined ? "" : `: ${reason}`}`,
      noDefinitions: (addon: string, cluster: string) =>
        `missing definitions of Gateway API on ${cluster}: the gateway of add-on ${addon} takes routes as HTTPRoutes`,
      noDomain: (cluster: string) => `missing domain for routes on ${cluster}`,
    },
    example: {
      invalid: `
# clusters/staging/cluster.yaml
spec:
  addons: { istio: {} }
  network: { certificates: { secret: models-tls } }
# tenants/churn.yaml
spec:
  clusters: { staging: { routes: { scoring: { to: { model: churn }, authentication: none } } } }
`,
      valid: replaced("istio: {}", "istio: {}, gateway-api: {}"),
    },
  },
  "routes/field": {
    severity: "error",
    summary: "A route has a field that its target or the edge of the cluster does not support.",
    why: "No object would contain the field, so it would have no effect.",
    fix: "Remove the field, or use a cluster with another edge. The page routes.md of the documentation has a table of the fields at each edge.",
    messages: {
      refused: (field: string, edge: string, cluster: string, reason: string) =>
        `unsupported field ${field} at edge ${edge} of ${cluster}: ${reason}`,
      stickyWithoutExperiment: (target: string) => `unsupported field sticky: ${target} is not an experiment`,
      pathOfGrpc: () => "unsupported field path: the path of a gRPC request is always the same",
    },
    example: {
      invalid: `${clusterWithEdge}
# tenants/churn.yaml
spec:
  clusters: { staging: { routes: { scoring: { to: { model: churn }, sticky: true, authentication: none } } } }
`,
      valid: replaced("sticky: true, ", ""),
    },
  },
  "routes/host": {
    severity: "error",
    summary: "The host of a route is outside of the tenant's domain.",
    why: "A host belongs to one tenant. With a host of another tenant, the gateway would send requests of the other tenant's clients to this tenant.",
    fix: "Use the host <tenant>.<domain> or a host below it. The domain is network.domain in the cluster's file.",
    messages: {
      tooLong: (length: number) => `invalid host of ${length} characters`,
      otherDomain: (host: string, cluster: string) =>
        `invalid host ${host}: it belongs to the domain of cluster ${cluster}`,
      outsideDomain: (host: string, domain: string) => `invalid host ${host}: it is not ${domain} or below it`,
    },
    example: {
      invalid: `${clusterWithEdge}
# tenants/churn.yaml
spec:
  clusters: { staging: { routes: { scoring: { host: models.staging.acme.test, to: { model: churn }, authentication: none } } } }
`,
      valid: replaced("host: models.staging.acme.test", "host: churn.models.staging.acme.test"),
    },
  },
  "routes/claimed": {
    severity: "error",
    summary: "Two routes, or a route and an add-on, claim the same requests.",
    why: "The gateway would choose one of them, and the other one would get no requests.",
    fix: "Give the routes different paths or different hosts.",
    messages: {
      samePath: (path: string, host: string, route: string) =>
        `duplicate path ${path} on ${host}: route ${route} has it, too`,
      twoGrpc: (host: string, route: string) => `duplicate gRPC on ${host}: route ${route} takes gRPC, too`,
      otherCluster: (host: string, cluster: string) =>
        `duplicate host ${host}: cluster ${cluster} has it, too, so DNS records need the addresses of both clusters`,
      ofAddon: (host: string, addon: string, setting: string) =>
        `duplicate host ${host}: setting ${setting} of add-on ${addon} contains it`,
    },
    example: {
      invalid: `${clusterWithEdge}
# tenants/churn.yaml
spec:
  clusters:
    staging:
      routes:
        new: { to: { model: churn }, path: /score, authentication: none }
        old: { to: { model: churn }, path: /score, authentication: none }
`,
      valid: replaced("old: { to: { model: churn }, path: /score", "old: { to: { model: churn }, path: /score-old"),
    },
  },
  "routes/suspended": {
    severity: "warning",
    summary: "A route leads to a tenant that is suspended.",
    why: "A suspended tenant has no pods that answer, so each request to the route fails.",
    fix: "Activate the tenant, or remove the route.",
    messages: {
      suspended: (tenant: string) => `requests to this route fail: ${tenant} is suspended`,
    },
  },
  "routes/authentication": {
    severity: "error",
    summary: "The routes of one host have different authentication.",
    why: "A gateway checks tokens and certificates before it knows the path, so the weakest route of a host would decide for all of its routes.",
    fix: "Give the routes the same authentication, or different hosts.",
    messages: {
      different: (host: string, route: string) => `different authentication on ${host}: route ${route} has another one`,
    },
    example: {
      invalid: `
# clusters/staging/cluster.yaml
spec:
  addons: { istio: {}, gateway-api: {} }
  network: { certificates: { secret: models-tls, names: ["*.models.staging.acme.test", "*.churn.models.staging.acme.test"] } }
# tenants/churn.yaml
spec:
  clusters:
    staging:
      routes:
        open: { to: { model: churn }, path: /open, authentication: none }
        partners: { to: { model: churn }, path: /partners, authentication: { clientCertificate: { authority: partners } } }
`,
      valid: replaced("open: { to:", "open: { host: open.churn.models.staging.acme.test, to:"),
    },
  },
  "routes/certificate": {
    severity: "error",
    summary: "Nothing makes the certificate of a route's host.",
    why: "The gateway would close each connection to the host, or clients would reject its certificate.",
    fix: "Set network.certificates in the cluster's file: the ClusterIssuer that issues certificates, or a Secret whose certificate contains the host.",
    messages: {
      missing: (cluster: string) => `missing certificates for routes on ${cluster}`,
      noIssuing: (issuer: string, cluster: string) =>
        `missing cert-manager for issuer ${issuer} on ${cluster}: no add-on provides the contract certificates`,
      notCovered: (host: string, names: string) => `missing certificate for host ${host}: the Secret is for ${names}`,
    },
    example: {
      invalid: `${clusterWithEdge}
# tenants/churn.yaml
spec:
  clusters: { staging: { routes: { scoring: { host: v1.churn.models.staging.acme.test, to: { model: churn }, authentication: none } } } }
`,
      valid: replaced("host: v1.churn.models.staging.acme.test", "host: churn.models.staging.acme.test"),
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
