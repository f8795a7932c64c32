import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { hasPlaceholder } from "../addons/fill.ts";
import { filledAddon } from "../addons/filled.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { type ClusterEntry, findingAt } from "../inventory.ts";
import { unknownReference } from "./unknown.ts";

/** The entries of an add-on in lists of the values of its charts: a chart, a map of the settings, and a list. */
export function* valueEntriesOf(cluster: ClusterEntry, addon: AddonEntry): Iterable<Diagnostic> {
  const { name, spec, at } = addon;
  const scope = `of add-on ${name}`;
  const { entries, missing } = filledAddon(cluster, addon);
  const charts = Object.keys(spec.applications).filter((key) => spec.applications[key]?.chart !== undefined);
  for (const [key, { values }] of Object.entries(spec.perTenant))
    for (const [index, { application, entry }] of values.entries()) {
      yield* unknownReference(at("perTenant", key, "values", index, "application"), application, charts, "chart", {
        scope,
      });
      const isIncomplete = missing.some(({ path }) => path.join(".").startsWith(`perTenant.${key}.values.${index}.`));
      if (isIncomplete || hasPlaceholder(JSON.stringify(entry), "tenant")) continue;
      const message = codes["addons/value-entry"].messages.sameForAll(name);
      yield findingAt(at("perTenant", key, "values", index, "entry"), "addons/value-entry", message);
    }
  const places = new Set<string>();
  for (const { isListed, at: list, path } of entries) {
    const place = path.join(".");
    if (isListed || places.has(place)) continue;
    places.add(place);
    const message = codes["addons/value-entry"].messages.notList(list.join("."), name);
    yield findingAt(at(...path, "at"), "addons/value-entry", message);
  }
}
