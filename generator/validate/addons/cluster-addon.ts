import { z } from "zod";
import { field, Name, PodLabels } from "../terms.ts";
import { ChartVersion, WorkloadId } from "./application.ts";
import { FilledSecret } from "./secret.ts";

/** Facts about a part of an add-on that another installer created. `check` compares them with the add-on. */
const Adoption = z.strictObject({
  release: field(
    Name,
    "Name of the Helm release that runs. An Application without a chart has none.",
    "metallb",
  ).optional(),
  namespace: field(Name, "Namespace of the release.", "metallb-system").optional(),
  selectors: field(
    z.record(WorkloadId, PodLabels),
    "The `spec.selector.matchLabels` of the Deployments, StatefulSets and DaemonSets that run. Kubernetes does not allow a change of them.",
    { "Deployment/metallb-controller": { "app.kubernetes.io/component": "controller" } },
  ).default({}),
  claims: field(
    z.record(WorkloadId, z.array(Name).min(1).max(20)),
    "The names of the volume claim templates of the StatefulSets that run. The names of the claims contain them.",
    { "StatefulSet/store": ["data"] },
  ).default({}),
});
export type Adoption = z.infer<typeof Adoption>;

/** The entry of a cluster's file for an add-on that is on, with its variant and settings. */
export const ClusterAddon = z.strictObject({
  variant: field(Name, "One of the add-on's variants.", "ambient").optional(),
  settings: field(
    z.record(z.string(), z.unknown()),
    "Values of the add-on's settings. `tenantry explain` with the name of the add-on lists them.",
    { pools: { tenants: { addresses: ["192.168.1.208/28"] } } },
  ).default({}),
  values: field(
    z.record(Name, z.record(z.string(), z.unknown())),
    "Differences from the values of the charts, by Application of the add-on. Maps are merged, lists are replaced, and `null` removes a value.",
    { operator: { replicas: 1 } },
  ).default({}),
  secrets: field(
    z.record(Name, FilledSecret),
    "Secrets of the add-on that a secret store fills, by name. It needs an add-on that provides `secrets`.",
    { "mlflow-database": { store: "vault", path: "mlflow/database" } },
  ).default({}),
  versions: field(
    z.record(Name, ChartVersion),
    "Versions of charts and tags of git folders on this cluster, by Application, instead of those in the add-on's file. So an upgrade reaches one cluster after the other. The command `tenantry plan --addon` with `--version` shows the commits.",
    { operator: "1.2.1" },
  ).default({}),
  replaces: field(
    z.array(WorkloadId).max(30),
    "Workloads of charts that a person deletes with `--cascade=orphan`, because the new version has another selector or other volume claim templates. Kubernetes does not allow a change of these fields.",
    ["Deployment/metallb-controller"],
  ).default([]),
  adopts: field(
    z.record(Name, Adoption),
    "Applications whose objects another installer created, with what runs. Their Applications sync and prune nothing, and have no finalizer, until you remove the entry. The command `tenantry plan --addon` with `--adopt` shows the commits.",
    {
      metallb: {
        release: "metallb",
        namespace: "metallb-system",
        selectors: { "Deployment/metallb-controller": { "app.kubernetes.io/component": "controller" } },
      },
    },
  ).default({}),
  retired: field(
    z.array(Name).max(31),
    "Parts of the add-on that leave the cluster, from the first in the add-on's order: `tenants` for the objects of the tenants, and Applications. Each part leaves in a separate commit. The AppProject and the network policies remain until you remove the add-on from this file. The command `tenantry plan --addon` shows the commits.",
    ["tenants", "cluster"],
  ).default([]),
  discards: field(z.array(Name).max(30), "Applications whose data may be lost when they leave. Save the data first.", [
    "cluster",
  ]).default([]),
});
export type ClusterAddon = z.infer<typeof ClusterAddon>;
