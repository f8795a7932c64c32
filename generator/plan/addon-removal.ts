import { kubectlForArgoCD, kubectlForClusters, stoppingAtFailure } from "../layout/kubectl-context.ts";
import { addonApplication, addonProject, hostedProject, rootApplication } from "../layout/names.ts";
import { trackingAnnotation } from "../layout/sync.ts";
import { crdKind } from "../models/kinds.ts";
import { groupVersion } from "../models/kubernetes-object.ts";
import { tenantLabel } from "../models/marks.ts";
import { patterns } from "../patterns/table.ts";
import { type AddonApplication, guardrailsPart, runtimePart, secretsPart } from "../validate/addons/application.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { retireOrder, tenantsStage } from "../validate/addons/retire.ts";
import { objectShares } from "../validate/addons/tenant-object.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import type { CommitStep, Verification } from "./commit-step.ts";
import { type Edit, editAt } from "./edit.ts";
import type { LastStep, ManualPart } from "./plan.ts";
import { resourceOf } from "./resource-of.ts";
import { syncDelay } from "./step-texts.ts";
import { nothingFound, onArgoCD } from "./verifications.ts";

/**
 * The commits that switch off an add-on: one for each of its parts that the tree contains, and one for its entry.
 * @param inTree The parts that the tree contains, in the order in which they leave.
 */
export function addonRemovalSteps(
  cluster: ClusterEntry,
  addon: AddonEntry,
  inTree: readonly string[],
): readonly CommitStep[] {
  const order = retireOrder(addon.spec);
  return [
    ...inTree.map((part) => partStep(cluster, addon, order.slice(0, order.indexOf(part) + 1))),
    {
      title: `Switch off add-on ${addon.name}`,
      why: "The AppProject and the network policies stayed until now, because Argo CD cannot delete the objects of an Application without its AppProject. The entry, its settings and its values leave the file.",
      edits: [editAt(cluster.addons.length === 1 ? cluster.at("addons") : cluster.at("addons", addon.name), undefined)],
      takes: [syncDelay],
      verify: cluster.addons.length === 1 ? [] : [gone(cluster, "appproject", addonProject(cluster.name, addon.name))],
    },
  ];
}

/** @param parts The parts that have left after this commit. The last one leaves with it. */
function partStep(cluster: ClusterEntry, addon: AddonEntry, parts: readonly string[]): CommitStep {
  const { name, spec, onCluster, discards } = addon;
  const part = parts.at(-1) ?? "";
  const application = part === tenantsStage ? undefined : spec.applications[part];
  const lost = parts.filter((item) => item !== tenantsStage && spec.applications[item]?.data !== undefined);
  const edits: readonly Edit[] = [
    editAt(onCluster("retired"), parts),
    ...(lost.length === 0 ? [] : [editAt(onCluster("discards"), [...new Set([...discards, ...lost])])]),
  ];
  if (application === undefined)
    return {
      title: "Remove the objects of the tenants",
      why: `The software of add-on ${name} must run until Argo CD has deleted the objects.`,
      edits,
      takes: [syncDelay],
      verify: [...sharesLeft(cluster, addon), ...runtimeLeft(cluster, addon)],
    };
  const { definitions, data } = application;
  return {
    title: `Remove Application ${part}`,
    why: [
      definitions
        ? "Argo CD deletes only the Application: its objects stay, because the CustomResourceDefinitions are among them. The manual last step deletes the objects."
        : "Argo CD deletes the Application with its objects.",
      ...(data === undefined
        ? []
        : [`The Application contains data: ${data}. Save the data before you merge this commit.`]),
    ].join(" "),
    edits,
    ...(definesKinds(application)
      ? { first: [savedDefinitions(cluster, addonApplication(cluster.name, name, part))] }
      : {}),
    takes: [syncDelay],
    verify: [gone(cluster, "application", addonApplication(cluster.name, name, part))],
  };
}

function definesKinds({ clusterKinds }: AddonApplication): boolean {
  return clusterKinds.includes(crdKind);
}

/** Argo CD writes no tracking annotation into CustomResourceDefinitions: only the Application lists its own. */
function savedDefinitions(cluster: ClusterEntry, application: string): Verification {
  const { namespace } = cluster.spec.argoCD;
  const names = '{.status.resources[?(@.kind=="CustomResourceDefinition")].name}';
  return {
    command: `${kubectlForArgoCD([cluster])} get application ${application} --namespace ${namespace} --output jsonpath='${names}' | tee ${definitionsFile(application)}`,
    expect: `the names of the CustomResourceDefinitions${onArgoCD([cluster])}. The manual last step reads this file, because nothing on the cluster shows which add-on a CustomResourceDefinition belongs to`,
  };
}

/** Outside the repository, where no command of the plan commits it. */
function definitionsFile(application: string): string {
  return `~/${application}.definitions`;
}

function sharesLeft(cluster: ClusterEntry, { spec }: AddonEntry): readonly Verification[] {
  const kinds = objectShares(spec).map(([, { object, namespace }]) => {
    const { group } = groupVersion(object.apiVersion);
    const kind = object.kind.toLowerCase();
    return { kind: group === "" ? kind : `${kind}.${group}`, namespace };
  });
  return [...Map.groupBy(kinds, ({ namespace }) => namespace)].map(([namespace, own]) => {
    const names = [...new Set(own.map(({ kind }) => kind))].join(",");
    return nothingFound([cluster], `get ${names} --namespace ${namespace} --selector ${tenantLabel}`);
  });
}

/** The objects for a shared runtime have an Application among those of the add-on. */
function runtimeLeft(cluster: ClusterEntry, { name, spec }: AddonEntry): readonly Verification[] {
  const isShared = patterns[cluster.spec.seldon.pattern].runtime === "shared";
  if (!isShared || !Object.values(spec.perTenant).some(({ each }) => each === "runtime")) return [];
  return [gone(cluster, "application", addonApplication(cluster.name, name, runtimePart))];
}

function gone(cluster: ClusterEntry, kind: "application" | "appproject", name: string): Verification {
  return {
    command: `${kubectlForArgoCD([cluster])} get ${kind} ${name} --namespace ${cluster.spec.argoCD.namespace} --ignore-not-found`,
    expect: `no output${onArgoCD([cluster])}`,
  };
}

/** The manual last step: what Argo CD keeps of an add-on. */
export function lastAddonStep(cluster: ClusterEntry, addon: AddonEntry): LastStep {
  return {
    message:
      "Run these parts after Argo CD has synced the last commit. They delete what Argo CD keeps. To switch the add-on on again, leave them out.",
    parts: [
      ...(cluster.addons.length === 1 ? [rootPart(cluster, addon)] : []),
      ...keptParts(cluster, addon),
      ...Object.keys(addon.spec.namespaces)
        .sort()
        .map((name) => namespacePart(cluster, name)),
    ],
  };
}

/** Git has no empty folders, so the folder of the root no longer exists, and Argo CD deletes nothing of it (decision 39). */
function rootPart(cluster: ClusterEntry, { name: addon, spec, secrets }: AddonEntry): ManualPart {
  const { name } = cluster;
  const kubectl = `${kubectlForArgoCD([cluster])} delete`;
  const where = `--namespace ${cluster.spec.argoCD.namespace} --ignore-not-found`;
  const closes = Object.keys(spec.namespaces).length > 0;
  const root = rootApplication(name, "addons");
  const parts = [...(closes ? [guardrailsPart] : []), ...(Object.keys(secrets).length > 0 ? [secretsPart] : [])];
  const applications = [root, ...parts.map((part) => addonApplication(name, addon, part))];
  const shares = objectShares(spec).length > 0 ? [hostedProject(name, "shares")] : [];
  return {
    message: `No other add-on is on ${name}, so the folder that ${root} reads no longer exists. Delete it, the network policies and the AppProjects:`,
    commands: [
      `${kubectl} applications ${applications.join(" ")} ${where}`,
      `${kubectl} appprojects ${[addonProject(name, addon), ...shares].join(" ")} ${where}`,
    ],
  };
}

/**
 * The objects of Applications that Argo CD does not delete. Argo CD's annotation identifies them, except for
 * CustomResourceDefinitions, whose names the plan saves before.
 */
function keptParts(cluster: ClusterEntry, { name: addon, spec }: AddonEntry): readonly ManualPart[] {
  return Object.entries(spec.applications).flatMap(([key, { definitions, kinds, clusterKinds, namespace }]) => {
    if (!definitions) return [];
    const application = addonApplication(cluster.name, addon, key);
    const deletion = (some: readonly string[], where: string): readonly string[] =>
      some.length === 0 ? [] : deleteTracked(kubectlForClusters([cluster]), application, some, where);
    return [
      {
        message: `Delete the objects of ${application}. With a CustomResourceDefinition, Kubernetes also deletes all objects of its kind, in every namespace:`,
        commands: stoppingAtFailure([
          ...deletion(kinds, namespace === undefined ? "" : ` --namespace ${namespace}`),
          ...deletion(
            clusterKinds.filter((kind) => kind !== crdKind),
            "",
          ),
          ...(clusterKinds.includes(crdKind)
            ? [
                `xargs -r ${kubectlForClusters([cluster])} delete customresourcedefinitions < ${definitionsFile(application)}`,
              ]
            : []),
        ]),
      },
    ];
  });
}

function deleteTracked(
  kubectl: string,
  application: string,
  kinds: readonly string[],
  where: string,
): readonly string[] {
  const tracking = `.metadata.annotations.${trackingAnnotation.replaceAll(".", "\\.")}`;
  const columns = `KIND:.kind,NAME:.metadata.name,ID:${tracking}`;
  return [
    `objects=$(${kubectl} get ${kinds.map(resourceOf).join(",")}${where} --no-headers --output custom-columns='${columns}')`,
    `echo "$objects" | awk '$3 ~ /^${application.replaceAll(".", "[.]")}:/ { print $1, $2 }' | xargs -r -n 2 ${kubectl} delete${where}`,
  ];
}

function namespacePart(cluster: ClusterEntry, name: string): ManualPart {
  const kubectl = kubectlForClusters([cluster]);
  return {
    message: `Delete the namespace ${name}, and with it all its objects and the data of its volume claims. Check them first:`,
    commands: [
      `${kubectl} get persistentvolumeclaims,secrets --namespace ${name}`,
      `${kubectl} delete namespace ${name}`,
    ],
  };
}
