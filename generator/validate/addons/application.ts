import { z } from "zod";
import { exampleOf, field, Name } from "../terms.ts";
import { ObjectTemplate, SettingEntry, ValuePath } from "./object-template.ts";

export const ChartRepository = z
  .string()
  .max(300)
  .regex(
    /^(https:\/\/)?[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/,
    "it must be an https:// address of a Helm repository, or an OCI registry without oci://: quay.io/jetstack/charts",
  );

export const ChartName = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]([-a-z0-9_.]*[a-z0-9])?$/, "it must be the name of a chart: metallb");

export const ChartVersion = z
  .string()
  .max(60)
  .regex(
    /^v?[0-9]+\.[0-9]+\.[0-9]+$/,
    "it must be a full version without a range, and not a release candidate: 0.16.1",
  );

const ImagePrefix = z
  .string()
  .max(255)
  .regex(
    /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
    "it must be a registry with an optional path, and without a tag: quay.io/metallb/speaker",
  );

/** A workload whose selector Kubernetes does not change, as the descriptions of charts name it. */
export const WorkloadId = z
  .string()
  .max(270)
  .regex(
    /^(DaemonSet|Deployment|StatefulSet)\/[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
    "it must be Deployment, StatefulSet or DaemonSet, / and the name of the object: Deployment/metallb-controller",
  );

const AddonChart = z.strictObject({
  repository: field(
    ChartRepository,
    "Helm repository of the chart, or its OCI registry without `oci://`, as Argo CD reads it.",
    "https://metallb.github.io/metallb",
    "quay.io/jetstack/charts",
  ),
  name: field(ChartName, "Name of the chart.", "metallb"),
  version: field(ChartVersion, "Version of the chart.", "0.16.1"),
  release: field(
    z.string().regex(/^[a-z]([-a-z0-9]{0,51}[a-z0-9])?$/, "it must be the name of a Helm release: metallb"),
    "Name of the Helm release. The labels of the chart's pods contain it.",
    "metallb",
  ),
  values: field(z.record(z.string(), z.unknown()), "Values of the chart. Texts may contain placeholders.", {
    speaker: { frr: { enabled: false } },
  }).default({}),
  upgrades: field(
    z.enum(["any", "each-minor"]),
    "How far one upgrade may go: `each-minor` if the software must run every minor version between.",
    "each-minor",
  ).default("any"),
  images: field(
    z.record(ValuePath, ImagePrefix),
    "Values of the chart that contain the registry, or the registry and the repository, of images, with the chart's defaults. On a cluster with `imageMirror`, Tenantry sets them to the copies. An empty map states that the chart contains no images.",
    { "speaker.image.repository": "quay.io/metallb/speaker" },
  ).optional(),
  entries: field(
    z.array(SettingEntry).max(20),
    "Entries that a map of the settings adds to lists in the values. They come before those of `perTenant`.",
    [exampleOf(SettingEntry)],
  ).default([]),
});

const GitSource = z.strictObject({
  repository: field(
    z
      .string()
      .max(300)
      .regex(
        /^https:\/\/[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(\/[A-Za-z0-9_][A-Za-z0-9._-]*)+$/,
        "it must be an https:// address without credentials",
      ),
    "Git repository of the objects.",
    "https://github.com/kubernetes-sigs/gateway-api.git",
  ),
  revision: field(
    z
      .string()
      .max(100)
      .regex(/^(v?[0-9]+\.[0-9]+\.[0-9]+|[0-9a-f]{40})$/, "it must be a tag with a full version, or a commit: v1.6.1"),
    "Tag or commit.",
    "v1.6.1",
  ),
  path: field(
    z
      .string()
      .max(200)
      .regex(
        /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/,
        "it must be a folder of the repository",
      ),
    "Folder of the repository.",
    "config/crd/standard",
  ),
});

const group = "[a-z0-9]([-a-z0-9.]*[a-z0-9])?/";

export const KindName = z
  .string()
  .max(300)
  .regex(
    new RegExp(`^(${group})?[A-Z][A-Za-z0-9]{0,62}$`),
    "it must be <group>/<Kind>, or <Kind> for the core group of Kubernetes: apps/Deployment",
  );

/** Kinds that no add-on may contain: with them it would reach beyond its own namespaces and definitions. */
export const closedKinds: readonly string[] = [
  "Namespace",
  "Node",
  "PersistentVolume",
  "argoproj.io/AppProject",
  "argoproj.io/Application",
  "argoproj.io/ApplicationSet",
];

const ClusterKind = KindName.refine((kind) => !closedKinds.includes(kind), `it must not be ${closedKinds.join(", ")}`);

const Ignored = z.strictObject({
  kind: field(KindName, "Kind of the objects.", "apiextensions.k8s.io/CustomResourceDefinition"),
  name: field(
    z.string().max(253),
    "Name of the object. If omitted, all objects of the kind.",
    "bgppeers.metallb.io",
  ).optional(),
  fields: field(
    z.array(z.string().min(1).max(300)).min(1).max(20),
    "Fields that other software changes, as jq path expressions.",
    [".spec.conversion.webhook.clientConfig.caBundle"],
  ),
});

/** The Application of the network policies of an add-on's namespaces. */
export const guardrailsPart = "guardrails";

/** The Application of the objects for a runtime that all tenants share. */
export const runtimePart = "runtime";

/** The Application of the Secrets that a store fills for an add-on. */
export const secretsPart = "secrets";

/** The Application of the issuers whose tokens a gateway accepts. */
export const tokensPart = "token-issuers";

/** The folders of what tenants have in the namespaces of add-ons, among the folders of the add-ons, by the part of the tenant. */
export const tenantFolders = { shares: "tenant-shares", edge: "tenant-edges" } as const;

/** The Applications that Tenantry adds to those of an add-on's file. */
const generatedApplications: readonly string[] = [guardrailsPart, runtimePart, secretsPart, tokensPart];

/** Name of an Application in an add-on's file. */
export const ApplicationKey = Name.refine(
  (name) => !generatedApplications.includes(name),
  `it must not be ${generatedApplications.join(" or ")}, the name of a generated Application`,
);

/** One Application of an add-on: a chart, a folder of another git repository, or objects of this file. */
export const AddonApplication = z
  .strictObject({
    chart: field(AddonChart, "A Helm chart that Argo CD renders.", {
      repository: "https://metallb.github.io/metallb",
      name: "metallb",
      version: "0.16.1",
      release: "metallb",
    }).optional(),
    git: field(GitSource, "A folder of another git repository.", {
      repository: "https://github.com/kubernetes-sigs/gateway-api.git",
      revision: "v1.6.1",
      path: "config/crd/standard",
    }).optional(),
    objects: field(z.record(Name, ObjectTemplate), "Objects that Tenantry generates, by a name for overrides.", {
      issuer: {
        object: {
          apiVersion: "cert-manager.io/v1",
          kind: "ClusterIssuer",
          metadata: { name: "internal" },
          spec: { selfSigned: {} },
        },
      },
    }).optional(),
    namespace: field(
      Name,
      "Namespace of the objects: one of the add-on's namespaces. Omit it if all objects are cluster-scoped.",
      "metallb-system",
    ).optional(),
    after: field(
      z.array(Name).max(20),
      "Applications of the add-on that must be healthy before: Argo CD retries this one until they are.",
      ["definitions"],
    ).default([]),
    definitions: field(
      z.boolean(),
      "Whether the Application contains CustomResourceDefinitions. Argo CD never deletes such an Application's objects, because the objects of these kinds would go too.",
      true,
    ).default(false),
    kinds: field(z.array(KindName).max(100), "Kinds of the chart's or folder's objects in the namespace.", [
      "apps/Deployment",
    ]).default([]),
    clusterKinds: field(z.array(ClusterKind).max(50), "Kinds of the cluster-scoped objects.", [
      "rbac.authorization.k8s.io/ClusterRole",
    ]).default([]),
    ignore: field(z.array(Ignored).max(50), "Differences that Argo CD ignores, also in a sync.", [
      {
        kind: "apiextensions.k8s.io/CustomResourceDefinition",
        fields: [".spec.conversion.webhook.clientConfig.caBundle"],
      },
    ]).default([]),
    data: field(
      z.string().max(200),
      "Data that the objects contain, as the end of a sentence. An Application with data is switched off in two steps.",
      "the topics of all tenants",
    ).optional(),
  })
  .superRefine((application, context) => {
    const sources = (["chart", "git", "objects"] as const).filter((name) => application[name] !== undefined);
    if (sources.length !== 1)
      context.addIssue({
        code: "custom",
        message: sources.length === 0 ? "it needs chart, git or objects" : `it has ${sources.join(" and ")}`,
        params: { hint: "Set exactly one of chart, git and objects." },
      });
    if (application.namespace === undefined && application.kinds.length > 0)
      context.addIssue({
        code: "custom",
        path: ["kinds"],
        message: "namespaced kinds need a namespace",
        params: { hint: "Set namespace, or list only clusterKinds." },
      });
  });
export type AddonApplication = z.infer<typeof AddonApplication>;
