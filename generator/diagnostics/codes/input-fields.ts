import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Each field by itself, as its schema has it. */
export const inputFieldCodes = {
  "input/unknown-field": {
    severity: "error",
    summary: "A field that the schema does not know.",
    why: "It would have no effect. Where Seldon's kinds have such a field, the API server drops it in silence or Argo CD's sync is refused; here it is said before anything is made.",
    fix: "Spell it as the schema does: generator/docs/fields.md has every field, and an editor completes them.",
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
    summary: "A field that the schema requires is not there.",
    why: "Nothing can be put in its place without guessing. Some are required because Seldon 2.9.1 does not survive without: an explainer that names nothing to explain ends the agent of its Server, and every model of that replica with it.",
    fix: "Add the field; the hint says where, and of what type. Of two that exclude each other give exactly one.",
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
    summary: "A value of another type than the schema's.",
    why: "The API server would refuse the object, or read something else: no value is ever turned into another type here, because the word false would become true.",
    fix: "Write a list, a map, a text or a number, as the message says; a quoted number is a text.",
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
    summary: "A value of the right type that the schema does not allow.",
    why: "Kubernetes or Seldon would refuse it, or take it and fail: a name that grows over its budget once it is composed, a number of replicas that autoscaling and git both own, an experiment in which nobody gets any traffic.",
    fix: "The message says what is allowed; where one of a few words was meant, the hint has the nearest.",
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
    summary: "A file's name and the name inside it differ, or two names differ in case only.",
    why: "Who may change which file is decided by its name, and what is made is called by the name inside. Two files that differ in case only are one on many machines.",
    fix: "Give both the same name.",
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
    summary: "A name that belongs to the platform or to Kubernetes.",
    why: "A tenant is a namespace by its own name. In one of the platform's, or of a service's, its roles and policies would be laid over somebody else's pods. A network outside that is called like a service, like a part of the cluster or like a policy would be taken for it by whoever reads an answer about reach.",
    fix: "Choose a name of the team's own, and rename the file with it.",
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
    summary: "A field that a cluster's entry may not change.",
    why: "Who answers for a tenant and who may do what in it is one answer, whatever cluster one looks at. A cluster's entry could otherwise hand out a role that nobody reviews.",
    fix: "Move it from the cluster's entry to the spec itself.",
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
    summary: "A value of Seldon's chart that the chart ignores, or that something else decides.",
    why: "Helm takes unknown values in silence, and the chart lists keys that it does not read (2.9.1). Others follow from the pattern, the tenants or the platform: given twice, they would contradict each other.",
    fix: "Leave it out; the message says what decides instead.",
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
