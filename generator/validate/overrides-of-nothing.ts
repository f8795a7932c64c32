import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { locate } from "../load/locate.ts";
import { joinNames } from "../text/listed.ts";
import { describeValue } from "./described.ts";
import type { Layer } from "./layers.ts";
import { isMap, mapAtPath, type RawMap } from "./merge.ts";
import { undeclaredOverride } from "./references/unknown.ts";

/**
 * Replaces the missing fields of an incomplete entry in an override by one finding: the spec does not have that entry. The
 * user probably meant to override an existing entry, so its missing fields are not the mistake.
 * @param owner The cluster or group of the override.
 * @param below The maps onto which the override is merged.
 */
export function overridesOfNothing(
  { source, form, path, data }: Layer,
  owner: string,
  below: readonly RawMap[],
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  // A cluster's file contains overrides of the platform.
  const described = form === "cluster" ? "platform" : form;
  let left = diagnostics;
  for (const [field, entries] of Object.entries(data)) {
    if (!isMap(entries) || describeValue(described, ["spec", field]).fields.length > 0) continue;
    const declared = [...new Set(below.flatMap((layer) => Object.keys(mapAtPath(layer, [field]))))];
    for (const name of Object.keys(entries).filter((key) => !declared.includes(key))) {
      const origin = { source, path: [...path, field, name] };
      const { line, column } = locate(source, origin.path, "key");
      const missing = left.filter(
        ({ code, at }) => code === "input/missing-field" && at.line === line && at.column === column,
      );
      if (missing.length === 0) continue;
      const { required } = describeValue(described, ["spec", field, name]);
      left = [
        ...left.filter((diagnostic) => !missing.includes(diagnostic)),
        undeclaredOverride(origin, owner, [field, name], declared, joinNames(required)),
      ];
    }
  }
  return left;
}
