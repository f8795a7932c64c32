import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Conflicts between tenants that share a scheduler or an operator. */
export const seldonSharedCodes = {
  "seldon/shared-name": {
    severity: "error",
    summary: "Two tenants use one name for objects that a shared scheduler identifies by name alone.",
    why: "The scheduler stores models, Servers, pipelines and experiments by name, without their namespace (2.9.1). The second tenant's model becomes a new version of the first one's, and answers its requests.",
    fix: "Prefix the names with the tenant's name, or choose a pattern in which each tenant has its own scheduler.",
    messages: {
      sharedName: (kind: string, name: string, cluster: string, owner: string) =>
        `duplicate ${kind} ${name} on ${cluster}: ${owner} has it too, and all tenants share one scheduler`,
    },
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
    summary: "A shared scheduler could place a model on another tenant's Server.",
    why: "A scheduler chooses any Server that offers what a model requires and has capacity, regardless of its tenant (2.9.1). The model would run under another tenant's quota and credentials, and behind other policies.",
    fix: "Set server to the Server of this model.",
    messages: {
      noServer: (tenant: string, model: string) =>
        `no Server of ${tenant} has the capabilities that model ${model} requires, but a Server of another tenant may have them`,
      severalServers: (model: string, servers: string) =>
        `more than one Server has the capabilities that model ${model} requires: ${servers}`,
    },
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
    summary: "A ServerConfig has the name of one that Seldon's chart creates in the namespace.",
    why: "The operator's chart creates the ServerConfigs mlserver and triton in the operator's namespace. Two Applications would manage one object, and each sync of one would undo the other's.",
    fix: "Choose another name.",
    messages: {
      reservedConfig: (name: string, cluster: string, tenant: string) =>
        `reserved name ${name}: on ${cluster} Seldon's chart creates a ServerConfig with this name in ${tenant}`,
    },
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
    summary: "The operator cannot be given the list of namespaces, or would ignore it.",
    why: "The list is one argument of a process, and Linux accepts no argument over 131,071 bytes: the operator would not start. Without a list, only Seldon's own cluster-wide switch makes an operator watch other namespaces than its own (2.9.1).",
    fix: "Set watch: all if there are too many tenants for a list. Remove watch if the pattern is not cluster-wide.",
    messages: {
      notClusterWide: (pattern: string) =>
        `invalid watch: pattern ${pattern} is not cluster-wide, so without a list its operator would watch only its own namespace`,
      operatorPerTenant: (pattern: string) =>
        `invalid watch: with pattern ${pattern} each operator watches the namespace of its tenant`,
      listTooLong: (tenants: number, bytes: number, limit: number) =>
        `the list of ${tenants} tenants is too long: it has ${bytes} bytes, and a process accepts at most ${limit} in an argument`,
    },
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
