import { isClusterScoped } from "../../models/cluster-scoped.ts";
import { clusterRoleBindingKind, clusterRoleKind, crdKind } from "../../models/kinds.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import type { ChartPods, ChartSpec, DefinitionVersions } from "../../validate/addons/chart.ts";
import type { AccessRule } from "../../validate/addons/cluster-access.ts";
import { isMap, type RawMap, recordOf, valueAt } from "../../validate/merge.ts";
import { type RoleRule, roleRulesOf } from "../access/policy-rule.ts";
import { kindOf } from "../manifests/manifest.ts";
import { templatesByKind } from "../manifests/pods.ts";
import { labelsAt, listAt, mapAt, numberAt, textAt } from "../manifests/reading.ts";
import { violations } from "../pod-security/standards.ts";
import { mergedRules } from "./merged-rules.ts";

/** The kinds, pods and access of a chart: the part of the chart's file that needs a render. */
export type RenderedChart = Pick<
  ChartSpec,
  "kinds" | "clusterKinds" | "pods" | "secrets" | "definitions" | "access" | "clusterRoles" | "aggregatedAccess"
>;

/** @param minor The minor version of Kubernetes 1.x, for the Pod Security Standards. */
export function renderedChart(objects: readonly KubernetesObject[], minor: number): RenderedChart {
  const kinds = (clusterScoped: boolean): string[] =>
    sortedNames(objects.map(kindOf).filter((kind) => isClusterScoped(kind) === clusterScoped));
  return {
    kinds: kinds(false),
    clusterKinds: kinds(true),
    pods: recordOf(objects.flatMap((object) => podsOf(object, minor, objects)).sort(byName)),
    definitions: recordOf(objects.flatMap(definitionOf).sort(byName)),
    secrets: sortedNames(
      objects.filter((object) => kindOf(object) === "Secret").map((secret) => textAt(secret, "metadata", "name") ?? ""),
    ),
    ...accessOf(objects),
    aggregatedAccess: recordOf([...aggregatedAccess(objects)].sort(byName)),
  };
}

/** The rendered charts of several clusters as one, with everything that one of them contains. */
export function joinedCharts(charts: readonly RenderedChart[]): RenderedChart {
  const joined = (field: "kinds" | "clusterKinds" | "secrets"): string[] =>
    sortedNames(charts.flatMap((chart) => chart[field]));
  const records = <T>(of: (chart: RenderedChart) => Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    recordOf(charts.flatMap((chart) => Object.entries(of(chart))).sort(byName));
  return {
    kinds: joined("kinds"),
    clusterKinds: joined("clusterKinds"),
    pods: records(({ pods }) => pods),
    secrets: joined("secrets"),
    definitions: records(({ definitions }) => definitions),
    access: records(({ access }) => access),
    clusterRoles: records(({ clusterRoles }) => clusterRoles),
    aggregatedAccess: records(({ aggregatedAccess: added }) => added),
  };
}

/** Labels that contain a version, or that name the installer. */
const changing: readonly string[] = ["helm.sh/chart", "app.kubernetes.io/version", "app.kubernetes.io/managed-by"];

function podsOf(
  object: KubernetesObject,
  minor: number,
  all: readonly KubernetesObject[],
): readonly (readonly [string, ChartPods])[] {
  const template = templatesByKind[kindOf(object)];
  if (template === undefined) return [];
  const spec = mapAt(object, ...template, "spec");
  const labels = labelsAt(object, ...template, "metadata", "labels");
  const annotations = labelsAt(object, ...template, "metadata", "annotations");
  const account = textAt(spec, "serviceAccountName");
  const priorityClass = textAt(spec, "priorityClassName");
  const level = (["restricted", "baseline"] as const).find(
    (candidate) => violations({ spec, annotations }, candidate, minor).length === 0,
  );
  const selector = labelsAt(object, "spec", "selector", "matchLabels");
  const pods: ChartPods = {
    labels: Object.fromEntries(Object.entries(labels).filter(([key]) => !changing.includes(key))),
    // The API server sets the selector of a Job.
    ...(Object.keys(selector).length > 0 && { selector }),
    ...(object.kind === "StatefulSet" && { claims: claimsOf(object) }),
    ports: portsOf(
      spec,
      all.filter((other) => selectsPods(other, labels)),
    ),
    podSecurity: level ?? "privileged",
    hostNetwork: spec["hostNetwork"] === true,
    ...(account !== undefined && { account }),
    ...(priorityClass !== undefined && { priorityClass }),
  };
  return [[`${object.kind}/${textAt(object, "metadata", "name") ?? ""}`, pods]];
}

function claimsOf(object: KubernetesObject): string[] {
  return listAt(object, "spec", "volumeClaimTemplates").flatMap((claim) => textAt(claim, "metadata", "name") ?? []);
}

/** Whether an object is a Service of these pods. */
function selectsPods(object: KubernetesObject, labels: Readonly<Record<string, string>>): boolean {
  const selector = Object.entries(object.kind === "Service" ? labelsAt(object, "spec", "selector") : {});
  return selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
}

/** The ports of the containers, and those that Services send to: a container does not have to list its ports. */
function portsOf(spec: RawMap, services: readonly KubernetesObject[]): ChartPods["ports"] {
  const ports = listAt(spec, "containers").flatMap((container) => listAt(container, "ports"));
  const targets = services.flatMap((service) => listAt(service, "spec", "ports"));
  const written = [...ports, ...targets].flatMap((port): ChartPods["ports"] => {
    const number = numberAt(port, "containerPort") ?? targetOf(port);
    const protocol = textAt(port, "protocol");
    if (number === undefined) return [];
    return protocol === "UDP" || protocol === "SCTP" ? [{ port: number, protocol }] : [number];
  });
  return [...new Map(written.map((port) => [JSON.stringify(port), port])).values()];
}

/** The number of the port of a Service's pods. Undefined for a port with a name, which a container lists. */
function targetOf(port: unknown): number | undefined {
  const target = numberAt(port, "targetPort");
  return target ?? (textAt(port, "targetPort") === undefined ? numberAt(port, "port") : undefined);
}

function definitionOf(object: KubernetesObject): readonly (readonly [string, DefinitionVersions])[] {
  if (kindOf(object) !== crdKind) return [];
  const versions = listAt(object, "spec", "versions");
  const name = (version: unknown): string => textAt(version, "name") ?? "";
  const stored = versions.find((version) => valueAt(version, ["storage"]) === true);
  if (stored === undefined) return [];
  return [[textAt(object, "metadata", "name") ?? "", { stored: name(stored), versions: versions.map(name) }]];
}

/** The rules of the ClusterRoles that ClusterRoleBindings give to ServiceAccounts, and the other bound ClusterRoles. */
function accessOf(objects: readonly KubernetesObject[]): Pick<RenderedChart, "access" | "clusterRoles"> {
  const roles = new Map(
    objects
      .filter((object) => kindOf(object) === clusterRoleKind)
      .map((role) => [textAt(role, "metadata", "name") ?? "", rulesOf(role)]),
  );
  const bound = new Map<string, string[]>();
  for (const binding of objects.filter((object) => kindOf(object) === clusterRoleBindingKind))
    for (const subject of listAt(binding, "subjects")) {
      const account = textAt(subject, "name") ?? "";
      bound.set(account, [...(bound.get(account) ?? []), textAt(binding, "roleRef", "name") ?? ""]);
    }
  const accounts = [...bound].sort(byName);
  const foreign = accounts.map(([account, names]) => [account, names.filter((name) => !roles.has(name))] as const);
  return {
    access: recordOf(
      accounts.map(([account, names]) => [account, mergedRules(names.flatMap((name) => roles.get(name) ?? []))]),
    ),
    clusterRoles: recordOf(foreign.filter(([, names]) => names.length > 0)),
  };
}

const aggregation = "rbac.authorization.k8s.io/aggregate-to-";

function aggregatedAccess(objects: readonly KubernetesObject[]): Iterable<[string, AccessRule[]]> {
  const added = new Map<string, RoleRule[]>();
  for (const role of objects.filter((object) => kindOf(object) === clusterRoleKind))
    for (const [label, value] of Object.entries(labelsAt(role, "metadata", "labels"))) {
      if (!label.startsWith(aggregation) || value !== "true") continue;
      const target = label.slice(aggregation.length);
      added.set(target, [...(added.get(target) ?? []), ...rulesOf(role)]);
    }
  return [...added].map(([target, rules]) => [target, mergedRules(rules)]);
}

function rulesOf(role: KubernetesObject): readonly RoleRule[] {
  return roleRulesOf(isMap(role) ? role : {});
}

function sortedNames(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}
