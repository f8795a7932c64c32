import { z } from "zod";
import { exampleOf, field, Labels, Line, Name, PodSecurityLevel } from "../terms.ts";
import { ChartName, ChartRepository, ChartVersion, KindName } from "./application.ts";
import { AccessRule } from "./cluster-access.ts";
import { ValuePath } from "./object-template.ts";
import { ValueKeys } from "./value-keys.ts";
import { WorkloadPort } from "./workload.ts";

const valueTests = {
  at: field(ValuePath, "Path of the value.", "serviceMonitor.enabled"),
  is: field(
    z.array(z.unknown()).min(1).max(20),
    "The condition is met by one of these values. `null` stands for a value that is not set.",
    [null, true],
  ).optional(),
  isNot: field(
    z.array(z.unknown()).min(1).max(20),
    "The condition is met by every other value. `null` stands for a value that is not set.",
    [false],
  ).optional(),
};

/** A value, or a missing value, with an unexpected effect. */
const Trap = z.strictObject({
  ...valueTests,
  when: field(z.array(z.strictObject(valueTests)).max(10), "Conditions of other values that must be met too.", [
    { at: "serviceMonitor.enabled", is: [true] },
  ]).default([]),
  reason: field(Line, "The effect of the value.", "The chart writes Roles to kube-system"),
  fix: field(Line, "The value to set instead.", "Set global.leaderElection.namespace to the chart's namespace."),
});
export type Trap = z.infer<typeof Trap>;
export type ValueTest = Pick<Trap, "at" | "is" | "isNot">;

const ChartPods = z.strictObject({
  labels: field(Labels, "Labels of the pods, without labels that contain a version.", {
    "app.kubernetes.io/component": "controller",
  }),
  selector: field(
    Labels,
    "Labels in the selector of the workload, which Kubernetes does not change. If omitted, all `labels`, or a part of them.",
    { "app.kubernetes.io/component": "controller" },
  ).optional(),
  claims: field(
    z.array(Name).max(20),
    "Names of the volume claim templates of a StatefulSet, which Kubernetes does not change. Unknown if omitted.",
    ["data"],
  ).optional(),
  ports: field(z.array(WorkloadPort).max(50), "Ports of the containers.", [9443]).default([]),
  podSecurity: field(PodSecurityLevel, "The strictest Pod Security level that the pods meet.", "restricted"),
  hostNetwork: field(z.boolean(), "Whether the pods use the network of the node.", true).default(false),
  account: field(Name, "ServiceAccount of the pods.", "metallb-controller").optional(),
  priorityClass: field(Name, "PriorityClass of the pods.", "system-cluster-critical").optional(),
});
export type ChartPods = z.infer<typeof ChartPods>;

const DefinitionVersions = z.strictObject({
  stored: field(z.string().max(63), "The version in which the API server stores the objects.", "v1"),
  versions: field(z.array(z.string().max(63)).min(1).max(20), "All versions of the kind.", ["v1"]),
});
export type DefinitionVersions = z.infer<typeof DefinitionVersions>;

const access = z.record(z.string().max(253), z.array(AccessRule).max(200));

const ChartSpec = z.strictObject({
  repository: field(ChartRepository, "Repository of the chart, as the add-on names it.", "quay.io/jetstack/charts"),
  name: field(ChartName, "Name of the chart.", "cert-manager"),
  version: field(ChartVersion, "Version of the chart.", "v1.21.1"),
  digest: field(
    z.string().regex(/^sha256:[0-9a-f]{64}$/, "it must be sha256: and 64 hexadecimal digits"),
    "SHA-256 of the chart's archive. `tenantry charts` compares it with the repository. Argo CD does not compare it.",
    `sha256:${"0123456789abcdef".repeat(4)}`,
  ).optional(),
  kubernetes: field(
    z.string().max(200),
    "Versions of Kubernetes for which Helm renders the chart: `kubeVersion` of its Chart.yaml.",
    ">= 1.22.0-0",
  ).optional(),
  values: field(
    ValueKeys,
    "The keys of the chart's values.yaml with their types: `text`, `number`, `boolean`, `list`, `any`, or several with `or`. Below `map`, every key is allowed.",
    { replicaCount: "number", podLabels: "map", image: { repository: "text", tag: "text" } },
  ),
  furtherValues: field(
    ValueKeys,
    "Keys that the chart reads and its values.yaml does not contain, and keys with another type than in `values`. `tenantry charts` keeps them.",
    { securityContext: "map" },
  ).default({}),
  traps: field(z.array(Trap).max(100), "Values that have an unexpected effect. `tenantry charts` keeps them.", [
    exampleOf(Trap),
  ]).default([]),
  rendered: field(
    z.strictObject({
      helm: field(z.string().max(60), "Version of helm.", "v3.22.0"),
      kubernetes: field(z.string().max(60), "Version of Kubernetes.", "1.35.4"),
    }),
    "How `tenantry charts` rendered the chart to find the following fields. If it is omitted, they were read from the source code of the chart.",
    { helm: "v3.22.0", kubernetes: "1.35.4" },
  ).optional(),
  kinds: field(z.array(KindName).max(300), "Kinds of the namespaced objects.", ["apps/Deployment"]).default([]),
  clusterKinds: field(z.array(KindName).max(100), "Kinds of the cluster-scoped objects.", [
    "rbac.authorization.k8s.io/ClusterRole",
  ]).default([]),
  pods: field(z.record(z.string().max(253), ChartPods), "The pods, by kind and name of the object that makes them.", {
    "Deployment/metallb-controller": exampleOf(ChartPods),
  }).default({}),
  furtherPorts: field(
    z.record(z.string().max(253), z.array(WorkloadPort).max(50)),
    "Ports on which pods listen although their containers do not list them, by kind and name of the object that makes them. `tenantry charts` keeps them.",
    { "Deployment/harbor-core": [8001] },
  ).default({}),
  secrets: field(
    z.array(z.string().max(253)).max(100),
    "Names of the Secrets that the chart creates. An add-on must not declare a Secret with one of these names.",
    ["metallb-memberlist"],
  ).default([]),
  definitions: field(
    z.record(z.string().max(253), DefinitionVersions),
    "Versions of the kinds that the chart's CustomResourceDefinitions define, by the name of the definition.",
    { "ipaddresspools.metallb.io": { stored: "v1beta1", versions: ["v1beta1"] } },
  ).default({}),
  access: field(access, "Rules of the ClusterRoles that the chart binds to each ServiceAccount.", {
    "metallb-controller": [{ apiGroups: [""], resources: ["services"], verbs: ["get", "list", "watch"] }],
  }).default({}),
  clusterRoles: field(
    z.record(z.string().max(253), z.array(z.string().max(253)).max(50)),
    "ClusterRoles that the chart binds to a ServiceAccount and does not contain, by account.",
    { "metallb-controller": ["system:auth-delegator"] },
  ).default({}),
  aggregatedAccess: field(access, "Rules that the chart adds to aggregated ClusterRoles, by name.", {
    view: [{ apiGroups: ["cert-manager.io"], resources: ["certificates"], verbs: ["get", "list", "watch"] }],
  }).default({}),
});
export type ChartSpec = z.infer<typeof ChartSpec>;

/** The description of a chart in one version. The program ships the files for the charts of its add-ons. */
export const Chart = z.strictObject({
  apiVersion: field(z.literal("tenantry.dev/v1alpha1"), "Version of this file format.", "tenantry.dev/v1alpha1"),
  kind: field(z.literal("Chart"), "Kind of this file.", "Chart"),
  metadata: field(
    z.strictObject({
      name: field(
        z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,98}[a-z0-9])?$/, "it must be the name of the file without .yaml"),
        "The name of the file.",
        "metallb",
      ),
    }),
    "Metadata of the chart: the name of its file.",
    { name: "metallb" },
  ),
  spec: field(ChartSpec, "The chart.", {
    repository: "quay.io/jetstack/charts",
    name: "cert-manager",
    version: "v1.21.1",
  }),
});
export type Chart = z.infer<typeof Chart>;
