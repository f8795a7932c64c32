import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { baseFiles, generatedIn, type Overlay, overlayFiles, overlayPath } from "../layout/overlay.ts";
import { type KubernetesObject, objectIdentity, toPlain } from "../models/kubernetes-object.ts";
import { nameProblem } from "../models/object-name.ts";
import { isKubernetesObject, readYamlDocuments } from "../models/read-object.ts";
import { digestOf } from "../tools/cache.ts";
import { readCached, writeCached } from "../tools/cached-results.ts";
import { codeDigest } from "../tools/code-digest.ts";
import { mapConcurrently } from "../tools/map-concurrently.ts";
import type { Tool } from "../tools/provide-tool.ts";
import { runTool } from "../tools/run-tool.ts";
import { closeScratch, openScratch } from "../tools/scratch.ts";
import { findingAt, type Origin } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";
import { errorIn } from "./build-folder.ts";
import { causesIn, causesOf, causesWith, componentFolders } from "./causes.ts";
import { type RenderedOverlay, renderedFiles } from "./rendered.ts";

export interface Renderer {
  /** Provides kustomize. Called only if at least one overlay must be built. */
  readonly kustomize: () => Promise<Tool>;
  /** The folder of cached builds, by a digest of their input. */
  readonly cache: string;
  /** Run kustomize for every overlay, without the cache and without shortcuts. */
  readonly fresh: boolean;
  /** Receives a line if the cache cannot be written. */
  readonly log: (line: string) => void;
}

export interface Rendering {
  readonly overlays: readonly RenderedOverlay[];
  readonly diagnostics: readonly Diagnostic[];
  /** How many overlays kustomize built in this run. */
  readonly built: number;
}

/**
 * Renders overlays to objects with `kustomize build`. A kustomization that only lists files of objects, its own or those of
 * a generated base, gives these objects, so kustomize does not run for it. A test and every fresh rendering compare this
 * with kustomize's output.
 */
export async function render(overlays: readonly Overlay[], renderer: Renderer): Promise<Rendering> {
  const diagnostics: Diagnostic[] = [];
  const needed = overlays.filter((overlay) => renderer.fresh || !isPlain(overlay));
  const built = await build(needed, renderer, diagnostics);
  const rendered = overlays.map((overlay) => {
    const printed = built.objects.get(overlay.application);
    if (printed !== undefined && isPlain(overlay)) requireAgreement(overlay, printed);
    const objects =
      printed === undefined
        ? generatedIn(overlay).map((generated) => ({ ...generated, causes: [] }))
        : withOrigins(overlay, printed);
    diagnostics.push(...objects.flatMap(nameFindings));
    return {
      overlay,
      objects: renderedFiles(
        overlay,
        objects.filter((object) => nameFindings(object).length === 0),
      ),
    };
  });
  return { overlays: rendered, diagnostics, built: built.count };
}

/** Files have the names of objects, so a name that the API server would reject is an error. */
function nameFindings({
  object,
  origin,
}: {
  readonly object: KubernetesObject;
  readonly origin: Origin;
}): readonly Diagnostic[] {
  const problem = nameProblem(object);
  if (problem === undefined) return [];
  return [
    findingAt(
      origin,
      "gate/invalid",
      codes["gate/invalid"].messages.invalidObject(object.kind, problem),
      "Rename the object: the API server would reject this name.",
    ),
  ];
}

/** Whether the kustomization only lists generated files and changes nothing in them. */
function isPlain(overlay: Overlay): boolean {
  return overlay.components.length === 0;
}

async function build(
  overlays: readonly Overlay[],
  renderer: Renderer,
  diagnostics: Diagnostic[],
): Promise<{ readonly objects: ReadonlyMap<string, readonly KubernetesObject[]>; readonly count: number }> {
  const objects = new Map<string, readonly KubernetesObject[]>();
  if (overlays.length === 0) return { objects, count: 0 };
  const tool = await renderer.kustomize();
  const folder = openScratch();
  try {
    const unknown = overlays.flatMap((overlay) => {
      const files = filesOf(overlay);
      const cacheFile = join(renderer.cache, `${digestOf(codeDigest(), tool.digest, ...[...files].flat())}.json`);
      const cached = renderer.fresh ? undefined : readCached(cacheFile);
      if (cached !== undefined) {
        objects.set(overlay.application, JSON.parse(cached));
        return [];
      }
      // All files are written before the first build: overlays share components, and no build may read a half-written file.
      for (const [path, text] of files) writeBelow(folder, path, text);
      return [{ overlay, cacheFile }];
    });
    await mapConcurrently(unknown, async ({ overlay, cacheFile }) => {
      const done = await runTool(tool, ["build", join(folder, overlayPath(overlay))]);
      if (done.code !== 0) diagnostics.push(refused(overlay, done.stderr, folder));
      else {
        // The cache holds JSON, which is much faster to read than YAML. This run uses the same JSON, so that a warm run
        // gives the same objects.
        const kept = JSON.stringify(readYamlDocuments(done.stdout));
        const printed: readonly unknown[] = JSON.parse(kept);
        objects.set(overlay.application, printed.filter(isKubernetesObject));
        const problem = unreadable(printed, done.stdout);
        if (problem === undefined) writeCached(cacheFile, kept, renderer.log);
        else diagnostics.push(unreadableOutput(overlay, problem));
      }
    });
    return { objects, count: unknown.length };
  } finally {
    closeScratch(folder);
  }
}

/** The overlay's own files and those of its components. Kustomize may read no other files. */
function filesOf(overlay: Overlay): ReadonlyMap<string, string> {
  const files = new Map([...overlayFiles(overlay), ...(overlay.base === undefined ? [] : baseFiles(overlay.base))]);
  for (const { component } of overlay.components) for (const { file, text } of component.files) files.set(file, text);
  return files;
}

/** A part of kustomize's output that readers can interpret in different ways. */
interface Unreadable {
  readonly description: string;
  /** Whether a text contains it. */
  readonly isIn: (text: string) => boolean;
}

function unreadable(values: readonly unknown[], printed: string): Unreadable | undefined {
  // kustomize passes on every object with a kind and a name, with any apiVersion.
  const invalid = values.find((value) => !isKubernetesObject(value));
  if (invalid !== undefined) {
    const [kind, name] = [["kind"], ["metadata", "name"]].map((path) => String(valueAt(invalid, path)));
    const description = `an invalid Kubernetes object, ${kind} ${name}: its apiVersion or its kind is not a string`;
    return { description, isIn: (text) => text.includes(name ?? "") };
  }
  // These characters end a line in YAML 1.1, which kustomize writes, but not in YAML 1.2.
  const separator = /[\u0085\u2028\u2029]|\\u2028|\\u2029|\\[LPN]/;
  if (/[\u0085\u2028\u2029]/.test(printed))
    return {
      description: "a string with a Unicode line separator (U+0085, U+2028 or U+2029)",
      isIn: (text) => separator.test(text),
    };
  const large = largeNumberIn(values);
  if (large === undefined) return undefined;
  return {
    description: `the number ${large}, which is too large to be stored exactly`,
    isIn: (text) => /\d{16}|\de/i.test(text),
  };
}

function largeNumberIn(value: unknown): number | undefined {
  if (typeof value === "number") return Math.abs(value) > Number.MAX_SAFE_INTEGER ? value : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const item of Object.values(value)) {
    const found = largeNumberIn(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unreadableOutput(overlay: Overlay, { description, isIn }: Unreadable): Diagnostic {
  const message = codes["render/failed"].messages.unreadableOutput(overlayPath(overlay), description);
  const causes = causesWith(overlay, isIn);
  const [use] = causes;
  if (use === undefined) throw new ToolFailure(message, generatedOverlay);
  return findingAt(use.origin, "render/failed", message, `Check ${componentFolders(causes)}.`);
}

const generatedOverlay = "Report this as a bug in Tenantry: Tenantry generates this overlay.";

function refused(overlay: Overlay, stderr: string, folder: string): Diagnostic {
  const problem = errorIn(stderr).replaceAll(`${folder}/`, "");
  const message = codes["render/failed"].messages.refused(overlayPath(overlay), problem);
  const causes = causesIn(overlay, stderr.replaceAll(`${folder}/`, ""));
  const [use] = causes;
  if (use === undefined) throw new ToolFailure(message, generatedOverlay);
  return findingAt(use.origin, "render/failed", message, `Check ${componentFolders(causes)}.`);
}

/** If kustomize changes objects that it must only pass on, the tree differs from the objects that Argo CD syncs. */
function requireAgreement(overlay: Overlay, printed: readonly KubernetesObject[]): void {
  const byIdentity = (objects: readonly KubernetesObject[]): unknown =>
    Object.fromEntries(objects.map((object) => [objectIdentity(object), toPlain(object)]));
  if (isDeepStrictEqual(byIdentity(printed), byIdentity(generatedIn(overlay).map(({ object }) => object)))) return;
  throw new ToolFailure(
    `kustomize changes objects of ${overlayPath(overlay)}: the built objects differ from the objects in the files of the overlay`,
    generatedOverlay,
  );
}

/** Finds the origin of generated objects by their identity. All other objects belong to a component. */
function withOrigins(overlay: Overlay, printed: readonly KubernetesObject[]): Parameters<typeof renderedFiles>[1] {
  const origins = new Map(generatedIn(overlay).map(({ object, origin }) => [objectIdentity(object), origin]));
  const causes = causesOf(overlay);
  return printed.flatMap((object) => {
    const by = causes(object);
    const origin = origins.get(objectIdentity(object)) ?? by[0]?.origin ?? overlay.objects[0]?.origin;
    return origin === undefined ? [] : [{ object, origin, causes: by }];
  });
}

function writeBelow(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
