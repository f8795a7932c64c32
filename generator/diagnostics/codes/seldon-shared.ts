import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** What tenants could take from each other where they share a scheduler or an operator. */
export const seldonSharedCodes = {
  "seldon/shared-name": {
    severity: "error",
    summary: "Two tenants give one name to what a shared scheduler knows by name alone.",
    why: "The scheduler keeps models, Servers, pipelines and experiments by name, without their namespace (2.9.1). The second tenant's model becomes a new version of the first one's, and answers its requests.",
    fix: "Put the tenant's name in front, or choose a pattern in which each tenant has a scheduler of its own.",
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  seldon: { pattern: enhanced }
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver } }
# tenants/pricing.yaml
spec:
  servers: { mlserver: { template: mlserver } }
`,
      valid: `
# clusters/production/cluster.yaml
spec:
  seldon: { pattern: enhanced }
# tenants/churn.yaml
spec:
  servers: { churn-mlserver: { template: mlserver } }
# tenants/pricing.yaml
spec:
  servers: { pricing-mlserver: { template: mlserver } }
`,
    },
  },
  "seldon/server-choice": {
    severity: "error",
    summary: "A model that a shared scheduler could place on another tenant's Server.",
    why: "A scheduler takes any Server that offers what a model requires and has room, whoever's it is (2.9.1). The model would run under another tenant's quota and credentials, and behind other policies.",
    fix: "Name its Server with server.",
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  seldon: { pattern: enhanced }
# tenants/churn.yaml
spec:
  servers: { churn-a: { template: mlserver }, churn-b: { template: mlserver } }
  models:
    churn: { storageUri: "s3://churn/model/7", requirements: [sklearn] }
`,
      valid: replaced("requirements: [sklearn]", "requirements: [sklearn], server: churn-a"),
    },
  },
  "seldon/reserved-config": {
    severity: "error",
    summary: "A ServerConfig with the name of one that Seldon's chart brings into the namespace.",
    why: "The operator's chart makes ServerConfigs mlserver and triton beside the operator. Two Applications would hold one object, and each sync of one would undo the other's.",
    fix: "Call it something else.",
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  seldon: { pattern: dedicated }
# tenants/churn.yaml
spec:
  serverConfigs: { mlserver: { template: mlserver } }
`,
      valid: replaced("mlserver: { template: mlserver }", "churn-mlserver: { template: mlserver }"),
    },
  },
  "seldon/watch-list": {
    severity: "error",
    summary: "A list of namespaces that the operator cannot be given, or would not heed.",
    why: "The list is one argument of a process, and Linux takes none over 131,071 bytes: the operator would not start. Without a list only Seldon's own cluster-wide switch makes an operator look beyond its own namespace (2.9.1).",
    fix: "Say watch: all where the tenants are too many for a list, and leave watch out where the pattern is not cluster-wide.",
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  seldon: { pattern: dedicated, watch: all }
`,
      valid: replaced("seldon: { pattern: dedicated, watch: all }", "seldon: { pattern: dedicated }"),
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
