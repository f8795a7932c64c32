import { z } from "zod";
import { ChartValues } from "./chart-values.ts";
import { Lifecycle, SecretOrigin } from "./tenant.ts";
import { distinctItems, exampleOf, field, Image, ISODate, Line, Name, PatternName, SeldonVersion } from "./terms.ts";

/** Functions that Seldon's own operator lacks (2.9.1 and every later release so far), and that a patched one must have. */
export const ImageFix = z.enum(["server-config-lookup", "watch-namespaces"]);
export type ImageFix = z.infer<typeof ImageFix>;

const PatchedImage = z.strictObject({
  image: field(
    Image.refine(
      (image) => /:[^/:]+$/.test(image.split("@")[0] ?? ""),
      "a patched image needs a tag, even with a digest: the chart joins repository and tag",
    ),
    "The image.",
    "192.168.1.210/library/seldon-controller:fix-namespace-lookup-v4",
  ),
  fixes: field(
    distinctItems(z.array(ImageFix)),
    "Functions that Seldon's own image does not have: server-config-lookup (finds a ServerConfig in the namespace of its Server), watch-namespaces (watches the list without being cluster-wide).",
    ["server-config-lookup"],
  ).default([]),
  reason: field(Line, "Why this platform uses it.", "ServerConfigs belong to the teams"),
  owner: field(Line, "The team that keeps it up to date and secure.", "Platform team"),
  reviewBy: field(ISODate, "The date by which the owner reviews whether it is still needed.", "2027-06-30"),
});
export type PatchedImage = z.infer<typeof PatchedImage>;

const PullSecret = z.strictObject({
  registries: field(
    distinctItems(
      z
        .array(z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?$/, "it must be a registry's host"))
        .min(1),
    ),
    "Every host that it gives access to. List a registry with two host names twice.",
    ["192.168.1.210", "harbor.test"],
  ),
  from: field(
    SecretOrigin,
    "Origin of its value. In a secret store, the path is below the folder of `platform`.",
    "manual",
  ),
});

export const ClusterSeldon = z.strictObject({
  pattern: field(PatternName, "How Seldon is installed: see generator/docs/patterns.md.", "standard"),
  version: field(
    SeldonVersion,
    "Version of Seldon Core v2 on this cluster. The default is the platform's version.",
    "2.9.1",
  ).optional(),
  watch: field(
    z.enum(["tenants", "all"]),
    "Which namespaces the operator in Seldon's namespace watches. With `tenants` it watches no other namespaces, but adding or removing a tenant restarts it for all tenants.",
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
    "Patched images, for the patterns that need them. Each is a debt with an owner and a review date.",
    { controller: exampleOf(PatchedImage) },
  ).prefault({}),
  pullSecrets: field(
    z.record(Name, PullSecret),
    "Secrets in Seldon's namespace with credentials for the registries of those images.",
    {
      "harbor-registry-secret": { registries: ["192.168.1.210", "harbor.test"], from: "manual" },
    },
  ).default({}),
  values: field(ChartValues, "Values of the chart seldon-core-v2-setup, in addition to those that are derived.", {
    controller: { resources: { memory: "256Mi" } },
  }).prefault({}),
});
export type ClusterSeldon = z.infer<typeof ClusterSeldon>;
