import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../../load/source.ts";
import { didYouMean, suggestion } from "../../text/nearest.ts";
import { fulfils } from "../../text/version-range.ts";
import type { Trap, ValueTest } from "../addons/chart.ts";
import { type ChartEntry, knownChart } from "../addons/charts-entry.ts";
import { filledAddon } from "../addons/filled.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import type { FilledEntry } from "../addons/value-entries.ts";
import { allKeys, type ValueFault, valueFaults } from "../addons/value-keys.ts";
import { findingAt, type Inventory } from "../inventory.ts";
import { type RawMap, valueAt } from "../merge.ts";
import { chartAccessFindings } from "./chart-access.ts";
import { chartObjectFindings } from "./chart-objects.ts";

/** Checks of each chart of an add-on: its values, and whether the add-on declares its objects. */
export function* chartReferences({ clusters, charts }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters)
    for (const addon of cluster.addons) {
      const { values, entries, missing } = filledAddon(cluster, addon);
      for (const [application, { chart, namespace }] of Object.entries(addon.spec.applications)) {
        if (chart === undefined) continue;
        const known = knownChart(charts, chart);
        if (known === undefined) {
          const message = codes["addons/chart-unknown"].messages.noFile(`${chart.name} ${chart.version}`);
          const hint = `Run npx --no-install tenantry charts --add-on ${addon.name}.`;
          const at = addon.at("applications", application, "chart", "version");
          yield { ...findingAt(at, "addons/chart-unknown", message, hint), severity: "warning" };
          continue;
        }
        const at: Path = ["applications", application, "chart", "values"];
        const incomplete = new Set(missing.map(({ path }) => path.join(".")));
        const { version: kubernetes } = cluster.spec.kubernetes;
        if (known.spec.kubernetes !== undefined && !fulfils(kubernetes, known.spec.kubernetes)) {
          const title = `${chart.name} ${chart.version}`;
          const { outside } = codes["addons/chart-kubernetes"].messages;
          const message = outside(title, known.spec.kubernetes, cluster.name, kubernetes);
          yield findingAt(
            addon.at("applications", application, "chart", "version"),
            "addons/chart-kubernetes",
            message,
          );
        }
        const own = entries.filter((entry) => entry.application === application);
        yield* valueFindings(addon, at, values.get(application) ?? {}, known, incomplete, own);
        yield* trapFindings(addon, at, values.get(application) ?? {}, known);
        if (!isDescribed(known)) {
          const message = codes["addons/chart-unknown"].messages.noObjects(`${chart.name} ${chart.version}`);
          const hint = `Run npx --no-install tenantry charts --add-on ${addon.name} with helm on the PATH.`;
          const version = addon.at("applications", application, "chart", "version");
          yield { ...findingAt(version, "addons/chart-unknown", message, hint), severity: "warning" };
        }
        yield* chartObjectFindings(addon, application, known);
        yield* chartAccessFindings(addon, namespace, known);
      }
    }
}

/** Whether the description contains objects. One that `charts` rendered can be a chart without objects. */
function isDescribed({ spec }: ChartEntry): boolean {
  const { rendered, kinds, clusterKinds, pods, access } = spec;
  const described = [kinds, clusterKinds, Object.keys(pods), Object.keys(access)];
  return rendered !== undefined || described.some((part) => part.length > 0);
}

/** @param incomplete The paths of placeholders without a value, which have their own finding. */
/**
 * @param incomplete The paths of placeholders without a value, which have their own finding.
 * @param entries The entries that the values contain. A list that only entries create has the position of the first one.
 */
function* valueFindings(
  addon: AddonEntry,
  at: Path,
  values: RawMap,
  { spec }: ChartEntry,
  incomplete: ReadonlySet<string>,
  entries: readonly FilledEntry[],
): Iterable<Diagnostic> {
  const { messages } = codes["addons/chart-value"];
  const written = addon.spec.applications[String(at[1])]?.chart?.values;
  const chart = `${spec.name} ${spec.version}`;
  for (const fault of valueFaults(values, allKeys(spec.values, spec.furtherValues))) {
    const path = [...at, ...fault.path];
    const name = fault.path.join(".");
    if (incomplete.has(path.join("."))) continue;
    // The message of a trap about a key of an earlier version contains more.
    if (spec.traps.some((trap) => trap.at === name)) continue;
    const creating =
      valueAt(written, fault.path) === undefined
        ? entries.find(({ at: list }) => isBelow(list, fault.path))
        : undefined;
    const origin = creating === undefined ? addon.at(...path) : addon.at(...creating.path, "at");
    yield fault.fault === "unknown"
      ? findingAt(
          origin,
          "addons/chart-value",
          messages.unknownValue(name, chart),
          hintFor(fault),
          creating === undefined ? "key" : "value",
        )
      : findingAt(
          origin,
          "addons/chart-value",
          messages.wrongType(name, chart, fault.expected, fault.actual),
          fault.expected.includes("text") ? "Quote the value." : undefined,
        );
  }
}

function isBelow(path: Path, start: Path): boolean {
  return start.every((step, index) => String(path[index]) === String(step));
}

function hintFor({ path, siblings, elsewhere }: Extract<ValueFault, { fault: "unknown" }>): string {
  const hint = suggestion(String(path.at(-1)), siblings);
  return elsewhere !== undefined && !hint.startsWith("Did") ? didYouMean(elsewhere) : hint;
}

function* trapFindings(addon: AddonEntry, at: Path, values: RawMap, { spec }: ChartEntry): Iterable<Diagnostic> {
  for (const trap of spec.traps) {
    if (!isCaught(values, trap)) continue;
    const path = trap.at.split(".");
    const message = codes["addons/chart-trap"].messages.trap(trap.at, `${spec.name} ${spec.version}`, trap.reason);
    yield findingAt(addon.at(...at, ...path), "addons/chart-trap", message, trap.fix, "key");
  }
}

function isCaught(values: RawMap, trap: Trap): boolean {
  return meets(values, trap) && trap.when.every((test) => meets(values, test));
}

function meets(values: RawMap, { at, is, isNot }: ValueTest): boolean {
  const value = JSON.stringify(valueAt(values, at.split(".")) ?? null);
  const matches = (list: readonly unknown[]): boolean => list.some((item) => JSON.stringify(item) === value);
  return (is === undefined || matches(is)) && (isNot === undefined || !matches(isNot));
}
