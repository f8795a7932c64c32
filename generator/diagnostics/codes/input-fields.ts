import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Each field, validated on its own against its schema. */
export const inputFieldCodes = {
  "input/unknown-field": {
    severity: "error",
    summary: "A file contains a field that the schema does not define.",
    why: "An unknown field would have no effect. If the object has one of Seldon's kinds, the API server would silently drop the field, or reject Argo CD's sync. The check reports the field before the generator writes any file.",
    fix: "Spell the field as the schema does. The page fields.md of the documentation lists every field. An editor that uses the JSON Schema completes the names of fields.",
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
    why: "The generator cannot choose a value without guessing. Some fields are required because Seldon 2.9.1 crashes without them. For example, an explainer without a model or a pipeline terminates the agent of its Server, and all models of that replica stop answering.",
    fix: "Add the field. The hint shows the place and the type of the field. If two fields exclude each other, set exactly one of the two.",
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
    summary: "A value does not have the type that the schema requires.",
    why: "The API server would reject the object, or read a different value. Tenantry never converts a value to another type, because a conversion could turn the string false into the boolean true.",
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
    why: "Kubernetes or Seldon would reject the value, or accept the value and fail later. Examples are a composed name that exceeds its length limit, a replica count that both autoscaling and git set, and an experiment in which no candidate gets any traffic.",
    fix: "Use a value that the message allows. If the schema allows only a few words, the hint shows the nearest word.",
    messages: {
      unlistedValue: (field: string) => `invalid value of ${field}`,
      invalidValue: (field: string, problem: string) => `invalid value of ${field}: ${problem}`,
      invalidKey: (key: string, problem: string) => `invalid key ${key}: ${problem}`,
      leadingZero: (number: string) => `invalid number ${number}: it begins with 0`,
      contractVariable: (variable: string) => `invalid variable ${variable}: Seldon's containers depend on its value`,
      severalKeys: (secret: string, keys: number) => `invalid secret ${secret}: it has ${keys} keys`,
      fixedReplicas: () => "invalid replicas: minReplicas or maxReplicas is also set",
      minAboveMax: (min: number, max: number) => `invalid minReplicas ${min}: it exceeds maxReplicas ${max}`,
      zeroWeights: (experiment: string) => `invalid weights of ${experiment}: all are 0`,
      mixedSchemes: (store: string, schemes: string) => `invalid artifact store ${store}: it mixes ${schemes}`,
      publicCredentials: (store: string) => `invalid credentials of ${store}: it cannot be public`,
      otherThanHub: (field: string, value: string, hub: string, expected: string) =>
        `invalid ${field} ${value}: hub ${hub} has ${field} ${expected}`,
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
    summary: "The name of a file differs from the name inside the file, or two file names differ only in case.",
    why: "The name of a file determines who may change the file. The name inside the file determines the names of the generated objects. On many machines, two file names that differ only in case refer to the same file.",
    fix: "Use the same name for the file and inside the file. If two file names differ only in case, rename one of the two files.",
    messages: {
      sameExceptCase: (file: string, twin: string) =>
        `duplicate file name ${file}: it differs from ${twin} only in case`,
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
    why: "A tenant's namespace has the tenant's name. If the namespace of a tenant belonged to the platform or to a service, the tenant's roles and policies would apply to pods of the platform. The same applies to the namespace of Argo CD. If tenants have users of Kafka, each user may use the consumer groups that begin with its tenant's name and -seldon-, so another tenant's name must not begin in this way. The command reach identifies networks, services, parts of the cluster and policies only by name, so an external network must not have one of these names.",
    fix: "Choose a name that only this team uses, and rename the file to match the new name. For Argo CD, use a namespace that contains only Argo CD.",
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
    summary: "An override or a default sets a field that it cannot set.",
    why: "A tenant has the same owner and the same access on every cluster. If the entry of a cluster or group could override the access, a reviewer could overlook a role that applies only there. A default for several tenants cannot set these fields either, nor the clusters, models and waivers of a tenant. A cluster's file can override the fields of platform.yaml that are facts of a place, such as services and registries. The other fields, such as owner and roles, are the same on every cluster.",
    fix: "Move the field from the entry or from the defaults to the tenant's spec. In a cluster's file, follow the hint.",
    messages: {
      overridden: (field: string) => `invalid override of ${field}: this field must be the same on every cluster`,
      invalidDefault: (field: string) => `invalid default of ${field}: only a tenant's own file can set this field`,
      commonField: (field: string, reason: string) => `invalid override of ${field}: ${reason}`,
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
    summary: "A cluster sets a value of Seldon's chart that has no effect, or that another setting determines.",
    why: "Helm silently accepts unknown values, and the chart lists keys that it does not read (2.9.1). Tenantry derives other values from the pattern, the tenants or the platform. If a cluster also set a derived value, the two values could contradict each other.",
    fix: "Remove the value. If another setting determines the value, the message names this setting.",
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
