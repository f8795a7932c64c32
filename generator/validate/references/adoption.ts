import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { AddonApplication } from "../addons/application.ts";
import type { ChartSpec } from "../addons/chart.ts";
import { knownChart } from "../addons/charts-entry.ts";
import type { Adoption } from "../addons/cluster-addon.ts";
import { claimsText, immutableWorkloads, isSameClaims, selectorOf, selectorText } from "../addons/immutable.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { findingAt, type Inventory } from "../inventory.ts";
import { unknownReference } from "./unknown.ts";

const { messages } = codes["addons/adoption"];

/** Compares releases that run with the add-on that adopts them, and finds unknown workloads in `replaces`. */
export function* adoptionReferences({ clusters, charts }: Inventory): Iterable<Diagnostic> {
  for (const { addons } of clusters)
    for (const addon of addons) {
      const { name, spec, adopts, onCluster } = addon;
      const scope = `of add-on ${name}`;
      const parts = Object.keys(spec.applications);
      for (const [part, adoption] of Object.entries(adopts)) {
        yield* unknownReference(onCluster("adopts", part), part, parts, "Application", { scope, part: "key" });
        const application = spec.applications[part];
        if (application === undefined) continue;
        yield* placeOf(addon, part, application, adoption);
        const known = application.chart && knownChart(charts, application.chart)?.spec;
        if (known !== undefined) yield* workloadsOf(addon, part, known, adoption);
      }
      const described = Object.values(spec.applications).flatMap(({ chart }) =>
        chart === undefined ? [] : [knownChart(charts, chart)?.spec],
      );
      // Without a description of each chart, it is unknown which workloads exist.
      if (described.includes(undefined)) continue;
      const workloads = described.flatMap((chart) => (chart ? immutableWorkloads(chart).map(([id]) => id) : []));
      for (const [index, id] of addon.replaces.entries())
        yield* unknownReference(onCluster("replaces", index), id, workloads, "workload", { scope });
    }
}

/** The release and the namespace. With others, the objects have other names, and nothing is adopted. */
function* placeOf(
  { name, onCluster }: AddonEntry,
  part: string,
  { chart, namespace }: AddonApplication,
  adoption: Adoption,
): Iterable<Diagnostic> {
  const at = (...path: readonly string[]): ReturnType<AddonEntry["onCluster"]> => onCluster("adopts", part, ...path);
  if (adoption.release === undefined && chart !== undefined)
    yield findingAt(
      at(),
      "addons/adoption",
      messages.missingRelease(part, name),
      `Add release: ${chart.release}.`,
      "key",
    );
  if (adoption.release !== undefined && adoption.release !== chart?.release) {
    const message = chart === undefined ? messages.noRelease(part, name) : messages.release(part, name, chart.release);
    const hint =
      chart === undefined
        ? "Remove release."
        : `If the release has another name, set applications.${part}.chart.release in the file of the add-on.`;
    yield findingAt(at("release"), "addons/adoption", message, hint);
  }
  if (adoption.namespace !== undefined && namespace !== undefined && adoption.namespace !== namespace) {
    const hint = "Change the namespaces in the file of the add-on.";
    yield findingAt(at("namespace"), "addons/adoption", messages.namespace(part, name, namespace), hint);
  }
}

/** The selectors and the claims of what runs, against those of the chart. */
function* workloadsOf(
  { onCluster }: AddonEntry,
  part: string,
  spec: ChartSpec,
  { selectors, claims }: Adoption,
): Iterable<Diagnostic> {
  const chart = `${spec.name} ${spec.version}`;
  const at = (...path: readonly string[]): ReturnType<AddonEntry["onCluster"]> => onCluster("adopts", part, ...path);
  const known = new Map(immutableWorkloads(spec));
  const options = { scope: `of chart ${chart}`, part: "key" } as const;
  for (const [id, labels] of Object.entries(selectors)) {
    const pods = known.get(id);
    if (pods === undefined) yield* unknownReference(at("selectors", id), id, [...known.keys()], "workload", options);
    else if (selectorText(labels) !== selectorText(selectorOf(pods))) {
      const message = messages.selector(id, chart, selectorText(selectorOf(pods)));
      yield findingAt(at("selectors", id), "addons/adoption", message, otherSelector, "key");
    }
  }
  for (const id of known.keys())
    if (selectors[id] === undefined)
      yield findingAt(at("selectors"), "addons/adoption", messages.missing(id, chart, "selectors"), missingHint, "key");
  for (const id of Object.keys(claims))
    if (!known.has(id)) yield* unknownReference(at("claims", id), id, [...known.keys()], "workload", options);
  for (const [id, pods] of known) {
    if (isSameClaims(claims[id] ?? [], pods.claims)) continue;
    const message = messages.claims(id, chart, claimsText(pods.claims));
    yield findingAt(at("claims", id), "addons/adoption", message, undefined, "key");
  }
}

const otherSelector =
  "Give the add-on the values with which the release was installed. If the selector still differs, Kubernetes rejects the adoption: install the add-on next to the release.";
const missingHint =
  "If it does not run, give the add-on the values with which the release was installed. Else add its selector.";
