import { z } from "zod";
import { field, Name } from "../terms.ts";

/** What a cluster's file says of an add-on: that it is on, with its variant and settings. */
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
});
export type ClusterAddon = z.infer<typeof ClusterAddon>;
