import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Conflicts between tenants that share a scheduler or an operator. */
export const seldonSharedCodes = {
  "seldon/shared-name": {
    severity: "error",
    summary: "Two tenants use the same name for objects that a shared scheduler identifies only by name.",
    why: "The scheduler stores models, Servers, pipelines and experiments by name, without their namespace (2.9.1). The model of the second tenant becomes a new version of the first tenant's model, and answers the first tenant's requests.",
    fix: "Prefix the names with the tenant's name, or choose a pattern in which each tenant has its own scheduler.",
    messages: {
      sharedName: (kind: string, name: string, cluster: string, owner: string) =>
        `duplicate ${kind} ${name} on ${cluster}: ${owner} also uses this name, and all tenants share one scheduler`,
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
    why: "A shared scheduler selects any Server with the required capabilities and enough capacity, regardless of the Server's tenant (2.9.1). The model could then run with another tenant's quota, credentials and network policies.",
    fix: "Set the model's server to the Server that must load the model.",
    messages: {
      noServer: (tenant: string, model: string) =>
        `missing Server for model ${model}: no Server of ${tenant} has the required capabilities, but a Server of another tenant may have them`,
      severalServers: (model: string, servers: string) =>
        `ambiguous Server of model ${model}: ${servers} have the required capabilities`,
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
  "seldon/shared-components": {
    severity: "error",
    summary: "A tenant sets components of Seldon, but shares them with all tenants of the cluster.",
    why: "With a shared runtime, no scheduler, Envoy or gateway runs in the tenant's namespace. The platform team sets the components of the shared runtime in the cluster's file, because they serve all tenants.",
    fix: "Remove the field from the tenant's file. Have the platform team set seldon.components in the cluster's file.",
    messages: {
      sharedComponents: (tenant: string, cluster: string) =>
        `components of ${tenant} are not allowed on ${cluster}: all tenants share one runtime`,
    },
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  seldon: { pattern: enhanced }
# tenants/churn.yaml
spec:
  servers: { churn-mlserver: { template: mlserver } }
  seldon: { components: { envoy: { replicas: 2 } } }
`,
      valid: `
# clusters/production/cluster.yaml
spec:
  seldon: { pattern: enhanced, components: { envoy: { replicas: 2 } } }
# tenants/churn.yaml
spec:
  servers: { churn-mlserver: { template: mlserver } }
`,
    },
  },
  "seldon/reserved-config": {
    severity: "error",
    summary:
      "A ServerConfig in the namespace of an operator has the name mlserver or triton, which Seldon's chart also uses in this namespace.",
    why: "The operator's chart creates the ServerConfigs mlserver and triton in the operator's namespace. If a tenant declared a ServerConfig with one of these names in this namespace, two Applications would manage the same object, and each sync of one Application would undo the last sync of the other.",
    fix: "Choose another name for the ServerConfig.",
    messages: {
      reservedConfig: (name: string, cluster: string, tenant: string) =>
        `reserved name ${name}: on ${cluster}, Seldon's chart creates a ServerConfig with this name in ${tenant}`,
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
    summary: "The list of namespaces is too long for the operator, or the field watch has no effect with the pattern.",
    why: "The operator gets the list as one argument of its process. Linux accepts no argument longer than 131,071 bytes, so the operator would not start. Without a list, an operator watches namespaces other than its own only if Seldon's chart value clusterwide is true (2.9.1).",
    fix: "If the list is too long, set spec.seldon.watch to all. If the field has no effect with the pattern, remove the field.",
    messages: {
      notClusterWide: (pattern: string) =>
        `invalid watch: pattern ${pattern} is not cluster-wide, so without a list the operator would watch only its own namespace`,
      operatorPerTenant: (pattern: string) =>
        `invalid watch: with pattern ${pattern} each operator watches the namespace of its tenant`,
      listTooLong: (tenants: number, bytes: number, limit: number) =>
        `too many tenants in the list of namespaces: ${tenants} tenants need ${bytes} bytes, and the limit for an argument is ${limit}`,
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
