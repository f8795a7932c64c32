import { z } from "zod";
import { field, Name } from "../terms.ts";
import { FilledSecret } from "./secret.ts";

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
