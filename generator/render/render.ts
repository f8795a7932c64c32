import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { baseFiles, generatedIn, type Overlay, overlayFiles, overlayPath } from "../layout/overlay.ts";
import { type KubernetesObject, objectIdentity, toPlain } from "../models/kubernetes-object.ts";
import { nameProblem } from "../models/object-name.ts";
import { isKubernetesObject, readValues } from "../models/read-object.ts";
import { digestOf } from "../tools/cache.ts";
import { codeDigest } from "../tools/code-digest.ts";
import { mapConcurrently } from "../tools/map-concurrently.ts";
import type { Tool } from "../tools/provide-tool.ts";
import { remember, remembered } from "../tools/remembered.ts";
import { runTool } from "../tools/run-tool.ts";
import { closeScratch, openScratch } from "../tools/scratch.ts";
import { findingAt, type Origin } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";
import { errorIn } from "./build-folder.ts";
import { causesIn, causesOf, causesWith, componentFolders } from "./causes.ts";
import { type RenderedOverlay, renderedFiles } from "./rendered.ts";

export interface Renderer {
  /** Asked for only when some overlay has to be built. */
  readonly kustomize: () => Promise<Tool>;
  /** Folder of builds that were seen before, by what went into them. */
  readonly cache: string;
  /** Ask kustomize about every overlay, whatever is known or provable. */
  readonly fresh: boolean;
  /** Gets a line where nothing can be remembered. */
  readonly log: (line: string) => void;
}

export interface Rendering {
  readonly overlays: readonly RenderedOverlay[];
  readonly diagnostics: readonly Diagnostic[];
  /** How many overlays kustomize built in this run. */
  readonly built: number;
}

/**
 * Overlays to objects. What `kustomize build` prints is what an overlay means; but a kustomization that lists files of
 * objects, its own or a generated base's, and nothing else means those objects, so it is not asked about (a test builds such overlays and compares, and
 * so does a fresh rendering).
 */
export async function render(overlays: readonly Overlay[], renderer: Renderer): Promise<Rendering> {
  const diagnostics: Diagnostic[] = [];
  const asked = overlays.filter((overlay) => renderer.fresh || !isPlain(overlay));
  const built = await build(asked, renderer, diagnostics);
  const rendered = overlays.map((overlay) => {
    const printed = built.objects.get(overlay.application);
    if (printed !== undefined && isPlain(overlay)) requireAgreement(overlay, printed);
    const objects =
      printed === undefined
        ? generatedIn(overlay).map((generated) => ({ ...generated, causes: [] }))
        : withOrigins(overlay, printed);
    diagnostics.push(...objects.flatMap(misnamed));
    return {
      overlay,
      objects: renderedFiles(
        overlay,
        objects.filter((object) => misnamed(object).length === 0),
      ),
    };
  });
  return { overlays: rendered, diagnostics, built: built.count };
}

/** Files are named after objects: what an API server would not take is none. */
function misnamed({
  object,
  origin,
}: {
  readonly object: KubernetesObject;
  readonly origin: Origin;
}): readonly Diagnostic[] {
  const problem = nameProblem(object);
  if (problem === undefined) return [];
  return [
    findingAt(origin, "gate/invalid", `${object.kind}: ${problem}`, "The API server would refuse it: rename it."),
  ];
}

/** A kustomization of generated files, and nothing that changes what is in them. */
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
    const asked = overlays.flatMap((overlay) => {
      const files = filesOf(overlay);
      const known = join(renderer.cache, `${digestOf(codeDigest(), tool.version, ...[...files].flat())}.json`);
      const before = renderer.fresh ? undefined : remembered(known);
      if (before !== undefined) {
        objects.set(overlay.application, JSON.parse(before));
        return [];
      }
      // All files lie there before the first build: overlays share components, and nobody may read a half-written one.
      for (const [path, text] of files) writeBelow(folder, path, text);
      return [{ overlay, known }];
    });
    await mapConcurrently(asked, async ({ overlay, known }) => {
      const done = await runTool(tool, ["build", join(folder, overlayPath(overlay))]);
      if (done.code !== 0) diagnostics.push(refused(overlay, done.stderr, folder));
      else {
        // The cache holds JSON, which is much faster to read than YAML. This run uses the same JSON, so that a warm run gives the same objects.
        const kept = JSON.stringify(readValues(done.stdout));
        const printed: readonly unknown[] = JSON.parse(kept);
        objects.set(overlay.application, printed.filter(isKubernetesObject));
        const problem = unreadable(printed, done.stdout);
        if (problem === undefined) remember(known, kept, renderer.log);
        else diagnostics.push(unreadableOutput(overlay, problem));
      }
    });
    return { objects, count: asked.length };
  } finally {
    closeScratch(folder);
  }
}

/** The overlay's own files and those of its components: all that kustomize may read. */
function filesOf(overlay: Overlay): ReadonlyMap<string, string> {
  const files = new Map([...overlayFiles(overlay), ...(overlay.base === undefined ? [] : baseFiles(overlay.base))]);
  for (const { component } of overlay.components) for (const { file, text } of component.files) files.set(file, text);
  return files;
}

/** Something of kustomize's output that cannot be taken as it is meant. */
interface Unreadable {
  readonly what: string;
  /** Whether a text holds it. */
  readonly isIn: (text: string) => boolean;
}

function unreadable(values: readonly unknown[], printed: string): Unreadable | undefined {
  // kustomize passes on what has a kind and a name, whatever its apiVersion is.
  const strange = values.find((value) => !isKubernetesObject(value));
  if (strange !== undefined) {
    const [kind, name] = [["kind"], ["metadata", "name"]].map((path) => String(valueAt(strange, path)));
    const what = `${kind} ${name}, which is no Kubernetes object: its apiVersion or its kind is no text`;
    return { what, isIn: (text) => text.includes(name ?? "") };
  }
  // They end a line of YAML 1.1, in which kustomize writes, and none of YAML 1.2.
  const separator = /[\u0085\u2028\u2029]|\\u2028|\\u2029|\\[LPN]/;
  if (/[\u0085\u2028\u2029]/.test(printed))
    return {
      what: "a text with a line separator of Unicode (U+0085, U+2028 or U+2029)",
      isIn: (text) => separator.test(text),
    };
  const large = largeNumberIn(values);
  if (large === undefined) return undefined;
  return {
    what: `the number ${large}, which is too large to be kept exactly`,
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

function unreadableOutput(overlay: Overlay, { what, isIn }: Unreadable): Diagnostic {
  const message = `${overlayPath(overlay)} builds ${what}`;
  const causes = causesWith(overlay, isIn);
  const [use] = causes;
  if (use === undefined) throw new ToolFailure(message, "This overlay is generated: please report it.");
  return findingAt(use.origin, "render/failed", message, `Look at ${componentFolders(causes)}.`);
}

function refused(overlay: Overlay, stderr: string, folder: string): Diagnostic {
  const message = errorIn(stderr).replaceAll(`${folder}/`, "");
  const causes = causesIn(overlay, stderr.replaceAll(`${folder}/`, ""));
  const [use] = causes;
  if (use === undefined)
    throw new ToolFailure(
      `kustomize refused ${overlayPath(overlay)}: ${message}`,
      "This overlay is generated: please report it.",
    );
  return findingAt(
    use.origin,
    "render/failed",
    `kustomize refused ${overlayPath(overlay)}: ${message}`,
    `Look at ${componentFolders(causes)}.`,
  );
}

/** A kustomize that changes what it was only to pass on would make the tree mean something else than Argo CD syncs. */
function requireAgreement(overlay: Overlay, printed: readonly KubernetesObject[]): void {
  const byIdentity = (objects: readonly KubernetesObject[]): unknown =>
    Object.fromEntries(objects.map((object) => [objectIdentity(object), toPlain(object)]));
  if (isDeepStrictEqual(byIdentity(printed), byIdentity(generatedIn(overlay).map(({ object }) => object)))) return;
  throw new ToolFailure(
    `kustomize builds other objects from ${overlayPath(overlay)} than stand in it`,
    "This overlay is generated: please report it.",
  );
}

/** Generated objects keep their origin through kustomize by their identity; all others are a component's. */
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
