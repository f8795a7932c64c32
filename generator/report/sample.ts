import { clusterFile, platformFile, tenantFile } from "../load/input-files.ts";
import type { RepositoryDocuments } from "../load/load-repository.ts";
import type { SourceDocument } from "../load/source.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import type { PatternName } from "../validate/terms.ts";
import { validateInventory } from "../validate/validate-inventory.ts";

/**
 * The smallest platform that shows the output of a pattern: one tenant with a Server, two models, an experiment and a caller,
 * on a cluster with that pattern. The documentation is generated from the output of the generators for it.
 */
export function sampleOf(pattern: PatternName): { readonly inventory: Inventory; readonly cluster: ClusterEntry } {
  const documents: RepositoryDocuments = {
    platform: document(platformFile, platform),
    schemas: undefined,
    schemaFiles: [],
    addons: [],
    shippedAddons: [],
    charts: [],
    shippedCharts: [],
    clusters: [document(clusterFile("sample"), cluster(pattern))],
    tenants: [document(tenantFile("tenant"), tenant)],
    components: new Map(),
    healthChecks: new Map(),
  };
  const validated = validateInventory(documents);
  const entry = validated.ok ? validated.value.clusters[0] : undefined;
  if (!validated.ok || entry === undefined)
    throw new Error(`the sample is invalid: ${validated.diagnostics.map(({ message }) => message).join("; ")}`);
  return { inventory: validated.value, cluster: entry };
}

function document(file: string, value: unknown): SourceDocument {
  return { source: { file, text: "" }, value };
}

const apiVersion = "tenantry.dev/v1alpha1";
const small = { cpu: "100m", memory: "1Gi" };

const platform = {
  apiVersion,
  kind: "Platform",
  metadata: { name: "sample" },
  spec: {
    owner: { team: "Platform", contact: "platform@acme.test", github: "acme/platform" },
    repository: { url: "https://github.com/acme/ml-platform.git", revision: "refs/heads/main" },
    namespaces: { "seldon-system": {}, minio: {} },
    services: {
      ingress: { namespace: "ingress-nginx", pods: { app: "ingress-nginx" } },
      minio: { namespace: "minio", pods: { app: "minio" }, ports: [{ port: 9000 }] },
    },
    artifactStores: {
      minio: { locations: ["s3://{tenant}/"], service: "minio", credentials: { secret: "artifacts", from: "manual" } },
    },
    roles: {
      viewer: { description: "Looks", rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] },
    },
    quotaSizes: {
      small: {
        requests: { cpu: 8, memory: "16Gi" },
        limits: { cpu: 24, memory: "32Gi" },
        persistentVolumeClaims: 5,
        loadBalancers: 0,
      },
    },
    defaults: {
      quotaSize: "small",
      podSecurity: { enforce: "baseline", audit: "restricted", warn: "restricted" },
      containers: {
        default: { cpu: 1, memory: "1Gi" },
        defaultRequest: { cpu: "50m", memory: "64Mi" },
        max: { cpu: 8, memory: "32Gi" },
      },
    },
    floors: { podSecurity: "baseline" },
    registries: ["docker.io/seldonio/"],
    serverTemplates: {
      mlserver: {
        type: "mlserver",
        image: "docker.io/seldonio/mlserver:1.7.1",
        capabilities: ["mlserver", "sklearn"],
        resources: { requests: small, limits: { cpu: 1, memory: "1Gi" } },
        storage: { size: "1Gi" },
        agent: { resources: { requests: { cpu: "200m", memory: "1Gi" }, limits: { cpu: "500m", memory: "1Gi" } } },
        rclone: {
          resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { cpu: "500m", memory: "128Mi" } },
        },
      },
    },
    seldon: { version: "2.9.1" },
  },
};

function cluster(pattern: PatternName): object {
  return {
    apiVersion,
    kind: "Cluster",
    metadata: { name: "sample" },
    spec: {
      environment: "sample",
      order: 1,
      argoCD: { version: "3.5.1", destination: { server: "https://kubernetes.default.svc" } },
      kubernetes: { version: "1.34.4" },
      network: {
        cni: "calico",
        podCIDRs: ["10.42.0.0/16"],
        serviceCIDRs: ["10.43.0.0/16"],
        nodeCIDRs: ["192.168.1.0/24"],
        apiServer: { endpoints: ["192.168.1.10/32"], port: 6443 },
        dns: { namespace: "kube-system", pods: { "k8s-app": "kube-dns" } },
      },
      storageClasses: { default: "standard" },
      capacity: { cpu: 96, memory: "256Gi", overcommit: { cpu: 1, memory: 1 } },
      prometheus: { namespace: "monitoring", pods: { app: "prometheus" } },
      seldon: { pattern },
    },
  };
}

const tenant = {
  apiVersion,
  kind: "Tenant",
  metadata: { name: "tenant" },
  spec: {
    owner: { team: "Team", contact: "team@acme.test", github: "acme/team" },
    clusters: { sample: {} },
    servers: { mlserver: { template: "mlserver" } },
    models: {
      baseline: { storageUri: "s3://tenant/baseline/1", requirements: ["sklearn"] },
      candidate: { storageUri: "s3://tenant/candidate/1", requirements: ["sklearn"] },
    },
    experiments: { split: { default: "baseline", candidates: { baseline: 80, candidate: 20 } } },
    network: { callers: ["ingress"] },
  },
};
