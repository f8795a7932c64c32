import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { textAt } from "../evaluate/manifests/reading.ts";
import { isFullVersion, newestFirst } from "../text/version.ts";
import type { ChartSpec } from "../validate/addons/chart.ts";
import { type ChartId, type KnownCharts, knownChart } from "../validate/addons/charts-entry.ts";
import { changedWorkloads, claimsText, selectorOf, selectorText } from "../validate/addons/immutable.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { findingAt, type Origin } from "../validate/inventory.ts";
import type { RawMap } from "../validate/merge.ts";

const { messages } = codes["addons/upgrade"];

/** The software that an Application installs: a release of a chart, or a tag of a git folder. */
export interface InstalledSource {
  readonly repository: string;
  /** Undefined for a git folder. */
  readonly chart: string | undefined;
  readonly version: string;
  readonly release: string | undefined;
  readonly namespace: string | undefined;
}

/** The source of a generated Application. Undefined for objects that Tenantry renders. */
export function installedSource(application: RawMap | undefined): InstalledSource | undefined {
  const repository = textAt(application, "spec", "source", "repoURL");
  const version = textAt(application, "spec", "source", "targetRevision")?.replace(/^refs\/tags\//, "");
  if (repository === undefined || version === undefined || !isFullVersion(version)) return undefined;
  return {
    repository,
    chart: textAt(application, "spec", "source", "chart"),
    version,
    release: textAt(application, "spec", "source", "helm", "releaseName"),
    namespace: textAt(application, "spec", "destination", "namespace"),
  };
}

interface Upgrade {
  readonly before: InstalledSource;
  /** The description of an earlier version. */
  readonly described: (id: ChartId) => ChartSpec | undefined;
  /** The descriptions of the charts after the change. */
  readonly charts: KnownCharts;
}

/** Changes of one Application of an add-on that Kubernetes or the software does not allow. */
export function upgradeFindings(
  addon: AddonEntry,
  part: string,
  { before, described, charts }: Upgrade,
): readonly Diagnostic[] {
  const { chart, git, namespace = addon.name } = addon.spec.applications[part] ?? {};
  if (git !== undefined && before.chart === undefined && before.repository === git.repository) {
    const at = addon.at("applications", part, "git", "revision");
    return earlierVersion(at, git.repository, before.version, git.revision);
  }
  // Another chart, release or namespace means other objects.
  if (chart === undefined || chart.name !== before.chart) return [];
  if (chart.release !== before.release || namespace !== before.namespace) return [];
  const at = addon.at("applications", part, "chart", "version");
  const skipped = chart.upgrades === "each-minor" && skipsMinor(before.version, chart.version);
  const [old, fresh] = [described({ ...before, name: before.chart }), knownChart(charts, chart)?.spec];
  return [
    ...earlierVersion(at, chart.name, before.version, chart.version),
    ...(skipped
      ? [findingAt(at, "addons/upgrade", messages.skipped(chart.name, before.version, chart.version), skippedHint)]
      : []),
    ...(old === undefined || fresh === undefined ? [] : incompatible(addon, at, old, fresh)),
  ];
}

const skippedHint = "Merge a commit with a version of the minor between first.";

function earlierVersion(at: Origin, chart: string, before: string, after: string): readonly Diagnostic[] {
  if (!isFullVersion(after) || newestFirst(before, after) >= 0) return [];
  const message = codes["addons/rollback"].messages.earlier(chart, before, after);
  return [{ ...findingAt(at, "addons/rollback", message), severity: "warning" }];
}

/** Whether there is a minor version between two versions. Between two major versions, the number of minors is unknown. */
function skipsMinor(before: string, after: string): boolean {
  const [from, to] = [before, after].map((version) => version.replace(/^v/, "").split(".").map(Number));
  if (from?.[0] !== to?.[0]) return Math.abs((to?.[0] ?? 0) - (from?.[0] ?? 0)) > 1;
  return Math.abs((to?.[1] ?? 0) - (from?.[1] ?? 0)) > 1;
}

/** Immutable fields of workloads, and versions of kinds in which objects are stored. */
function incompatible(addon: AddonEntry, at: Origin, before: ChartSpec, after: ChartSpec): readonly Diagnostic[] {
  const chart = `${after.name} ${after.version}`;
  const workloads = changedWorkloads(before, after)
    .filter(({ workload }) => !addon.replaces.includes(workload))
    .map(({ workload, field, before: old, after: fresh }) => {
      const message =
        field === "selector"
          ? messages.selector(workload, chart, selectorText(selectorOf(old)), selectorText(selectorOf(fresh)))
          : messages.claims(workload, chart, claimsText(old.claims), claimsText(fresh.claims));
      const hint = `See the commands that replace it with npx --no-install tenantry plan, --addon and --version. Then add replaces: [${workload}] to the add-on in the cluster's file, or use another release name.`;
      return findingAt(at, "addons/upgrade", message, hint);
    });
  const definitions = Object.entries(before.definitions).flatMap(([name, { stored }]) => {
    const fresh = after.definitions[name];
    if (fresh === undefined || fresh.versions.includes(stored)) return [];
    const hint = `Use a version of the chart that has both versions of the kind, and migrate the objects first.`;
    return [findingAt(at, "addons/upgrade", messages.stored(name, stored, chart), hint)];
  });
  return [...workloads, ...definitions];
}
