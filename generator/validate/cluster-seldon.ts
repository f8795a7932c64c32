import { z } from "zod";
import { ChartValues } from "./chart-values.ts";
import { componentsExample, PlatformComponents } from "./seldon-components.ts";
import { Lifecycle } from "./tenant.ts";
import { SecretOrigin } from "./tenant-secrets.ts";
import {
  distinctItems,
  exampleOf,
  field,
  Image,
  ISODate,
  Line,
  Name,
  PatternName,
  RegistryHost,
  SeldonVersion,
} from "./terms.ts";

/** Functions that Seldon's own operator lacks (2.9.1 and every later release so far), and that a patched one must have. */
export const ImageFix = z.enum(["server-config-lookup", "watch-namespaces"]);
export type ImageFix = z.infer<typeof ImageFix>;

const PatchedImage = z.strictObject({
  image: field(
    Image.refine(
      (image) => /:[^/:]+$/.test(image.split("@")[0] ?? ""),
      "a patched image needs a tag, even if it has a digest, because the chart joins the repository and the tag",
    ),
    "The patched image.",
    "192.168.1.210/library/seldon-controller:fix-namespace-lookup-v4",
  ),
  fixes: field(
    distinctItems(z.array(ImageFix)),
    "Functions that the patched image adds to Seldon's own image. `server-config-lookup`: the operator finds a ServerConfig in the namespace of its Server. `watch-namespaces`: an operator that is not cluster-wide watches the listed namespaces.",
    ["server-config-lookup"],
  ).default([]),
  reason: field(Line, "Reason for the use of the patched image.", "ServerConfigs belong to the teams"),
  owner: field(Line, "The team that keeps the patched image up to date and secure.", "Platform team"),
  reviewBy: field(
    ISODate,
    "The date by which the owner must review whether the patched image is still needed.",
    "2027-06-30",
  ),
});

const PullSecret = z.strictObject({
  registries: field(
    distinctItems(z.array(RegistryHost).min(1)),
    "Every host that the pull secret gives access to. For a registry with two host names, list both names.",
    ["192.168.1.210", "harbor.test"],
  ),
  from: field(
    SecretOrigin,
    "Origin of the pull secret's value. In a secret store, the path is below the store's prefix, with `platform` for `{tenant}`.",
    "manual",
  ),
});

export const ClusterSeldon = z.strictObject({
  pattern: field(
    PatternName,
    "The pattern that determines in which namespaces Seldon's components run. The page patterns.md of the documentation compares the patterns.",
    "standard",
  ),
  version: field(
    SeldonVersion,
    "Version of Seldon Core v2 on this cluster. The default is the platform's version.",
    "2.9.1",
  ).optional(),
  watch: field(
    z.enum(["tenants", "all"]),
    "Which namespaces the operator in Seldon's namespace watches. `tenants`: only the tenants' namespaces, but adding or removing a tenant restarts the operator for all tenants. `all`: all namespaces.",
    "tenants",
  ).default("tenants"),
  lifecycle: field(
    Lifecycle.exclude(["active"]),
    "The minimum lifecycle state of every tenant on this cluster, while the cluster moves to another pattern.",
    "draining",
  ).optional(),
  images: field(
    z.strictObject({
      controller: field(PatchedImage, "The operator's image.", exampleOf(PatchedImage)).optional(),
      scheduler: field(PatchedImage, "The shared scheduler's image.", exampleOf(PatchedImage)).optional(),
    }),
    "Patched images, for the patterns that need patched images. Each patched image has an owner, who must maintain and review the image.",
    { controller: exampleOf(PatchedImage) },
  ).prefault({}),
  pullSecrets: field(
    z.record(Name, PullSecret),
    "Secrets in Seldon's namespace with credentials for the registries of the operator's image and of the patched images.",
    {
      "harbor-registry-secret": { registries: ["192.168.1.210", "harbor.test"], from: "manual" },
    },
  ).default({}),
  components: field(
    PlatformComponents,
    "Replicas, resources and images of Seldon's components on this cluster. Each value overrides the platform's value.",
    componentsExample,
  ).default({}),
  values: field(
    ChartValues,
    "Values of the chart seldon-core-v2-setup, in addition to the values that Tenantry derives.",
    {
      controller: { resources: { memory: "256Mi" } },
    },
  ).prefault({}),
});
export type ClusterSeldon = z.infer<typeof ClusterSeldon>;
