import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** References from one declaration to another. */
export const referenceCodes = {
  "reference/unknown": {
    severity: "error",
    summary: "A reference names something that is not declared.",
    why: "Kubernetes accepts every reference without checking it: a Server waits for a ServerConfig that never exists, an experiment waits for a candidate, a policy selects no namespace. Only the status of the waiting object shows it, if at all.",
    fix: "Correct the spelling, or declare the name. The hint shows the nearest name that exists.",
    messages: {
      unknownName: (noun: string, name: string, scope?: string) =>
        `unknown ${noun} ${name}${scope === undefined ? "" : ` ${scope}`}`,
      undeclaredOverride: (section: string, name: string, cluster: string) =>
        `unknown ${section}.${name}: ${cluster} overrides it, but spec.${section} does not declare it`,
      ownTenant: (tenant: string) => `invalid tenant ${tenant}: it is this tenant itself`,
      serviceWithoutPort: (service: string) => `invalid service ${service}: it listens on no port`,
      missingServer: (model: string) => `missing Server for model ${model}`,
      missingKafka: (pipeline: string) => `missing Kafka for pipeline ${pipeline}: the platform has none`,
      missingNamespace: (namespace: string) => `missing namespace ${namespace} of the platform`,
      missingGpuPool: (demand: string, cluster: string) =>
        `missing node pool: ${demand} GPUs, but the tenant has no node pool with GPUs on ${cluster}`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlsever } }
`,
      valid: replaced("servers: { mlserver: { template: mlsever } }", "servers: { mlserver: { template: mlserver } }"),
    },
  },
  "reference/ambiguous": {
    severity: "error",
    summary: "Two declarations have the same name.",
    why: "The last one would overwrite the other, or Seldon's scheduler would reject the object permanently: the object is not sent again before it changes (2.9.1).",
    fix: "Rename one of the two.",
    messages: {
      duplicateName: (name: string, first: string, second: string) =>
        `duplicate name ${name}: ${first} and ${second} have it`,
      derivedServerConfig: (config: string, template: string) =>
        `duplicate ServerConfig ${config}: derived from template ${template}, and declared by this tenant too`,
      deliveredSecret: (secret: string, owner: string) => `duplicate secret ${secret}: ${owner} delivers it too`,
      mirroredCandidate: (name: string, experiment: string) =>
        `duplicate use of ${name}: a candidate and the mirror of ${experiment}`,
      mixedCandidates: (experiment: string) => `invalid candidates of ${experiment}: both models and pipelines`,
      duplicateOrder: (cluster: string, twin: string) => `duplicate order: ${cluster} and ${twin} have the same`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver } }
  models:
    churn: { storageUri: "s3://churn/model/7", requirements: [sklearn] }
  experiments:
    split: { candidates: { churn: 100 }, mirror: { name: churn, percent: 10 } }
`,
      valid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver } }
  models:
    churn: { storageUri: "s3://churn/model/7", requirements: [sklearn] }
    churn-next: { storageUri: "s3://churn/model/8", requirements: [sklearn] }
  experiments:
    split: { candidates: { churn: 100 }, mirror: { name: churn-next, percent: 10 } }
`,
    },
  },
  "reference/one-sided": {
    severity: "error",
    summary: "Only one of two tenants declares a call between them.",
    why: "A connection needs a policy at its source and one at its destination. If only one of them allows it, the other drops it, and the caller sees a timeout without a message. A tenant's namespace is opened only if that tenant's own file allows it.",
    fix: "Have the other tenant declare the call too, in a file that its owners review, or remove this entry.",
    messages: {
      missingCalledBy: (callee: string, caller: string, cluster: string) =>
        `missing calledBy in ${callee}: it does not allow calls from ${caller} on ${cluster}`,
      missingCalls: (caller: string, callee: string, cluster: string) =>
        `missing calls in ${caller}: it does not declare calls to ${callee} on ${cluster}`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver } }
  network: { tenants: { calls: [pricing] } }
# tenants/pricing.yaml
spec:
  servers: { mlserver: { template: mlserver } }
  network: { tenants: { calledBy: [] } }
`,
      valid: replaced("network: { tenants: { calledBy: [] } }", "network: { tenants: { calledBy: [churn] } }"),
    },
  },
  "reference/outside-own-storage": {
    severity: "error",
    summary: "A model's artifact is outside every location that its tenant may read.",
    why: "The credentials that are delivered into the namespace are for the tenant's own locations, so the download fails on the Server, minutes after the sync. If they happened to open more, one tenant would serve another's model.",
    fix: "Copy the artifact to one of the locations that the hint names, or have the platform team offer another one.",
    messages: {
      outsideStores: (storageUri: string, tenant: string) =>
        `invalid storageUri ${storageUri}: no artifact store serves it to ${tenant}`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver } }
  models:
    churn: { storageUri: "s3://pricing/model/7", requirements: [sklearn] }
`,
      valid: replaced(`storageUri: "s3://pricing/model/7"`, `storageUri: "s3://churn/model/7"`),
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
