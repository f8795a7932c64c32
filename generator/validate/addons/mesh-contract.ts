import { z } from "zod";
import { Cidr, cpu, exampleOf, field, Image, Labels, memory, Name, PodSecurityLevel, PortNumber } from "../terms.ts";
import { served } from "./served.ts";
import { FilledAmount, placeholder, WorkloadRequests } from "./workload.ts";

const Placeholder = z.string().regex(placeholder, "it must be true, false, or one placeholder: {settings.tenants}");

const ContainerLimits = z.strictObject({
  cpu: cpu(FilledAmount, "CPU cores.").optional(),
  memory: memory(FilledAmount, "Bytes of memory.").optional(),
});

const InjectedContainer = z.strictObject({
  image: field(
    z.string().min(1).max(500),
    "Image of the container. It may contain placeholders. The rules and admission policies accept it in every namespace of a tenant, also from a registry that the platform does not allow.",
    "registry.istio.io/release/proxyv2:1.31.4",
  ),
  setup: field(
    z.boolean(),
    "Whether the container ends before the containers of the pod start. Other containers run as long as the pod.",
    true,
  ).default(false),
  requests: field(WorkloadRequests, "Requests of the container. The values may be placeholders.", {
    cpu: "100m",
    memory: "128Mi",
  }).prefault({}),
  limits: field(ContainerLimits, "Limits of the container. The values may be placeholders.", {
    cpu: "2",
    memory: "1Gi",
  }).prefault({}),
});

const Sidecars = z.strictObject({
  containers: field(
    z
      .record(Name, InjectedContainer)
      .refine((containers) => Object.keys(containers).length > 0, "it must contain at least one container"),
    "The containers that the mesh adds to each pod of its namespaces, by name. Quotas, limits and capacity count them.",
    { "istio-proxy": exampleOf(InjectedContainer) },
  ),
  podSecurity: field(
    PodSecurityLevel,
    "The strictest Pod Security level that the added containers meet. A namespace with a stricter level cannot be in the mesh.",
    "restricted",
  ),
});

const Tunnel = z.strictObject({
  port: field(
    PortNumber,
    "The port of the pods on which they receive all TCP connections from other pods of the mesh. The network policies open it in addition to the port of each connection.",
    15008,
  ),
  probes: field(
    z.array(Cidr).max(10),
    "Addresses from which the probes of the kubelet reach the pods. The network policies open all TCP ports to them.",
    ["169.254.7.127/32"],
  ),
  workloads: field(
    z.array(Name).max(20),
    "Workloads of the add-on that use the tunnel too, although their namespace is not in the mesh.",
    ["ingress"],
  ).default([]),
});

/** A service mesh. Its facts decide what the namespaces in the mesh need. */
export const Mesh = z
  .strictObject({
    ...served,
    port: field(Name, "The port of the control plane that sidecars call.", "xds"),
    tenants: field(
      z.union([z.boolean(), Placeholder]),
      "Whether the namespaces of all tenants are in the mesh, and the namespace of a runtime that tenants share.",
      "{settings.tenants}",
    ),
    labels: field(
      Labels.refine((labels) => Object.keys(labels).length > 0, "it must contain at least one label"),
      "Labels that put a namespace into the mesh.",
      { "istio-injection": "enabled" },
    ),
    sidecars: field(Sidecars, "The containers that the mesh adds to pods. Omit it for a mesh without sidecars.", {
      containers: { "istio-proxy": exampleOf(InjectedContainer) },
      podSecurity: "restricted",
    }).optional(),
    tunnel: field(Tunnel, "The tunnel between pods. Omit it for a mesh with sidecars.", exampleOf(Tunnel)).optional(),
    configMaps: field(
      z.array(Name).max(20),
      "ConfigMaps that the control plane creates in every namespace of the cluster. The quotas of tenants count them.",
      ["istio-ca-root-cert"],
    ).default([]),
  })
  .superRefine(({ sidecars, tunnel }, context) => {
    if ((sidecars === undefined) !== (tunnel === undefined)) return;
    context.addIssue({
      code: "custom",
      message: sidecars === undefined ? "it needs sidecars or tunnel" : "it has sidecars and tunnel",
      params: { hint: "Set exactly one of sidecars and tunnel." },
    });
  });
export type Mesh = z.infer<typeof Mesh>;

/** A mesh without sidecars. */
export const meshExample = {
  service: "istiod",
  workload: "istiod",
  port: "xds",
  tenants: "{settings.tenants}",
  labels: { "istio.io/dataplane-mode": "ambient" },
  tunnel: { port: 15_008, probes: ["169.254.7.127/32"], workloads: ["ingress"] },
} as const;

/** The values of a mesh whose placeholders are filled. */
export const FilledMesh = z.object({
  tenants: z.boolean(),
  sidecars: z
    .object({
      containers: z.record(
        z.string(),
        z.object({
          image: Image.refine(
            (image) => image.includes("@") || /:(?!latest$)[^/:]+$/.test(image),
            "it must have a tag other than latest, or a digest",
          ),
        }),
      ),
    })
    .optional(),
});
