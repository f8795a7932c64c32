import { z } from "zod";
import { ClusterSeldon } from "./cluster-seldon.ts";
import {
  Cidr,
  ClusterName,
  Count,
  distinctItems,
  exampleOf,
  field,
  IpAddress,
  Labels,
  Name,
  PodLabels,
  PortNumber,
  QuantityText,
} from "./terms.ts";
import { Waivers, waiversExample } from "./waiver.ts";

const ArgoCD = z.strictObject({
  version: field(
    z.string().regex(/^[0-9]+\.[0-9]+\.[0-9]+$/, "a version: 3.2.11"),
    "Version of the Argo CD that syncs this cluster; only one whose schemas are pinned.",
    "3.2.11",
  ),
  namespace: field(Name, "Where that Argo CD runs.", "argocd").default("argocd"),
  user: field(
    z
      .string()
      .max(253)
      .regex(/^[A-Za-z0-9][A-Za-z0-9:@._/-]*$/, "a user's name in Kubernetes"),
    "The user that Argo CD is on this cluster, where it is not the account argocd-application-controller in its namespace (of another cluster's Argo CD: argocd-manager in kube-system). Policies let it write what nobody else may, and hold it to what its Applications declare.",
    "arn:aws:iam::111122223333:role/argocd",
  ).optional(),
  destination: field(
    z.union([
      z.strictObject({
        server: field(
          z.url({ protocol: /^https$/ }),
          "Address of the cluster's API server, as Argo CD knows it.",
          "https://kubernetes.default.svc",
        ),
      }),
      z.strictObject({ name: field(Name, "Name that Argo CD knows the cluster by.", "production") }),
    ]),
    "This cluster, as its Argo CD knows it.",
    { server: "https://kubernetes.default.svc" },
  ),
});

const Domain = z
  .string()
  .max(190)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, "a domain in small letters");

const DnsService = z.strictObject({
  namespace: field(Name, "Where the cluster's DNS runs.", "kube-system"),
  pods: field(PodLabels, "Labels that select its pods.", { "k8s-app": "kube-dns" }),
  port: field(PortNumber, "The port that its pods listen on, UDP and TCP.", 53).default(53),
  domain: field(
    z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "a domain"),
    "The domain that Services are named under.",
    "cluster.local",
  ).default("cluster.local"),
  nodeLocal: field(IpAddress, "Address of NodeLocal DNSCache, where it runs.", "169.254.20.10").optional(),
});

const Network = z.strictObject({
  cni: field(z.enum(["calico", "cilium"]), "What enforces network policies.", "calico"),
  podCIDRs: field(z.array(Cidr).min(1), "Addresses of pods.", ["10.42.0.0/16"]),
  serviceCIDRs: field(z.array(Cidr).min(1), "Addresses of Services.", ["10.43.0.0/16"]),
  nodeCIDRs: field(z.array(Cidr).min(1), "Addresses of nodes.", ["192.168.1.0/24"]),
  apiServer: field(
    z.strictObject({
      endpoints: field(
        z.array(Cidr).min(1),
        "Where the API server really answers, after the Service's address is translated.",
        ["192.168.1.10/32"],
      ),
      port: field(PortNumber, "The port there.", 6443),
    }),
    "The API server's own endpoints: `kubectl get endpointslices kubernetes` shows them.",
    { endpoints: ["192.168.1.10/32"], port: 6443 },
  ),
  dns: field(DnsService, "The cluster's DNS.", { namespace: "kube-system", pods: { "k8s-app": "kube-dns" } }),
  domain: field(
    Domain,
    "A tenant's routes have hosts at or below `<tenant>.<domain>`. Without it tenants have no routes.",
    "models.acme.test",
  ).optional(),
  loadBalancerPools: field(
    z.record(Name, z.array(Cidr).min(1).max(50)),
    "MetalLB's pools that tenants' load balancers may have addresses of, with their networks. Without any tenants have no load balancers.",
    { tenants: ["192.168.1.208/28"] },
  ).default({}),
});

const NodePool = z.strictObject({
  selector: field(PodLabels, "Labels of its nodes.", { "node.acme.test/pool": "gpu" }),
  tolerations: field(
    z.array(
      z.strictObject({
        key: field(
          z
            .string()
            .max(253)
            .regex(/^[a-z0-9A-Z]([-a-zA-Z0-9._/]*[a-zA-Z0-9])?$/),
          "Key of the taint.",
          "nvidia.com/gpu",
        ),
        operator: field(z.enum(["Exists", "Equal"]), "Whether the value counts.", "Exists").default("Exists"),
        value: field(z.string().max(63), "Value of the taint.", "present").optional(),
        effect: field(z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]), "Effect of the taint.", "NoSchedule"),
      }),
    ),
    "Taints that its nodes carry.",
    [{ key: "nvidia.com/gpu", effect: "NoSchedule" }],
  ).default([]),
  gpuResource: field(
    z.string().regex(/^[a-z0-9][a-z0-9.-]*\/[a-z0-9][a-z0-9.-]*$/, "an extended resource"),
    "Resource that its GPUs are counted by.",
    "nvidia.com/gpu",
  ).optional(),
});

const Capacity = z.strictObject({
  cpu: field(QuantityText, "CPU cores that tenants may request together.", "128"),
  memory: field(QuantityText, "Memory that tenants may request together.", "512Gi"),
  storage: field(
    QuantityText,
    "Storage that tenants' volume claims may request together; not looked at where left out.",
    "20Ti",
  ).optional(),
  overcommit: field(
    z.strictObject({
      cpu: field(z.number().min(1).max(20), "How often the CPUs may be promised.", 1.5),
      memory: field(z.number().min(1).max(20), "How often the memory may be promised.", 1),
    }),
    "How often the capacity may be promised: quotas are seldom used up.",
    { cpu: 1.5, memory: 1 },
  ),
});

export const ClusterSpec = z.strictObject({
  environment: field(Name, "The environment it is.", "production"),
  order: field(Count, "Its place in the order of promotion, lowest first.", 20),
  argoCD: field(ArgoCD, "The Argo CD that syncs it.", {
    version: "3.2.11",
    destination: { server: "https://kubernetes.default.svc" },
  }),
  publish: field(
    z.enum(["folder", "branch", "next"]),
    "Where this cluster's Applications read what is rendered: the folder on the main branch; a branch of its own, environments/<cluster>, that `tenantry publish` writes; or that branch, with `tenantry publish` writing environments/<cluster>-next and GitOps Promoter moving it on.",
    "folder",
  ).default("folder"),
  kubernetes: field(
    z.strictObject({
      version: field(
        z.string().regex(/^[0-9]+\.[0-9]+\.[0-9]+$/, "a version: 1.34.4"),
        "Its version; only one whose schemas are pinned.",
        "1.34.4",
      ),
    }),
    "Kubernetes.",
    { version: "1.34.4" },
  ),
  components: field(distinctItems(z.array(Name).max(50)), "Components under platform/components/ that it runs.", [
    "no-load-balancers",
  ]).default([]),
  network: field(Network, "Addresses, and what enforces policies.", exampleOf(Network)),
  nodePools: field(z.record(Name, NodePool), "Pools of nodes that tenants may ask for.", {
    gpu: { selector: { "node.acme.test/pool": "gpu" } },
  }).default({}),
  storageClasses: field(
    z.strictObject({
      default: field(Name, "The class of a claim that names none.", "standard"),
      others: field(z.array(Name), "Further classes that tenants may name.", ["fast"]).default([]),
    }),
    "Storage classes on offer.",
    { default: "standard" },
  ),
  capacity: field(Capacity, "What tenants share.", {
    cpu: "128",
    memory: "512Gi",
    overcommit: { cpu: 1.5, memory: 1 },
  }),
  prometheus: field(
    z.strictObject({
      namespace: field(Name, "Where Prometheus runs.", "monitoring"),
      pods: field(PodLabels, "Labels that select its pods.", { "app.kubernetes.io/name": "prometheus" }),
      monitorLabels: field(Labels, "Labels that it selects PodMonitors by.", { release: "prometheus" }).default({}),
    }),
    "The Prometheus that scrapes it.",
    { namespace: "monitoring", pods: { "app.kubernetes.io/name": "prometheus" } },
  ),
  seldon: field(ClusterSeldon, "Seldon on this cluster.", { pattern: "standard" }),
  waivers: field(Waivers, "Rules that need not hold on this cluster, by code.", waiversExample).default({}),
});
export type ClusterSpec = z.infer<typeof ClusterSpec>;

export const Cluster = z.strictObject({
  apiVersion: field(z.literal("tenantry.dev/v1alpha1"), "Version of this form.", "tenantry.dev/v1alpha1"),
  kind: field(z.literal("Cluster"), "Kind of this file.", "Cluster"),
  metadata: field(
    z.strictObject({ name: field(ClusterName, "The cluster's name, and its folder's.", "production") }),
    "Names the cluster.",
    { name: "production" },
  ),
  spec: field(ClusterSpec, "What this cluster is and has.", exampleOf(ClusterSpec)),
});
export type Cluster = z.infer<typeof Cluster>;
