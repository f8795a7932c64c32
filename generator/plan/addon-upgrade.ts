import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { chartChanges } from "../evaluate/charts/chart-changes.ts";
import { earlierOf } from "../gate/addon-upgrade.ts";
import { type InstalledSource, installedSource, upgradeFindings } from "../gate/upgrade-findings.ts";
import { addonApplications } from "../layout/addon-files.ts";
import { kubectlForArgoCD, kubectlForClusters } from "../layout/kubectl-context.ts";
import { addonApplication } from "../layout/names.ts";
import { fileNameOf } from "../layout/paths.ts";
import { readObject } from "../models/read-object.ts";
import type { Tree } from "../publish/tree.ts";
import { joinNames } from "../text/listed.ts";
import { suggestion } from "../text/nearest.ts";
import { isFullVersion, newestFirst } from "../text/version.ts";
import type { AddonApplication } from "../validate/addons/application.ts";
import type { ChartSpec } from "../validate/addons/chart.ts";
import { type ChartId, knownChart } from "../validate/addons/charts-entry.ts";
import { type ChangedWorkload, changedWorkloads, immutableWorkloads } from "../validate/addons/immutable.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { hasLeft, retireOrder } from "../validate/addons/retire.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../validate/inventory.ts";
import { replacementCommands } from "./addon-replacement.ts";
import type { CommitStep, Verification } from "./commit-step.ts";
import { editAt } from "./edit.ts";
import { syncDelay } from "./step-texts.ts";
import { onArgoCD, onClusters } from "./verifications.ts";

interface UpgradeTarget {
  readonly version: string;
  readonly application: string | undefined;
}

interface Start {
  readonly inventory: Inventory;
  readonly tree: Tree;
  readonly earlier: ReadonlyMap<string, ChartSpec>;
}

/** One Application of an add-on that gets another version. */
interface Part {
  readonly name: string;
  readonly application: AddonApplication;
  /** The source in the tree. Undefined if the tree does not contain the Application. */
  readonly before: InstalledSource | undefined;
  readonly goesBack: boolean;
  /** The descriptions of the chart, before and after. */
  readonly old: ChartSpec | undefined;
  readonly fresh: ChartSpec | undefined;
}

/**
 * The commits that bring the charts of an add-on to a version, one for each Application: definitions first. A rollback has
 * the opposite order, and leaves Applications that contain only definitions as they are.
 */
export function addonUpgradeSteps(
  cluster: ClusterEntry,
  addon: AddonEntry,
  target: UpgradeTarget,
  start: Start,
): { readonly steps: readonly CommitStep[]; readonly unmet: readonly Diagnostic[] } {
  const chosen = chosenParts(addon, target);
  const upgraded = atVersion(addon, chosen, target.version);
  const parts = partsOf(cluster, upgraded, chosen, start);
  const [first] = parts;
  const keepsDefinitions = first?.goesBack === true;
  const moving = parts.filter(({ application }) => !(keepsDefinitions && definesOnly(application)));
  if (parts.length > 0 && moving.length === 0)
    throw new UsageError(
      `${joinNames(parts.map(({ name }) => name))} of add-on ${addon.name} contains only CustomResourceDefinitions, which are not rolled back`,
      "Leave the later definitions: they contain the earlier versions of the kinds too. Roll back the other Applications.",
    );
  const steps = moving.map((_, index) => partStep(cluster, addon, moving.slice(0, index + 1), target));
  return {
    steps: moving.some(({ old, fresh }) => changesOf(old, fresh).length > 0)
      ? [...steps, forgetStep(addon, moving, target)]
      : steps,
    unmet: moving.flatMap((part) => findingsOf(upgraded, part, start)),
  };
}

/** The Applications whose versions change together: the chosen one, or all that have the same version. */
function chosenParts(
  { name, spec, ...addon }: AddonEntry,
  { version: wanted, application }: UpgradeTarget,
): readonly string[] {
  const versions = new Map(
    Object.entries(spec.applications).flatMap(([key, { chart, git }]) => {
      const version = chart?.version ?? git?.revision;
      return version === undefined || !isFullVersion(version) || hasLeft(addon, key) ? [] : [[key, version] as const];
    }),
  );
  if (application !== undefined) {
    if (versions.has(application)) return [application];
    throw new UsageError(
      `no Application ${application} with a version in add-on ${name}`,
      suggestion(application, [...versions.keys()]),
    );
  }
  if (versions.size === 0) throw new UsageError(`add-on ${name} has no chart`, "Plan another add-on.");
  // Those that have the version already are the ones of earlier commits.
  if (new Set([...versions.values()].filter((version) => version !== wanted)).size > 1)
    throw new UsageError(
      `the Applications of add-on ${name} have different versions: ${[...versions].map((pair) => pair.join(" ")).join(", ")}`,
      "Choose one with --application.",
    );
  return [...versions.keys()];
}

/** The add-on with the version, as the cluster's file would set it. */
function atVersion(addon: AddonEntry, parts: readonly string[], version: string): AddonEntry {
  const applications = Object.fromEntries(
    Object.entries(addon.spec.applications).map(([key, application]) => {
      const { chart, git } = application;
      if (!parts.includes(key)) return [key, application];
      return [
        key,
        {
          ...application,
          ...(chart && { chart: { ...chart, version } }),
          ...(git && { git: { ...git, revision: version } }),
        },
      ];
    }),
  );
  return { ...addon, spec: { ...addon.spec, applications } };
}

function partsOf(
  { name: cluster }: ClusterEntry,
  { name, spec }: AddonEntry,
  chosen: readonly string[],
  { inventory, tree, earlier }: Start,
): readonly Part[] {
  const described = earlierOf(earlier, inventory.charts);
  const parts = chosen.flatMap((key): Part[] => {
    const application = spec.applications[key];
    if (application === undefined) return [];
    const text = tree.read(addonApplications(cluster, name, fileNameOf("Application", key)));
    const before = installedSource(readObject(text));
    const version = application.chart?.version ?? application.git?.revision ?? "";
    if (before?.version === version) return [];
    return [
      {
        name: key,
        application,
        before,
        goesBack: before !== undefined && newestFirst(before.version, version) < 0,
        old: before?.chart === undefined ? undefined : described({ ...before, name: before.chart }),
        fresh: application.chart && knownChart(inventory.charts, application.chart)?.spec,
      },
    ];
  });
  // The order in which the parts come is the opposite of the one in which they leave.
  const order = [...retireOrder(spec)].reverse();
  const rank = ({ name: key, application }: Part): number =>
    (definesOnly(application) ? 0 : application.definitions ? 1 : 2) * order.length + order.indexOf(key);
  const sorted = [...parts].sort((left, right) => rank(left) - rank(right));
  return sorted[0]?.goesBack === true ? sorted.reverse() : sorted;
}

/** Whether an Application contains no software, so that it can be synced before the software. */
function definesOnly({ definitions, kinds }: AddonApplication): boolean {
  return definitions && kinds.length === 0;
}

function changesOf(old: ChartSpec | undefined, fresh: ChartSpec | undefined): readonly ChangedWorkload[] {
  return old === undefined || fresh === undefined ? [] : changedWorkloads(old, fresh);
}

/** The findings that block the change of one Application: missing descriptions, and changes that are not allowed. */
function findingsOf(
  addon: AddonEntry,
  { name, application, before, old, fresh }: Part,
  start: Start,
): readonly Diagnostic[] {
  const { chart } = application;
  if (before === undefined) return [];
  const missing = (id: Pick<ChartId, "name" | "version">): Diagnostic => {
    const message = codes["addons/chart-unknown"].messages.notCompared(`${id.name} ${id.version}`);
    const hint = `Run npx --no-install tenantry charts --add-on ${addon.name} --version ${id.version} with helm on the PATH.`;
    return {
      ...findingAt(addon.at("applications", name, "chart", "version"), "addons/chart-unknown", message, hint),
      severity: "error",
    };
  };
  const described = earlierOf(start.earlier, start.inventory.charts);
  const found = upgradeFindings(addon, name, { before, described, charts: start.inventory.charts });
  const errors = found.filter(({ severity }) => severity === "error");
  if (errors.length > 0 || chart === undefined) return errors;
  return [
    ...(before.chart !== undefined && old === undefined
      ? [missing({ name: before.chart, version: before.version })]
      : []),
    ...(fresh === undefined ? [missing(chart)] : []),
  ];
}

/** @param parts The Applications that have the version after this commit. The last one gets it with this commit. */
function partStep(
  cluster: ClusterEntry,
  addon: AddonEntry,
  parts: readonly Part[],
  { version }: UpgradeTarget,
): CommitStep {
  const part = parts.at(-1);
  if (part === undefined) throw new Error("a commit without an Application");
  const { name, application, goesBack, old, fresh } = part;
  const title = `${goesBack ? "Roll back" : "Upgrade"} ${name} to ${version}`;
  const changed = changesOf(old, fresh);
  const replaced = [...new Set([...addon.replaces, ...changed.map(({ workload }) => workload)])];
  const { first, next } = replacementCommands(cluster, addonApplication(cluster.name, addon.name, name), {
    namespace: application.namespace ?? addon.name,
    changed,
  });
  const differences = old === undefined || fresh === undefined ? [] : chartChanges(old, fresh);
  return {
    title,
    why: [...reasonsFor(addon, part, changed)].join(" "),
    edits: [
      ...versionEdits(addon, parts, version),
      ...(changed.length === 0 ? [] : [editAt(addon.onCluster("replaces"), replaced)]),
    ],
    ...(differences.length === 0 ? {} : { differences }),
    first: [...storedVersions(cluster, part), ...first],
    next,
    takes: [
      syncDelay,
      "New pods start after their images are pulled.",
      ...(Object.keys(addon.spec.perTenant).length > 0
        ? ["An operator may also restart the pods that it made, one after the other."]
        : []),
    ],
    verify: verifications(cluster, addon, part),
  };
}

function versionEdits(addon: AddonEntry, parts: readonly Part[], version: string): CommitStep["edits"] {
  return parts.map(({ name }) => editAt(addon.onCluster("versions", name), version));
}

function* reasonsFor(addon: AddonEntry, part: Part, changed: readonly ChangedWorkload[]): Iterable<string> {
  const { application, goesBack, before } = part;
  if (definesOnly(application)) yield "The CustomResourceDefinitions come before the software that uses them.";
  else if (application.definitions)
    yield goesBack
      ? "The chart also contains the CustomResourceDefinitions: Argo CD applies the earlier ones. The API server rejects them if objects are stored in a version that they lack, and fields that they lack disappear from objects that are written again."
      : "The chart contains the CustomResourceDefinitions and the software that uses them.";
  else
    yield goesBack
      ? "The CustomResourceDefinitions of other Applications stay, because the API server must know every version in which objects are stored."
      : "The software comes after the CustomResourceDefinitions that it uses.";
  const data = Object.values(addon.spec.applications).flatMap((item) => item.data ?? []);
  if (data.length > 0)
    yield `The add-on contains data: ${joinNames(data)}. Save the data before you merge this commit.`;
  if (goesBack)
    yield `Read in the notes of ${before?.version ?? "the release"} whether the earlier version can read what the later one has written.`;
  for (const { workload, field } of changed) {
    yield `Kubernetes does not change the ${field === "selector" ? "selector" : "volume claim templates"} of ${workload}. The commands after the merge replace it.`;
    if (!workload.startsWith("StatefulSet/")) continue;
    yield field === "selector"
      ? "Its claims stay, and the new pods use them."
      : "Its claims stay, but the new pods use new, empty claims.";
  }
}

/** The versions in which the API server has stored objects, which the new definitions must contain. */
function storedVersions(cluster: ClusterEntry, { old, fresh, goesBack }: Part): readonly Verification[] {
  const names = Object.keys(fresh?.definitions ?? {});
  const isSame = JSON.stringify(old?.definitions) === JSON.stringify(fresh?.definitions);
  if (names.length === 0 || (isSame && !goesBack)) return [];
  const known = Object.entries(fresh?.definitions ?? {}).map(
    ([name, { versions }]) => `${name}: ${versions.join(", ")}`,
  );
  return [
    {
      command: `${kubectlForClusters([cluster])} get customresourcedefinitions ${names.join(" ")} --ignore-not-found --output custom-columns=NAME:.metadata.name,STORED:.status.storedVersions`,
      expect: `only versions that the chart contains (${known.join("; ")})${onClusters([cluster])}`,
    },
  ];
}

function verifications(
  cluster: ClusterEntry,
  addon: AddonEntry,
  { name, application, fresh }: Part,
): readonly Verification[] {
  const object = addonApplication(cluster.name, addon.name, name);
  const { namespace = addon.name } = application;
  return [
    {
      command: `${kubectlForArgoCD([cluster])} get application ${object} --namespace ${cluster.spec.argoCD.namespace} --output custom-columns=REVISION:.status.sync.revision,SYNC:.status.sync.status,HEALTH:.status.health.status`,
      expect: `the version, "Synced" and "Healthy"${onArgoCD([cluster])}`,
    },
    ...immutableWorkloads(fresh ?? { pods: {} }).map(([workload]) => ({
      command: `${kubectlForClusters([cluster])} rollout status ${workload.toLowerCase().split("/")[0]}/${workload.split("/")[1]} --namespace ${namespace} --timeout 10m`,
      expect: `"successfully rolled out" or "rolling update complete"${onClusters([cluster])}`,
    })),
  ];
}

/** The entry would also accept a later change of the same workload. */
function forgetStep(addon: AddonEntry, parts: readonly Part[], { version }: UpgradeTarget): CommitStep {
  return {
    title: "Remove replaces",
    why: "The workloads are replaced. With the entry, check would not report the next change of their selectors.",
    edits: [...versionEdits(addon, parts, version), editAt(addon.onCluster("replaces"), undefined)],
    takes: [syncDelay],
    verify: [],
  };
}
