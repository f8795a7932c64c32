import { z } from "zod";
import { ChartValues } from "./chart-values.ts";
import { Lifecycle, SecretOrigin } from "./tenant.ts";
import { distinctItems, exampleOf, field, Image, ISODate, Line, Name, PatternName, SeldonVersion } from "./terms.ts";

/** What Seldon's own operator (2.9.1 and every later release so far) cannot do, and a patched one must. */
export const ImageFix = z.enum(["server-config-lookup", "watch-namespaces"]);
export type ImageFix = z.infer<typeof ImageFix>;

const PatchedImage = z.strictObject({
  image: field(
    Image.refine(
      (image) => /:[^/:]+$/.test(image.split("@")[0] ?? ""),
      "a patched image needs a tag, beside any digest: the chart joins repository and tag",
    ),
    "The image.",
    "192.168.1.210/library/seldon-controller:fix-namespace-lookup-v4",
  ),
  fixes: field(
    distinctItems(z.array(ImageFix)),
    "What it does that Seldon's own does not: server-config-lookup (finds a ServerConfig beside its Server), watch-namespaces (watches the list without being cluster-wide).",
    ["server-config-lookup"],
  ).default([]),
  reason: field(Line, "Why this platform runs it.", "ServerConfigs belong to the teams"),
  owner: field(Line, "Who keeps it up to date and secure.", "Platform team"),
  reviewBy: field(ISODate, "The day by which somebody asks again whether it is still needed.", "2027-06-30"),
});
export type PatchedImage = z.infer<typeof PatchedImage>;

const PullSecret = z.strictObject({
  registries: field(
    distinctItems(
      z.array(z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?$/, "a registry's host")).min(1),
    ),
    "Every host that it opens: a registry that answers under two names is two.",
    ["192.168.1.210", "harbor.test"],
  ),
  from: field(SecretOrigin, "Where its value comes from; in a store below the folder of `platform`.", "manual"),
});

export const ClusterSeldon = z.strictObject({
  pattern: field(PatternName, "How Seldon is laid out: see generator/docs/patterns.md.", "standard"),
  version: field(SeldonVersion, "Version of Seldon Core v2 here; the platform's where left out.", "2.9.1").optional(),
  watch: field(
    z.enum(["tenants", "all"]),
    "Which namespaces the operator in Seldon's namespace watches. The list of tenants keeps it out of all others, but every tenant that comes or goes restarts it, for all tenants.",
    "tenants",
  ).default("tenants"),
  lifecycle: field(
    Lifecycle.exclude(["active"]),
    "Holds every tenant of this cluster at this state at least, while the cluster moves to another pattern.",
    "draining",
  ).optional(),
  images: field(
    z.strictObject({
      controller: field(PatchedImage, "The operator's image.", exampleOf(PatchedImage)).optional(),
      scheduler: field(PatchedImage, "The shared scheduler's image.", exampleOf(PatchedImage)).optional(),
    }),
    "Patched images, for the patterns that cannot do without; each is a debt with an owner and a date.",
    { controller: exampleOf(PatchedImage) },
  ).prefault({}),
  pullSecrets: field(
    z.record(Name, PullSecret),
    "Secrets in Seldon's namespace that open the registries of those images.",
    {
      "harbor-registry-secret": { registries: ["192.168.1.210", "harbor.test"], from: "manual" },
    },
  ).default({}),
  values: field(ChartValues, "Values of the chart seldon-core-v2-setup, beside those that are derived.", {
    controller: { resources: { memory: "256Mi" } },
  }).prefault({}),
});
export type ClusterSeldon = z.infer<typeof ClusterSeldon>;
