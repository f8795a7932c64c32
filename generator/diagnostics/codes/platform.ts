import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Limits of the platform and its clusters for tenants. */
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
  "platform/mirror": {
    severity: "error",
    summary:
      "The mirror of a cluster has no separate project for a registry, or the platform allows more of the mirror than of the registries.",
    why: "Without a project, nodes would pull the images past the mirror. On a cluster without a connection to other registries, the pods never start. If two registries have one project, or if the platform allows the whole mirror, tenants can use images of registries that the platform does not allow.",
    fix: "Add the registry to projects of imageMirror, with a project that no other registry has. If nodes may pull from the registry itself, add it to direct instead. Under registries of the platform, list only projects of the mirror with your own images.",
    messages: {
      noProject: (registry: string, user: string) => `missing project for registry ${registry}: ${user}`,
      notMirrored: (registry: string, isMirror: boolean) =>
        `invalid project for registry ${registry}: ${isMirror ? "it is the mirror itself" : "direct lists it, too"}`,
      sharedProject: (project: string, registry: string, other: string) =>
        `invalid project ${project} for registry ${registry}: the project of ${other} must not contain images of another registry`,
      wholeProject: (registry: string, upstream: string, cluster: string) =>
        `registry ${registry} allows every image of ${upstream} on ${cluster}, because it contains their copies`,
      noImages: (chart: string) => `missing images of chart ${chart}: its pods pull from the original registries`,
    },
    example: {
      invalid: `
# clusters/staging/cluster.yaml
spec:
  imageMirror: { host: mirror.acme.test, projects: { docker.io: dockerhub, nvcr.io: nvidia, quay.io: quay }, direct: [harbor.acme.test] }
  addons: { cert-manager: {}, external-secrets: {} }
`,
      valid: replaced("quay.io: quay", "quay.io: quay, ghcr.io: github"),
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
