import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Offers and requirements of the platform and its clusters. */
export const platformCodes = {
  "platform/registry": {
    severity: "error",
    summary: "An image is in a registry that the platform does not allow.",
    why: "The platform neither scans nor copies images of other registries. If the owner of an image in another registry removes or replaces the image, the next restart of a pod fails or runs different code.",
    fix: "Copy the image to one of the allowed registries, or have the platform team add another registry under registries in platform.yaml, with a / at the end.",
    messages: {
      refusedRegistry: (image: string) => `invalid image ${image}: its registry is not allowed`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  serverConfigs:
    own: { template: mlserver, images: { server: ghcr.io/churn/mlserver:1.7.1 } }
`,
      valid: replaced("server: ghcr.io/churn/mlserver:1.7.1", "server: harbor.acme.test/churn/mlserver:1.7.1"),
    },
  },
  "platform/cidr-overlap": {
    severity: "error",
    summary: "A CIDR for external destinations is within the cluster's own network.",
    why: "A network policy with addresses does not check which pod has an address. A CNI that enforces policies only by address would then allow traffic to every pod, node and API server in the CIDR. Cilium identifies pods by labels, and allows no traffic to pods by address.",
    fix: "Name a service of the platform under network.needs, or a tenant under network.tenants.calls. Use addresses only for external destinations.",
    messages: {
      insideCluster: (cidr: string, network: string, cluster: string) =>
        `invalid external network ${cidr}: it is within ${network}, a network of cluster ${cluster}`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  network:
    external:
      bureau: { cidrs: [10.42.7.0/24], ports: [{ port: 443 }], why: Scores from the credit bureau }
`,
      valid: replaced("cidrs: [10.42.7.0/24]", "cidrs: [203.0.113.0/24]"),
    },
  },
  "platform/tenant-folder": {
    severity: "error",
    summary: "A tenant's folder in a secret store or artifact store is within the folder of another tenant.",
    why: "A tenant can read everything below its own folder. If another tenant's folder is there, the first tenant can read the secrets or artifacts of the second tenant. One prefix for all clusters keeps the folders apart. Different prefixes on different clusters can put the folder of one tenant into the folder of another tenant.",
    fix: "Use the same prefix on all clusters, with {cluster} or {environment} for the difference. Alternatively, use a folder outside the tenants' folders, or rename the tenant.",
    messages: {
      sharedFolder: (
        store: string,
        [inner, innerCluster, innerFolder]: readonly [tenant: string, cluster: string, folder: string],
        [outer, outerCluster, outerFolder]: readonly [tenant: string, cluster: string, folder: string],
      ) =>
        `invalid folder ${innerFolder} of ${inner} on ${innerCluster}: in ${store}, it is within ${outerFolder} of ${outer} on ${outerCluster}`,
    },
    example: {
      invalid: `
# clusters/staging/cluster.yaml
spec:
  platform:
    secretStores: { vault: { prefix: "ml-platform/staging/{tenant}/" } }
# tenants/staging.yaml
spec:
  labels: {}
# tenants/churn.yaml
spec:
  clusters: { staging: {} }
`,
      valid: replaced("ml-platform/staging/{tenant}/", "ml-platform-staging/{tenant}/"),
    },
  },
  "platform/capacity": {
    severity: "error",
    summary: "The tenants' quotas add up to more than the cluster's capacity multiplied by its overcommit factor.",
    why: "Each quota promises capacity to a tenant. If the quotas promise more than the overcommit factor allows, pods can stay pending although they are within their quota. The tenant whose pods restart last then has to wait.",
    fix: "Lower a quota, raise the overcommit factor, or add nodes and update capacity in cluster.yaml.",
    messages: {
      overPromised: (cluster: string, promised: string, unit: string, available: string) =>
        `quotas on ${cluster} promise ${promised} ${unit}, but only ${available} are available`,
      unlimitedStorage: (cluster: string, available: string, tenant: string) =>
        `${cluster} has ${available} GiB of storage, but the quota of ${tenant} does not limit storage`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  quota: { requests: { cpu: 160, memory: 40Gi }, limits: { cpu: 320, memory: 80Gi } }
`,
      valid: replaced(
        "requests: { cpu: 160, memory: 40Gi }, limits: { cpu: 320, memory: 80Gi }",
        "requests: { cpu: 16, memory: 40Gi }, limits: { cpu: 32, memory: 80Gi }",
      ),
    },
  },
  "platform/limits": {
    severity: "error",
    summary: "Container defaults, container maximums and quota contradict each other.",
    why: "If a default exceeds the maximum, the API server rejects the LimitRange. If a request exceeds its limit, the API server rejects every pod that has this request and this limit. The StatefulSet then has no pods, and only its events show the reason.",
    fix: "Keep this ascending order: default request, default limit, maximum of one container, quota of limits. Keep the quota of requests at or below the quota of limits.",
    messages: {
      exceeds: (lower: string, size: string, upper: string, limit: string, cluster?: string) =>
        `${lower} (${size}) exceeds ${upper} (${limit})${cluster === undefined ? "" : ` on ${cluster}`}`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  containers: { default: { cpu: 16 } }
`,
      valid: replaced("containers: { default: { cpu: 16 } }", "containers: { default: { cpu: 4 } }"),
    },
  },
  "platform/sample": {
    severity: "warning",
    summary: "A platform other than the sample still names the sample's repository.",
    why: "Applications and AppProjects name the repository that Argo CD reads. The sample's repository does not exist: no host name ends in .invalid. While the merged files name the sample's repository, Tenantry assumes that no cluster runs this platform. A change can then remove a tenant that is not drained.",
    fix: "Set repository.url to the address from which Argo CD reads this repository.",
    messages: {
      sampleRepository: () => "invalid repository: Argo CD cannot read the repository of the sample",
    },
    example: {
      invalid: `
# platform/platform.yaml
spec:
  repository: { url: "https://git.acme.invalid/ml-platform.git", revision: refs/heads/main }
`,
      valid: replaced(
        `url: "https://git.acme.invalid/ml-platform.git"`,
        `url: "https://github.com/acme/ml-platform.git"`,
      ),
    },
  },
  "platform/placeholder-address": {
    severity: "warning",
    summary: "A cluster's file contains an address that is reserved for documentation.",
    why: "`tenantry init` writes these addresses into the file of a new cluster, because it does not know the cluster's own addresses. No cluster uses them (RFC 5737). Network policies with these addresses block calls to the API server, and allow external connections into the cluster.",
    fix: "Replace the address with the cluster's own address. `kubectl get endpointslices kubernetes --namespace default` shows the addresses of the API server. Ask the administrator of the cluster for the networks of nodes, pods and Services.",
    messages: {
      placeholder: (address: string, cluster: string) =>
        `invalid address ${address} of cluster ${cluster}: it is reserved for documentation`,
    },
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  network: { nodeCIDRs: [192.0.2.0/24] }
`,
      valid: replaced("nodeCIDRs: [192.0.2.0/24]", "nodeCIDRs: [192.168.1.0/24]"),
    },
  },
  "platform/repository-path": {
    severity: "error",
    summary: "The field repository.path does not name the folder that contains the files of Tenantry.",
    why: "Argo CD and GitHub need paths from the root of the repository. With a wrong folder, every Application reads a folder that does not exist, and CODEOWNERS matches no file.",
    fix: "Set repository.path to the folder that contains tenants/, platform/ and clusters/. If this folder is the root of the repository, remove the field.",
    messages: {
      otherFolder: (configured: string | undefined, actual: string) =>
        `invalid repository path ${configured === undefined ? "(the root)" : configured}: in git, these files are in ${actual === "" ? "the root of the repository" : actual}`,
    },
  },
  "platform/endpoint": {
    severity: "error",
    summary: "An address in Seldon's settings does not match the namespace or the ports of its platform service.",
    why: "Network policies allow tenants' pods to reach only the pods and the ports of the platform service. At another address, Kafka or the trace collector would be unreachable. Pipelines would never become ready, and only the logs of the gateways would show the connection errors.",
    fix: "Name the service that has this address, or set the address of the named service in this format: <Service>.<namespace>:<port>.",
    messages: {
      missingNamespace: (host: string, service: string, namespace: string) =>
        `invalid address ${host}: it has no namespace, and service ${service} is in ${namespace}`,
      otherNamespace: (host: string, found: string, service: string, namespace: string) =>
        `invalid address ${host}: it is in namespace ${found}, and service ${service} is in ${namespace}`,
      outside: (host: string, service: string, namespace: string) =>
        `invalid address ${host}: it is not a Service in namespace ${namespace}, which contains service ${service}`,
      unlistedPort: (port: string, host: string, service: string, ports: string) =>
        `invalid port ${port} of ${host}: service ${service} listens on ${ports}`,
    },
    example: {
      invalid: `
# platform/platform.yaml
spec:
  seldon: { kafka: { service: kafka, bootstrap: "seldon-kafka-bootstrap.streaming:9092" } }
`,
      valid: replaced(
        `bootstrap: "seldon-kafka-bootstrap.streaming:9092"`,
        `bootstrap: "seldon-kafka-bootstrap.kafka:9092"`,
      ),
    },
  },
  "platform/version": {
    severity: "error",
    summary:
      "Tenantry does not support a version of Kubernetes, Argo CD or Seldon Core, or has no pinned schemas for it.",
    why: "Tenantry validates every object against the schemas of the minor that runs on the cluster. With schemas of another minor, a field that the cluster does not know would pass the check. The API server would then reject or drop the field.",
    fix: "Use a version that tenantry versions lists, or pin the schemas of another version with tenantry versions --add. For a version of Seldon Core, see the page seldon-versions.md of the documentation.",
    messages: {
      tooOld: (program: string, version: string, because: string) =>
        `unsupported version ${program} ${version}: ${because}`,
      unpinned: (program: string, version: string) =>
        `unknown version ${program} ${version}: its schemas are not pinned`,
      unknownSeldon: (version: string) =>
        `unknown Seldon Core version ${version}: its kinds, its agents' environment and its charts may differ`,
    },
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  kubernetes: { version: 1.19.3 }
`,
      valid: replaced("kubernetes: { version: 1.19.3 }", "kubernetes: { version: 1.34.4 }"),
    },
  },
  "platform/schemas": {
    severity: "error",
    summary: "A pinned schema in platform/schemas.yaml or platform/schemas/ cannot be used.",
    why: "The pinned schemas decide which objects the checks accept. A module with another hash is not the module that was reviewed. If two sources define one kind, it is undefined which one the cluster uses.",
    fix: "Remove the entry, and add it again with tenantry versions --add, which computes the hash and checks the files. For a file in platform/schemas/, copy the CustomResourceDefinition from the cluster.",
    messages: {
      otherSum: (module: string, found: string, pinned: string) =>
        `invalid hash of module ${module}: ${found} instead of the pinned ${pinned}`,
      unknownModule: (module: string, reason: string) => `unknown module ${module}: ${reason}`,
      invalidZip: (module: string, reason: string) => `invalid zip of module ${module}: ${reason}`,
      missingPath: (path: string, module: string) => `missing file ${path} in module ${module}`,
      missingDefinition: (path: string, module: string) =>
        `missing CustomResourceDefinition in ${path} of module ${module}`,
      invalidKind: (source: string, kind: string) => `invalid kind ${kind} in ${source}`,
      duplicateKind: (kind: string, before: string) => `duplicate schema of ${kind}: ${before} already defines it`,
      reservedModule: (module: string) => `invalid module ${module}: Tenantry reads its schemas itself`,
      notSchema: (file: string) => `invalid schema in ${file}: it does not describe a kind`,
      otherFile: (file: string, target: string) => `invalid reference ${target} in ${file}: it is in another file`,
    },
    example: {
      invalid: `
# platform/schemas.yaml
apiVersion: tenantry.dev/v1alpha1
kind: Schemas
spec:
  modules:
    k8s.io/kubernetes:
      version: v1.35.4
      sum: h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM=
      crds: [api/crds.yaml]
`,
      valid: `
# platform/schemas.yaml
apiVersion: tenantry.dev/v1alpha1
kind: Schemas
spec:
  kubernetes: { 1.35.4: "h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM=" }
`,
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
