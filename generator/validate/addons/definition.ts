import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { memoize } from "../../load/memoize.ts";
import { shippedFile, shippedName } from "../../load/shipped-addons.ts";
import type { Path, Source, SourceDocument } from "../../load/source.ts";
import { didYouMean } from "../../text/nearest.ts";
import type { Origin } from "../inventory.ts";
import { isMap, isOverridden, mapAtPath, merge, type RawMap, recordOf, valueAt } from "../merge.ts";
import { nameFinding } from "../name-finding.ts";
import { parse, wholeDocument } from "../parse.ts";
import { unknownReference } from "../references/unknown.ts";
import { Addon, type AddonSpec, fileFields } from "./addon.ts";

/** An add-on of `platform/addons/`, or a shipped one, before a cluster selects a variant and gives its settings. */
export interface AddonDefinition {
  readonly name: string;
  /** The spec of the shipped add-on that it extends, with the file's differences. Raw, because a variant merges into it. */
  readonly raw: RawMap;
  readonly spec: AddonSpec;
  /** Raw differences from the spec, by the name of the variant. */
  readonly variants: Readonly<Record<string, RawMap>>;
  readonly at: (...path: Path) => Origin;
}

export type AddonDefinitions = ReadonlyMap<string, AddonDefinition | undefined>;

/**
 * The add-ons by name: those of the repository, and the shipped ones that no file of the repository replaces. Undefined if
 * the file is invalid.
 * @param shipped The documents of the shipped add-ons, which contain no `extends`.
 */
export function addonDefinitions(
  own: readonly SourceDocument[],
  shipped: readonly SourceDocument[],
  found: Diagnostic[],
): AddonDefinitions {
  const bases = new Map(shipped.map((document) => [nameOf(document), document]));
  const all = [...shipped.filter((document) => !own.some((item) => nameOf(item) === nameOf(document))), ...own];
  return new Map(
    all.map((document) => {
      const addon = definition(document, bases, found);
      return [addon?.name ?? fileName(document.source), addon];
    }),
  );
}

/** A document that two states of a repository share is parsed once. */
const parsedFile = memoize(({ source, value }: SourceDocument) => parse(Addon, value, wholeDocument(source, "addon")));

function nameOf({ value }: SourceDocument): string {
  return String(valueAt(value, ["metadata", "name"]));
}

function definition(
  document: SourceDocument,
  bases: ReadonlyMap<string, SourceDocument>,
  found: Diagnostic[],
): AddonDefinition | undefined {
  const extended = valueAt(document.value, ["spec", "extends"]);
  if (extended === undefined) return complete(document, found);
  const base = typeof extended === "string" ? bases.get(shippedName(extended) ?? "") : undefined;
  if (typeof extended === "string" && base === undefined) {
    const known = [...bases.keys()].map(shippedFile);
    const origin = { source: document.source, path: ["spec", "extends"] };
    // Only shipped add-ons can be extended, so a name alone means one of them.
    const meant = known.includes(shippedFile(extended)) ? didYouMean(shippedFile(extended)) : undefined;
    const unknown = [...unknownReference(origin, extended, known, "add-on")];
    found.push(...unknown.map((finding) => (meant === undefined ? finding : { ...finding, hint: meant })));
    return undefined;
  }
  return base === undefined ? complete(document, found) : extending(document, base, found);
}

/** A file that contains the whole add-on. */
function complete(document: SourceDocument, found: Diagnostic[]): AddonDefinition | undefined {
  const { value, diagnostics } = parsedFile(document);
  found.push(...diagnostics);
  if (value === undefined) return undefined;
  checkName(document, value.metadata.name, found);
  const { extends: _extends, variants, ...spec } = value.spec;
  const at = (...path: Path): Origin => ({ source: document.source, path: ["spec", ...path] });
  return { name: value.metadata.name, raw: rawSpec(document), spec, variants: rawVariants(variants), at };
}

/**
 * A file with differences from a shipped add-on. Only the merged spec is parsed. The shipped add-on is valid, so the
 * differences cause every mistake.
 */
function extending(document: SourceDocument, base: SourceDocument, found: Diagnostic[]): AddonDefinition | undefined {
  const [below, over] = [mapAtPath(base.value, ["spec"]), mapAtPath(document.value, ["spec"])];
  const differences = Object.fromEntries(Object.entries(over).filter(([key]) => key !== "extends"));
  const at = (...path: Path): Origin => ({
    ...(isOverridden(below, differences, path)
      ? { source: document.source, path: ["spec", ...path] }
      : { source: base.source, path: ["spec", ...path] }),
    within: (part) => at(...path, ...part),
  });
  const merged = { ...(document.value as RawMap), spec: merge(below, differences) };
  const { value, diagnostics } = parse(Addon, merged, wholeDocument(document.source, "addon"));
  found.push(...diagnostics);
  if (value === undefined) return undefined;
  checkName(document, value.metadata.name, found);
  const { extends: _extends, variants, ...spec } = value.spec;
  return {
    name: value.metadata.name,
    raw: withoutFileFields(merged.spec),
    spec,
    variants: rawVariants(variants),
    at,
  };
}

function checkName({ source }: SourceDocument, name: string, found: Diagnostic[]): void {
  const file = fileName(source);
  if (file === name) return;
  found.push(
    nameFinding(source, `the file's name, ${file}`, `Rename the file to ${name}.yaml, or the add-on to ${file}.`),
  );
}

function fileName({ file }: Source): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/[.]yaml$/, "");
}

function rawSpec({ value }: SourceDocument): RawMap {
  return withoutFileFields(mapAtPath(value, ["spec"]));
}

function withoutFileFields(spec: RawMap): RawMap {
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !fileFields.includes(key)));
}

function rawVariants(variants: Readonly<Record<string, unknown>>): Readonly<Record<string, RawMap>> {
  return recordOf(Object.entries(variants).filter((entry): entry is [string, RawMap] => isMap(entry[1])));
}
