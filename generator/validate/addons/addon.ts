import { z } from "zod";
import { ModuleName, SchemaModule } from "../schemas.ts";
import { exampleOf, FurtherLabels, field, Line, Name, PodSecurityLevel } from "../terms.ts";
import { AddonApplication, ApplicationKey, KindName, tenantFolders } from "./application.ts";
import { ClusterAccess } from "./cluster-access.ts";
import { contractNames, Provides } from "./contracts.ts";
import { AddonSecret, addonSecretExample } from "./secret.ts";
import { Setting, SettingName } from "./settings.ts";
import { TenantObject } from "./tenant-object.ts";
import { Workload, WorkloadName } from "./workload.ts";

const Minor = z.string().regex(/^1\.[0-9]{1,3}$/, "it must be a minor version of Kubernetes: 1.34");

const AddonNamespace = z
  .strictObject({
    podSecurity: field(PodSecurityLevel, "The API server rejects pods that do not meet this level.", "restricted"),
    reason: field(Line, "Why the pods need the level `privileged`.", "The speaker opens raw sockets").optional(),
    labels: field(FurtherLabels, "Further labels of the namespace.", { "istio-injection": "disabled" }).default({}),
  })
  .refine(({ podSecurity, reason }) => podSecurity !== "privileged" || reason !== undefined, {
    path: ["reason"],
    error: "a namespace with the level privileged needs a reason",
  });

const EndOfLife = z.strictObject({
  since: field(
    z.string().regex(/^20[0-9]{2}-(0[1-9]|1[0-2])$/, 'it must be a month: "2026-03"'),
    "The month in which the support ended.",
    "2026-03",
  ),
  reason: field(Line, "The reason for the end, as a whole sentence.", "The project publishes no more fixes"),
  instead: field(Line, "The replacement, as the end of a sentence.", "a gateway of Gateway API"),
});
export type EndOfLife = z.infer<typeof EndOfLife>;

const specShape = {
  description: field(Line, "Purpose of the add-on.", "Load balancers for clusters without a cloud"),
  endOfLife: field(
    EndOfLife,
    "The software of the add-on has no more support. Each cluster that uses the add-on gets a warning.",
    exampleOf(EndOfLife),
  ).optional(),
  kubernetes: field(
    z.strictObject({
      minimum: field(Minor, "The oldest minor of Kubernetes on which the add-on runs.", "1.30"),
      tested: field(
        z.strictObject({
          from: field(Minor, "The oldest minor that the add-on's project tests.", "1.32"),
          to: field(Minor, "The newest minor that the add-on's project tests.", "1.36"),
        }),
        "The minors of Kubernetes that the add-on's project tests.",
        { from: "1.32", to: "1.36" },
      ).optional(),
    }),
    "Versions of Kubernetes. On a cluster below the minimum the add-on cannot be used. Outside the tested minors there is a warning.",
    { minimum: "1.30" },
  ),
  needs: field(z.array(Name).max(20), "Add-ons that must be on too.", ["gateway-api"]).default([]),
  requires: field(
    z.array(z.enum(contractNames)).max(20),
    "Contracts that something on the cluster must provide: another add-on, or for `database` the field `database` of platform.yaml. The placeholders of a missing contract are not reported separately.",
    ["database"],
  ).default([]),
  settings: field(
    z.record(SettingName, Setting),
    "Values that a cluster's file gives under `spec.addons`. A template uses a value as `{settings.<name>}`.",
    { replicas: { type: "number", description: "Brokers of Kafka.", default: 3 } },
  ).default({}),
  provides: field(
    Provides,
    "Facts about the add-on that other parts of the platform use. The platform's services, the cluster's Prometheus and address pools, and the bootstrap of Kafka follow from it.",
    { certificates: {} },
  ).default({}),
  namespaces: field(
    z.record(Name, AddonNamespace),
    "Namespaces that belong to the add-on. In each of them, network policies deny all traffic that `workloads` does not list.",
    { "metallb-system": { podSecurity: "restricted" } },
  ).default({}),
  applications: field(
    z.record(ApplicationKey, AddonApplication),
    "The Applications of the add-on, by the last part of their names.",
    { operator: exampleOf(AddonApplication) },
  ),
  workloads: field(
    z.record(WorkloadName, Workload),
    "The add-on's pods, with the traffic that they need. The network policies of both ends follow from it.",
    { controller: exampleOf(Workload) },
  ).default({}),
  schemas: field(
    z.record(ModuleName, SchemaModule),
    "Go modules with the CustomResourceDefinitions of the add-on's kinds, by module path, as `platform/schemas.yaml` contains them. Objects of these kinds are validated on the clusters that use the add-on.",
    { "github.com/cert-manager/cert-manager": exampleOf(SchemaModule) },
  ).default({}),
  clusterAccess: field(
    ClusterAccess,
    "Permissions of the add-on on the whole cluster, and rules that it adds to the roles of Kubernetes. `tenantry access` lists it, and `guard` requires an approval if a change adds a permission. The permissions in its own namespaces are not listed.",
    exampleOf(ClusterAccess),
  ).prefault({}),
  health: field(
    z.record(KindName, z.string().min(1).max(20_000)),
    "Health checks in Lua for kinds whose health Argo CD does not know, by `<group>/<Kind>`. The bootstrap of the cluster or its hub contains them. Argo CD regards an object of a kind without a health check as healthy at once.",
    { "kafka.strimzi.io/KafkaNodePool": 'return { status = "Healthy", message = "" }' },
  ).default({}),
  secrets: field(
    z.record(Name, AddonSecret),
    "Secrets that must exist for the pods of the add-on, by name. A cluster's file can fill them from a secret store. Otherwise a person creates them: `tenantry secrets` shows the commands. List no Secret that a chart creates.",
    { "mlflow-database": addonSecretExample },
  ).default({}),
  perTenant: field(
    z.record(Name, TenantObject),
    "Objects that each tenant gets in the add-on's namespaces, and entries for each tenant in the values of the add-on's charts.",
    { user: exampleOf(TenantObject) },
  ).default({}),
  shared: field(
    Line,
    "Parts of the software that all tenants use together, because it cannot separate the tenants. The page on the objects of tenants lists them.",
    "the list of experiments, which every tenant can read and change",
  ).optional(),
  retire: field(
    z.array(Name).max(30),
    "The order in which Applications go if the add-on is switched off. `tenants` stands for the objects of the tenants. Without this field, the order is the reverse of `after`.",
    ["tenants", "cluster", "operator"],
  ).optional(),
};

export const AddonSpec = z.strictObject(specShape);
export type AddonSpec = z.infer<typeof AddonSpec>;

/** The fields that only the file has: they select the add-on's spec, and are not part of it. */
const fileShape = {
  extends: field(
    z
      .string()
      .regex(/^tenantry\/[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, "it must be tenantry/ and the name of an add-on"),
    "A shipped add-on that this file changes. Maps are merged, lists are replaced, and `null` removes a value.",
    "tenantry/metallb",
  ).optional(),
  variants: field(
    z.record(Name, z.record(z.string(), z.unknown())),
    "Differences from the other fields, by name. A cluster's file selects a variant. Maps are merged, lists are replaced, and `null` removes a value.",
    { ambient: { applications: { ztunnel: null } } },
  ).default({}),
};

/** The fields of the file around the spec: their names are not part of the spec of an add-on on a cluster. */
export const fileFields = Object.keys(fileShape);

export const AddonName = z
  .string()
  .regex(
    /^[a-z]([-a-z0-9]{0,28}[a-z0-9])?$/,
    "an add-on's name contains only a-z, 0-9 and -, begins with a letter, and has at most 30 characters",
  )
  .refine(
    (name) => !Object.values(tenantFolders).some((folder) => folder === name),
    `it must not be ${Object.values(tenantFolders).join(" or ")}, the folders of tenants' objects`,
  );

/** A whole file of an add-on, without `extends`. */
export const Addon = z.strictObject({
  apiVersion: field(z.literal("tenantry.dev/v1alpha1"), "Version of this file format.", "tenantry.dev/v1alpha1"),
  kind: field(z.literal("Addon"), "Kind of this file.", "Addon"),
  metadata: field(
    z.strictObject({ name: field(AddonName, "The add-on's name, which is also the name of its file.", "metallb") }),
    "Metadata of the add-on: its name.",
    { name: "metallb" },
  ),
  spec: field(z.strictObject({ ...fileShape, ...specShape }), "The add-on.", {
    extends: "tenantry/metallb",
  }),
});
export type Addon = z.infer<typeof Addon>;
