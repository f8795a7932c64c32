import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** References from one declaration to another. */
export const referenceCodes = {
  "reference/unknown": {
    severity: "error",
    summary: "A reference uses a name that no file declares.",
    why: "Kubernetes does not check references: a Server waits for a missing ServerConfig, an experiment waits for a missing candidate, and a policy with an unknown namespace selects no pods. The missing name appears in the status of the waiting object, or nowhere.",
    fix: "Correct the spelling, or declare the name. The hint shows the nearest name that exists.",
    messages: {
      unknownName: (noun: string, name: string, scope?: string) =>
        `unknown ${noun} ${name}${scope === undefined ? "" : ` ${scope}`}`,
      undeclaredOverride: (section: string, name: string, cluster: string) =>
        `unknown ${section}.${name}: ${cluster} overrides it, but spec.${section} does not declare it`,
      ownTenant: (tenant: string) => `invalid tenant ${tenant}: it is this tenant itself`,
      serviceWithoutPort: (service: string) => `invalid service ${service}: it listens on no port`,
      missingServer: (model: string) => `missing Server for model ${model}`,
      missingKafka: (pipeline: string) => `missing Kafka for pipeline ${pipeline}: the platform declares no Kafka`,
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
    why: "The last declaration would overwrite the first, or Seldon's scheduler would reject the object permanently. The operator does not send a rejected object again before the object changes (2.9.1).",
    fix: "Rename one of the two declarations.",
    messages: {
      duplicateName: (name: string, first: string, second: string) =>
        `duplicate name ${name}: ${first} and ${second} have this name`,
      derivedServerConfig: (config: string, template: string) =>
        `duplicate ServerConfig ${config}: derived from template ${template}, and also declared by this tenant`,
      deliveredSecret: (secret: string, owner: string) =>
        `duplicate secret ${secret}: ${owner} also provides a secret with this name`,
      mirroredCandidate: (name: string, experiment: string) =>
        `duplicate use of ${name}: a candidate and the mirror of ${experiment}`,
      mixedCandidates: (experiment: string) => `invalid candidates of ${experiment}: both models and pipelines`,
      excludedCluster: (cluster: string) =>
        `duplicate cluster ${cluster}: it is in both spec.clusters and spec.excludeClusters`,
      groupLikeCluster: (name: string) => `duplicate name ${name}: a group and another cluster have this name`,
      hubLikeCluster: (name: string) => `duplicate name ${name}: a hub and a cluster have this name`,
      duplicateDestination: (cluster: string, destination: string, twin: string, hub: string) =>
        `duplicate destination ${destination} of ${cluster}: ${twin} has the same destination in hub ${hub}`,
      duplicateOrder: (cluster: string, twin: string) =>
        `duplicate order of ${cluster}: ${twin}, a cluster of another environment, has the same order`,
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
  "reference/no-cluster": {
    severity: "error",
    summary: "The fields that select the clusters of a tenant select no cluster.",
    why: "A selector with a misspelt label matches no cluster, and Tenantry would generate nothing for the tenant. If the tenant ran on a cluster before, its objects would be deleted. The same happens if the last cluster with the label is removed.",
    fix: "Correct the labels of the selector, or the labels in the cluster's file. The hint lists the labels of all clusters. To remove a tenant, drain it and delete its file.",
    messages: {
      emptySelector: () => "invalid clusterSelector: it selects no cluster",
      allExcluded: () => "invalid excludeClusters: it excludes every cluster of the tenant",
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  clusterSelector: { matchLabels: { tenantry.dev/environment: prod } }
`,
      valid: replaced("prod }", "production }"),
    },
  },
  "reference/unused": {
    severity: "warning",
    summary: "No cluster names a hub of the platform.",
    why: "Tenantry generates the bootstrap of a hub only with the Applications of its clusters. For a hub without clusters, Tenantry generates no file. A misspelled or forgotten `argoCD.hub` therefore leaves a cluster with a separate Argo CD instance.",
    fix: "Set argoCD.hub in the cluster.yaml of each cluster that the hub syncs, or remove the hub from platform.yaml.",
    messages: {
      unusedHub: (hub: string) => `unused hub ${hub}: no cluster names this hub`,
    },
    example: {
      invalid: `
# platform/platform.yaml
spec:
  hubs: { main: { version: 3.2.11 } }
`,
      valid: `
# platform/platform.yaml
spec:
  hubs: { main: { version: 3.2.11 } }
# clusters/production/cluster.yaml
spec:
  argoCD: { hub: main }
`,
    },
  },
  "reference/one-sided": {
    severity: "error",
    summary: "Only one of two tenants declares a call between them.",
    why: "A connection needs a policy at its source and a policy at its destination. If one of the two policies is missing, the connection is dropped, and the caller sees only a timeout. Tenantry opens a tenant's namespace for a call only if that tenant's own file allows the call.",
    fix: "Have the other tenant's team add the call to the file of that tenant, or remove this entry.",
    messages: {
      missingCalledBy: (callee: string, caller: string, cluster: string) =>
        `missing calledBy in ${callee}: this tenant does not allow calls from ${caller} on ${cluster}`,
      missingCalls: (caller: string, callee: string, cluster: string) =>
        `missing calls in ${caller}: this tenant does not declare calls to ${callee} on ${cluster}`,
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
  "reference/lost-cluster": {
    severity: "error",
    summary: "A cluster is declared as lost, but its cluster.yaml exists.",
    why: "The files of a lost cluster may be removed although its tenants are not drained. If an entry for an existing cluster were allowed, a later change could remove this cluster at once, and its models and runtimes would wait for each other indefinitely.",
    fix: "If the cluster exists, remove the entry from spec.lostClusters in platform.yaml. If the cluster no longer exists, remove its cluster.yaml and its name from the tenants' files in the same change.",
    messages: {
      existingCluster: (cluster: string) => `invalid lost cluster ${cluster}: clusters/${cluster}/cluster.yaml exists`,
    },
    example: {
      invalid: `
# platform/platform.yaml
spec:
  lostClusters: { production: The data centre was closed }
`,
      valid: replaced("{ production: The data centre was closed }", "{ frankfurt: The data centre was closed }"),
    },
  },
  "reference/outside-own-storage": {
    severity: "error",
    summary: "A model's artifact is outside every location that its tenant may read.",
    why: "The credentials in the tenant's namespace give access only to the tenant's own locations, so the download would fail on the Server, minutes after the sync. If the credentials gave access to more locations, one tenant could serve the model of another tenant.",
    fix: "Copy the artifact to one of the locations that the hint names, or have the platform team add a location.",
    messages: {
      outsideStores: (storageUri: string, tenant: string) =>
        `invalid storageUri ${storageUri}: it is in no artifact store of ${tenant}`,
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
