import { z } from "zod";
import { AddonName } from "./addons/addon.ts";
import { ClusterAddon } from "./addons/cluster-addon.ts";
import { ClusterArgoCD } from "./argo-cd.ts";
import { ClusterNetwork } from "./cluster-network.ts";
import { ClusterSeldon } from "./cluster-seldon.ts";
import { ClusterLabels } from "./cluster-selector.ts";
import { ImageMirror, imageMirrorExample } from "./image-mirror.ts";
import { placeFields } from "./platform-fields.ts";
import { TenantsOfCluster } from "./tenant-defaults.ts";
import {
  ClusterName,
  Count,
  distinctItems,
  exampleOf,
  field,
  Labels,
  Name,
  PodLabels,
  QuantityText,
  SoftwareVersion,
} from "./terms.ts";
import { Waivers, waiversExample } from "./waiver.ts";

const NodePool = z.strictObject({
  selector: field(PodLabels, "Labels of the pool's nodes.", { "node.acme.test/pool": "gpu" }),
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
        operator: field(
          z.enum(["Exists", "Equal"]),
          "With `Equal`, the value of the taint must match. With `Exists`, the taint can have any value.",
          "Exists",
        ).default("Exists"),
        value: field(z.string().max(63), "Value of the taint.", "present").optional(),
        effect: field(z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]), "Effect of the taint.", "NoSchedule"),
      }),
    ),
    "Taints of the pool's nodes.",
    [{ key: "nvidia.com/gpu", effect: "NoSchedule" }],
  ).default([]),
  gpuResource: field(
    z.string().regex(/^[a-z0-9][a-z0-9.-]*\/[a-z0-9][a-z0-9.-]*$/, "it must be an extended resource"),
    "Extended resource of the pool's GPUs.",
    "nvidia.com/gpu",
  ).optional(),
});

const Capacity = z.strictObject({
  cpu: field(QuantityText, "CPU cores for the requests of all tenants together.", "128"),
  memory: field(QuantityText, "Memory for the requests of all tenants together.", "512Gi"),
  storage: field(
    QuantityText,
    "Storage for the volume claims of all tenants together. If this field is omitted, the check ignores storage.",
    "20Ti",
  ).optional(),
  overcommit: field(
    z.strictObject({
      cpu: field(z.number().min(1).max(20), "Factor by which quotas may exceed the CPU capacity.", 1.5),
      memory: field(z.number().min(1).max(20), "Factor by which quotas may exceed the memory capacity.", 1),
    }),
    "Factors by which quotas may exceed the capacity, because tenants seldom use their whole quota.",
    { cpu: 1.5, memory: 1 },
  ),
  nodes: field(
    z.strictObject({
      cpu: field(QuantityText, "CPU cores that pods can request on all nodes together.", "136"),
      memory: field(QuantityText, "Memory that pods can request on all nodes together.", "544Gi"),
    }),
    "Resources that all nodes together offer to pods. The capacity for tenants and the requests of the add-ons' pods must fit together. If this field is omitted, the requests of add-ons are not checked.",
    { cpu: "136", memory: "544Gi" },
  ).optional(),
});

const Prometheus = z.strictObject({
  namespace: field(Name, "Namespace of Prometheus.", "monitoring"),
  pods: field(PodLabels, "Labels that select the pods of Prometheus.", { "app.kubernetes.io/name": "prometheus" }),
  monitorLabels: field(Labels, "Labels of the PodMonitors that Prometheus selects.", {
    release: "prometheus",
  }).default({}),
  account: field(
    Name,
    "ServiceAccount of Prometheus, for add-ons whose metrics need a permission.",
    "prometheus-kube-prometheus-prometheus",
  ).optional(),
});
export type Prometheus = z.infer<typeof Prometheus>;

export const ClusterSpec = z.strictObject({
  environment: field(Name, "The environment of this cluster.", "production"),
  groups: field(
    distinctItems(z.array(Name).max(20)),
    "Groups of clusters that this cluster belongs to. Tenants can name a group instead of its clusters. If two groups set the same value for a tenant, the later group in this list applies.",
    ["eu", "gpu"],
  ).default([]),
  tenants: field(
    TenantsOfCluster,
    "Defaults and components for all tenants on this cluster. The defaults replace those of `spec.tenants` in platform.yaml, and the components are added to its components.",
    { defaults: { nodePool: "gpu" } },
  ).prefault({}),
  order: field(
    Count,
    "The cluster's position in the order of promotion, lowest first. Clusters of one environment are peers and may have the same position. Clusters of different environments have different positions.",
    20,
  ),
  argoCD: field(ClusterArgoCD, "The Argo CD instance that syncs this cluster.", {
    version: "3.2.11",
    destination: { server: "https://kubernetes.default.svc" },
  }),
  publish: field(
    z.enum(["folder", "branch", "next"]),
    "Where this cluster's Applications read the rendered objects. `folder`: in the folder on the main branch. `branch`: on the branch `environments/<cluster>`, which `tenantry publish` writes. `next`: on the branch `environments/<cluster>`, to which GitOps Promoter promotes `environments/<cluster>-next`. With `next`, `tenantry publish` writes `environments/<cluster>-next`.",
    "folder",
  ).default("folder"),
  kubernetes: field(
    z.strictObject({
      version: field(
        SoftwareVersion,
        "Version of Kubernetes: a minor or a full version. Objects are validated against the schemas of this version, or of the newest pinned patch of its minor. `tenantry versions` lists the pinned versions.",
        "1.34.4",
        "1.34",
      ),
    }),
    "Kubernetes on this cluster.",
    { version: "1.34.4" },
  ),
  addons: field(
    z.record(AddonName, ClusterAddon),
    "Add-ons that are on, by name: the add-ons that Tenantry ships, and those in `platform/addons/`. See the page addons.md of the documentation.",
    { "cert-manager": {} },
  ).default({}),
  components: field(
    distinctItems(z.array(Name).max(50)),
    "Components that add objects of the platform on the cluster: folders in `platform/components/`. See the page components.md of the documentation.",
    ["no-load-balancers"],
  ).default([]),
  network: field(
    ClusterNetwork,
    "Network addresses of the cluster, and the CNI that enforces network policies.",
    exampleOf(ClusterNetwork),
  ),
  imageMirror: field(
    ImageMirror,
    "A registry that the nodes pull all images from. Tenantry replaces the registry of each image: of tenants, of Seldon, and of add-ons that the mirror itself does not need.",
    imageMirrorExample,
  ).optional(),
  nodePools: field(z.record(Name, NodePool), "Pools of nodes that tenants can use.", {
    gpu: { selector: { "node.acme.test/pool": "gpu" } },
  }).default({}),
  storageClasses: field(
    z.strictObject({
      default: field(Name, "The storage class of claims that do not set a class.", "standard"),
      others: field(z.array(Name), "Other classes that tenants can use.", ["fast"]).default([]),
    }),
    "Storage classes for tenants.",
    { default: "standard" },
  ),
  capacity: field(Capacity, "Capacity that tenants share.", {
    cpu: "128",
    memory: "512Gi",
    overcommit: { cpu: 1.5, memory: 1 },
  }),
  prometheus: field(Prometheus, "The Prometheus that scrapes this cluster. Omit it if an add-on provides Prometheus.", {
    namespace: "monitoring",
    pods: { "app.kubernetes.io/name": "prometheus" },
  }).optional(),
  seldon: field(ClusterSeldon, "Settings of Seldon on this cluster.", { pattern: "standard" }),
  platform: field(
    z.record(z.string(), z.unknown()),
    `Overrides of the spec of platform/platform.yaml on this cluster: ${placeFields.join(", ")}. The other fields are the same on every cluster. Maps are merged, lists are replaced, and \`null\` removes a value.`,
    { services: { mlflow: { namespace: "mlflow-staging" } } },
  ).optional(),
  waivers: field(Waivers, "Waived rules on this cluster, by code.", waiversExample).default({}),
});
export type ClusterSpec = z.infer<typeof ClusterSpec>;

export const Cluster = z.strictObject({
  apiVersion: field(z.literal("tenantry.dev/v1alpha1"), "Version of this file format.", "tenantry.dev/v1alpha1"),
  kind: field(z.literal("Cluster"), "Kind of this file.", "Cluster"),
  metadata: field(
    z.strictObject({
      name: field(ClusterName, "The cluster's name, which is also the name of its folder.", "production"),
      labels: field(
        ClusterLabels,
        "Labels of the cluster, for the `clusterSelector` of tenants. Tenantry adds `tenantry.dev/cluster` with the name of the cluster, and `tenantry.dev/environment` with its environment.",
        { "acme.test/region": "eu" },
      ).default({}),
    }),
    "Metadata of the cluster: its name and its labels.",
    { name: "production" },
  ),
  spec: field(ClusterSpec, "Settings of this cluster.", exampleOf(ClusterSpec)),
});
export type Cluster = z.infer<typeof Cluster>;
