import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Each field, validated on its own against its schema. */
export const inputFieldCodes = {
  "input/unknown-field": {
    severity: "error",
    summary: "The schema does not define a field.",
    why: "The field would have no effect. On an object of Seldon's kinds, the API server would silently drop such a field, or Argo CD's sync would be rejected. This check reports it before anything is generated.",
    fix: "Spell it as the schema does. The page generator/docs/fields.md lists every field, and an editor completes them.",
    messages: {
      unknownField: (field: string) => `unknown field ${field}`,
      uncountedField: (field: string) => `unknown field ${field}: a quota does not count it`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver, replica: 2 } }
`,
      valid: replaced("replica: 2", "replicas: 2"),
    },
  },
  "input/missing-field": {
    severity: "error",
    summary: "A field that the schema requires is missing.",
    why: "The generator cannot choose a value without guessing. Some fields are required because Seldon 2.9.1 crashes without them: an explainer that references nothing to explain terminates the agent of its Server, and every model of that replica with it.",
    fix: "Add the field. The hint shows where, and its type. Of two fields that exclude each other, set exactly one.",
    messages: {
      missingField: (field: string) => `missing field ${field}`,
      neitherOf: (noun: string, name: string, first: string, second: string) =>
        `invalid ${noun} ${name}: it has neither ${first} nor ${second}`,
      bothOf: (noun: string, name: string, first: string, second: string) =>
        `invalid ${noun} ${name}: it has both ${first} and ${second}`,
      missingMemoryRequest: (template: string) => `missing memory request in template ${template}`,
      missingLimit: (resource: string, part: string, template: string) =>
        `missing ${resource} limit of the ${part} in template ${template}`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver } }
  models:
    churn: { storageUri: "s3://churn/model/7" }
`,
      valid: replaced(
        `churn: { storageUri: "s3://churn/model/7" }`,
        `churn: { storageUri: "s3://churn/model/7", requirements: [sklearn] }`,
      ),
    },
  },
  "input/wrong-type": {
    severity: "error",
    summary: "A value has another type than the schema requires.",
    why: "The API server would reject the object, or read something else. Tenantry never converts a value to another type, because the word false would become true.",
    fix: "Write a list, a map, a string or a number, as the message requires. A quoted number is a string.",
    messages: {
      wrongType: (field: string, expected: string, actual: string) =>
        `invalid type of ${field}: expected ${expected}, got ${actual}`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers: [mlserver]
`,
      valid: replaced("servers: [mlserver]", "servers: { mlserver: { template: mlserver } }"),
    },
  },
  "input/invalid-value": {
    severity: "error",
    summary: "A value has the right type, but the schema does not allow it.",
    why: "Kubernetes or Seldon would reject it, or accept it and fail: a name that exceeds its length limit once it is composed, a replica count that both autoscaling and git set, an experiment in which no candidate gets any traffic.",
    fix: "Use a value that the message allows. If only a few words are allowed, the hint shows the nearest one.",
    messages: {
      unlistedValue: (field: string) => `invalid value of ${field}`,
      invalidValue: (field: string, problem: string) => `invalid value of ${field}: ${problem}`,
      invalidKey: (key: string, problem: string) => `invalid key ${key}: ${problem}`,
      leadingZero: (number: string) => `invalid number ${number}: it begins with 0`,
      contractVariable: (variable: string) =>
        `invalid variable ${variable}: it is part of the contract between Seldon's containers`,
      severalKeys: (secret: string, keys: number) => `invalid secret ${secret}: it has ${keys} keys`,
      fixedReplicas: () => "invalid replicas: minReplicas or maxReplicas is set too",
      minAboveMax: (min: number, max: number) => `invalid minReplicas ${min}: it exceeds maxReplicas ${max}`,
      zeroWeights: (experiment: string) => `invalid weights of ${experiment}: all are 0`,
      mixedSchemes: (store: string, schemes: string) => `invalid artifact store ${store}: it mixes ${schemes}`,
      publicCredentials: (store: string) => `invalid credentials of ${store}: it cannot be public`,
      unpinnedImage: () => "invalid image: it needs a tag other than latest, or a digest",
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver, replicas: 2, minReplicas: 1, maxReplicas: 3 } }
`,
      valid: replaced("replicas: 2, minReplicas: 1", "minReplicas: 1"),
    },
  },
  "input/file-name": {
    severity: "error",
    summary: "A file's name differs from the name inside it, or two names differ in case only.",
    why: "A file's name decides who may change it, and the name inside names the generated objects. On many machines, two files whose names differ in case only are one file.",
    fix: "Give both the same name.",
    messages: {
      sameExceptCase: (file: string, twin: string) => `${file} and ${twin} differ only in case`,
      misnamed: (expected: string) => `invalid metadata.name: it differs from ${expected}`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
metadata: { name: churn-models }
`,
      valid: replaced("# tenants/churn.yaml", "# tenants/churn-models.yaml"),
    },
  },
  "input/reserved-name": {
    severity: "error",
    summary: "A name is reserved for the platform or for Kubernetes.",
    why: "A tenant's namespace has the tenant's name. If that namespace belonged to the platform or to a service, the tenant's roles and policies would apply to other pods. An external network with the name of a service, a part of the cluster or a policy would be mistaken for it in an answer about reach.",
    fix: "Choose a name that only this team uses, and rename the file to match.",
    messages: {
      reservedName: (noun: string, name: string, meaning: string) => `invalid ${noun} ${name}: it ${meaning}`,
    },
    example: {
      invalid: `
# tenants/monitoring.yaml
metadata: { name: monitoring }
`,
      valid: `
# tenants/model-monitoring.yaml
metadata: { name: model-monitoring }
`,
    },
  },
  "input/not-overridable": {
    severity: "error",
    summary: "A cluster's entry sets a field that cannot differ between clusters.",
    why: "A tenant has the same owner and the same access on every cluster. Otherwise a cluster's entry could grant a role without a review.",
    fix: "Move it from the cluster's entry to the spec itself.",
    messages: {
      overridden: (field: string) => `invalid override of ${field}: it is the same on every cluster`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  clusters:
    production: { access: { groups: { churn-analysts: viewer } } }
`,
      valid: `
# tenants/churn.yaml
spec:
  clusters: { production: {} }
  access: { groups: { churn-analysts: viewer } }
`,
    },
  },
  "input/chart-value": {
    severity: "error",
    summary: "A value of Seldon's chart has no effect, or another setting determines it.",
    why: "Helm silently accepts unknown values, and the chart lists keys that it does not read (2.9.1). Other values follow from the pattern, the tenants or the platform. Set twice, they would contradict each other.",
    fix: "Remove the value. The message names the setting that determines it instead.",
    messages: {
      cannotBeSet: (field: string, reason: string) => `${field} cannot be set: ${reason}`,
    },
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  seldon: { values: { controller: { clusterwide: true } } }
`,
      valid: replaced("clusterwide: true", "logLevel: debug"),
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
