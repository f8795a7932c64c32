import { posix } from "node:path";
import { codes } from "../diagnostics/codes.ts";
import type { Path } from "../load/source.ts";
import { isMap, type RawMap } from "./merge.ts";

/** A reference in a kustomization that kustomize would read: from the disk, or from any address. */
interface Named {
  readonly path: Path;
  readonly text: string;
  /** A file or folder of objects, other YAML, YAML that configures a plug-in, or bytes that are not parsed. */
  readonly as: "resource" | "yaml" | "plug-in" | "data";
  /** The text may not be a file name. Then no file of that name exists. */
  readonly perhaps?: true;
}

/** YAML that is inline in a kustomization, as a string. */
export interface InlinePatch {
  readonly path: Path;
  readonly inline: string;
  readonly as: "yaml" | "plug-in";
}

/** A field that kustomize 5.8 does not have or that has another type: its effect is unknown. */
interface UnexpectedPart {
  readonly path: Path;
  readonly odd: string;
}

export type KustomizationPart = Named | InlinePatch | UnexpectedPart;
type Reader = (value: unknown, path: Path) => Iterable<KustomizationPart>;

/**
 * Every reference in a kustomization, as kustomize 5.8 reads its fields (api/types/kustomization.go). Names of fields must
 * match exactly: kustomize accepts them in any case, and here another spelling is reported, not skipped.
 */
export function* kustomizationParts(kustomization: RawMap): Iterable<KustomizationPart> {
  for (const [field, value] of Object.entries(kustomization)) {
    const reader = readers.get(field);
    if (reader === undefined) yield { path: [field], odd: codes["render/component"].messages.unsupportedField(field) };
    else yield* reader(value, [field]);
  }
}

/** The file or folder of the tree that a text in a folder refers to. Undefined if it leads out of the tree. */
export function pathBelow(folder: string, text: string): string | undefined {
  if (text === "" || text.length > 1_000 || elsewhere.test(text)) return undefined;
  const path = posix.normalize(`${folder}/${text}`).replace(/\/$/, "");
  return path === ".." || path.startsWith("../") || path.startsWith("/") ? undefined : path;
}

/** A drive, a scheme, a host, a query, a user: paths of a reviewed tree contain nothing that kustomize treats as an address. */
const elsewhere = /[:?@\\\0]|\/\/|^[\s/]|\s$|[.]git(\/|$)|(^|\/)_git(\/|$)|^github[.]com(\/|$)/i;

const plain: Reader = () => [];

const names =
  (as: Named["as"]): Reader =>
  (value, path) =>
    listParts(value, path, (item, at) => name(item, at, as));

/** An entry is a path or, in plug-ins and old patches, the YAML itself. */
const namesOrTexts =
  (as: InlinePatch["as"]): Reader =>
  (value, path) =>
    listParts(value, path, (item, at) =>
      typeof item === "string" && /[\n{]|:\s/.test(item) ? [{ path: at, inline: item, as }] : name(item, at, as),
    );

const patches: Reader = (value, path) =>
  listParts(value, path, (item, at) =>
    fieldsOf(item, at, {
      path: (text, below) => name(text, below, "yaml"),
      patch: (text, below) =>
        typeof text === "string" ? [{ path: below, inline: text, as: "yaml" }] : [unexpectedPart(below)],
      target: plain,
      options: plain,
    }),
  );

const replacements: Reader = (value, path) =>
  listParts(value, path, (item, at) =>
    fieldsOf(item, at, { path: (text, below) => name(text, below, "yaml"), source: plain, targets: plain }),
  );

const dataFile: Reader = (item, path) =>
  typeof item === "string" ? [{ path, text: item.replace(/^[^=]*=/, ""), as: "data" }] : [unexpectedPart(path)];
const dataFiles: Reader = (value, path) => listParts(value, path, dataFile);

const generators: Reader = (value, path) =>
  listParts(value, path, (item, at) =>
    fieldsOf(item, at, {
      name: plain,
      namespace: plain,
      behavior: plain,
      type: plain,
      literals: plain,
      options: plain,
      files: dataFiles,
      envs: dataFiles,
      env: dataFile,
    }),
  );

const openapi: Reader = (value, path) =>
  fieldsOf(value, path, { version: plain, path: (text, below) => name(text, below, "yaml") });

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...[
    "apiVersion",
    "kind",
    "metadata",
    "namespace",
    "namePrefix",
    "nameSuffix",
    "commonLabels",
    "labels",
    "commonAnnotations",
    "images",
    "imageTags",
    "replicas",
    "vars",
    "sortOptions",
    "generatorOptions",
    "buildMetadata",
    "inventory",
  ].map((field) => [field, plain] as const),
  ["resources", names("resource")],
  ["components", names("resource")],
  ["bases", names("resource")],
  ["crds", names("yaml")],
  ["configurations", names("yaml")],
  ["openapi", openapi],
  ["patches", patches],
  ["patchesJson6902", patches],
  ["patchesStrategicMerge", namesOrTexts("yaml")],
  ["replacements", replacements],
  ["configMapGenerator", generators],
  ["secretGenerator", generators],
  ["generators", namesOrTexts("plug-in")],
  ["transformers", namesOrTexts("plug-in")],
  ["validators", namesOrTexts("plug-in")],
]);

/**
 * The references in the configuration of a built-in plug-in. It has the fields of a kustomization, under any of these names,
 * at any depth (`kind: ConfigMapGenerator`, `kind: PatchTransformer`, `kind: HelmChartInflationGenerator`).
 */
export function* partsOfPlugin(value: unknown, path: Path = []): Iterable<KustomizationPart> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* partsOfPlugin(item, [...path, index]);
  if (!isMap(value)) return;
  for (const [key, child] of Object.entries(value)) {
    const at = [...path, key];
    const field = key.toLowerCase();
    if (field.includes("helm") || field.startsWith("chart") || field === "repo" || field === "valuesfile")
      yield { path: at, odd: codes["render/failed"].messages.unsupportedChart(key) };
    else if (["path", "paths"].includes(field)) yield* optionalParts(child, at, "yaml");
    else if (["files", "envs", "env"].includes(field)) yield* optionalParts(child, at, "data");
    else if (["patch", "patches", "jsonop"].includes(field) && typeof child === "string")
      yield { path: at, inline: child, as: "yaml" };
    // In fieldspecs a path is a path of fields.
    else if (field !== "fieldspecs") yield* partsOfPlugin(child, at);
  }
}

function* optionalParts(value: unknown, path: Path, as: Named["as"]): Iterable<KustomizationPart> {
  for (const [index, item] of (Array.isArray(value) ? value : [value]).entries()) {
    const at = Array.isArray(value) ? [...path, index] : path;
    if (typeof item === "string") yield { path: at, text: item.replace(/^[^=]*=/, ""), as, perhaps: true };
    else yield* partsOfPlugin(item, at);
  }
}

function* listParts(value: unknown, path: Path, read: Reader): Iterable<KustomizationPart> {
  if (value === null || value === undefined) return;
  if (!Array.isArray(value)) yield unexpectedPart(path);
  else for (const [index, item] of value.entries()) yield* read(item, [...path, index]);
}

function* name(item: unknown, path: Path, as: Named["as"]): Iterable<KustomizationPart> {
  yield typeof item === "string" ? { path, text: item, as } : unexpectedPart(path);
}

function* fieldsOf(value: unknown, path: Path, known: Readonly<Record<string, Reader>>): Iterable<KustomizationPart> {
  if (!isMap(value)) {
    yield unexpectedPart(path);
    return;
  }
  for (const [field, child] of Object.entries(value)) {
    const reader = Object.hasOwn(known, field) ? known[field] : undefined;
    if (reader === undefined)
      yield { path: [...path, field], odd: codes["render/component"].messages.unsupportedField(field) };
    else yield* reader(child, [...path, field]);
  }
}

function unexpectedPart(path: Path): UnexpectedPart {
  return { path, odd: codes["render/component"].messages.invalidType(path.join(".")) };
}
