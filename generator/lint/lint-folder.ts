import { dirname, join, normalize } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { InputCode } from "../diagnostics/codes.ts";
import { type Diagnostic, saidOnce } from "../diagnostics/diagnostic.ts";
import { type At, kindOf, type Manifest, manifestOf } from "../gate/manifests/manifest.ts";
import { readManifests } from "../gate/manifests/read-manifests.ts";
import { labelsAt, textAt } from "../gate/manifests/reading.ts";
import { Scene, type Surroundings } from "../gate/manifests/scene.ts";
import type { LabelMap } from "../gate/network/selector.ts";
import { clusterFindings, sceneFindings } from "../gate/rules/run-rules.ts";
import { rules } from "../gate/rules/table.ts";
import { isMarked } from "../layout/names.ts";
import { locate } from "../load/locate.ts";
import type { Path, Source } from "../load/source.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { isOwnPath } from "../publish/own-path.ts";
import { buildFolder } from "../render/build-folder.ts";
import type { Tool } from "../tools/provide-tool.ts";
import type { ClusterEntry, PlatformEntry } from "../validate/inventory.ts";
import { isMap, valueAt } from "../validate/merge.ts";
import { type BuildTree, buildProblems } from "./build-inputs.ts";
import { type Deployer, deployed, deployersOf } from "./deployers.ts";
import { documentProblems, valueProblems } from "./document-problems.ts";
import { filesOf, type Kustomization, kustomizationsOf, rootsOf } from "./kustomizations.ts";
import { asDesired } from "./live.ts";
import { isPatch } from "./partial-objects.ts";
import { type Folder, readFolder } from "./read-folder.ts";
import { type WrittenFile, wholesOf } from "./wholes.ts";

/** The cluster that somebody means to bring the objects to. */
export interface Destination {
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  readonly namespaces: ReadonlyMap<string, LabelMap>;
}

export interface Linted {
  readonly diagnostics: readonly Diagnostic[];
  readonly manifests: readonly Manifest[];
  readonly files: number;
  /** Kustomizations that were built. */
  readonly kustomizations: number;
  /** Folders of kustomizations that were not built: a finding says why. */
  readonly unbuilt: readonly string[];
  /** Files beside a kustomization that no kustomization names, and files of objects that are only laid over others. */
  readonly leftOut: readonly string[];
  readonly charts: readonly string[];
}

/** Objects that belong together. */
interface Whole {
  readonly manifests: readonly Manifest[];
  /** Whether somebody applies them at once. */
  readonly together: boolean;
}

/**
 * The rules over a folder that anybody wrote: each kustomization that nothing else builds upon as one whole, and objects of
 * files that no kustomization has anything to do with as others.
 */
export async function lintFolder(
  base: string,
  folder: string,
  destination: Destination | undefined,
  kustomize: () => Promise<Tool>,
): Promise<Linted> {
  const read = readFolder(base, folder);
  const diagnostics: Diagnostic[] = [...read.diagnostics];
  const kustomizations = kustomizationsOf(read.files);
  const written = manifestsOf(read, kustomizations, diagnostics);
  const deployers = deployersOf([...written.values()].flat());
  const { loose, leftOut } = looseFiles(written, kustomizations);
  const applied = new Set([...loose.map(([file]) => file), ...kustomizations.flatMap(({ uses }) => uses)]);
  const patches = new Set(kustomizations.flatMap((one) => one.patches));
  for (const source of read.files) {
    diagnostics.push(...valueProblems(source));
    if (applied.has(source.file) && !patches.has(source.file)) diagnostics.push(...documentProblems(source));
  }
  const wholes = wholesOf(loose.filter(([, manifests]) => manifests.length > 0)).map((files): Whole => {
    const manifests = files.flatMap(([file, objects]) => deployed(objects, deployerOf(dirname(file), deployers)));
    return { manifests, together: files.length === 1 };
  });

  const roots = rootsOf(kustomizations);
  const tree = { base, files: new Map(read.files.map((one) => [one.file, one])) };
  const unbuilt: Kustomization[] = [];
  const inBuilt = new Set<string>();
  for (const root of roots) {
    const files = filesOf(root, kustomizations);
    const objects = [...written].flatMap(([file, manifests]) =>
      files.has(file) && !patches.has(file) ? manifests : [],
    );
    const made = await built(tree, root, objects, kustomize, diagnostics);
    if (made === undefined) {
      unbuilt.push(root);
      continue;
    }
    for (const file of files) inBuilt.add(file);
    wholes.push({ manifests: deployed(made, deployers.get(root.folder)), together: true });
  }

  const all = wholes.map((one) => ({ ...one, manifests: one.manifests.filter(hasSpec).map(asDesired) }));
  const looseOnes = new Set(loose.map(([file]) => file));
  // What no whole holds may be on the cluster all the same.
  const others = [...written].flatMap(([file, manifests]) =>
    inBuilt.has(file) || patches.has(file) || looseOnes.has(file) ? [] : manifests,
  );
  const everywhere = [...all.flatMap(({ manifests }) => manifests), ...others];
  const namespaces = declared(everywhere, destination);
  const judged = new Set<string>();
  for (const { manifests, together } of [...all, { manifests: kustomizations.map(asManifest), together: false }]) {
    const around = { ...surroundings(manifests, destination, namespaces), folder: { everywhere, together } };
    const scene = new Scene(manifests, around);
    const isNew = new Set(manifests.filter((one) => isFirst(one, judged)));
    const found = [...sceneFindings(scene, rules, (one) => isNew.has(one)), ...clusterFindings(scene, rules)];
    for (const { diagnostic } of found) diagnostics.push(diagnostic);
  }
  return {
    diagnostics: saidOnce(withoutRepeats(diagnostics)),
    manifests: wholes.flatMap(({ manifests }) => manifests),
    files: read.files.length,
    kustomizations: roots.length - unbuilt.length,
    unbuilt: unbuilt.map((one) => one.folder),
    leftOut,
    charts: read.charts,
  };
}

/**
 * Files that no kustomization has anything to do with. Beside a kustomization, or beside a file that one names, what none
 * names is not applied, and what is only a part of an object is laid over another one by somebody.
 */
function looseFiles(
  written: ReadonlyMap<string, readonly Manifest[]>,
  kustomizations: readonly Kustomization[],
): { readonly loose: readonly WrittenFile[]; readonly leftOut: readonly string[] } {
  const used = new Set(kustomizations.flatMap(({ uses }) => uses));
  // The folder of a kustomization, and those that it names files of.
  const folders = new Set([
    ...kustomizations.map((one) => one.folder),
    ...[...used].filter((one) => written.has(one)).map(dirname),
  ]);
  const loose: WrittenFile[] = [];
  const leftOut: string[] = [];
  for (const [file, manifests] of written) {
    if (used.has(file)) continue;
    const whole = manifests.filter((one) => !isPatch(one));
    const beside = folders.has(dirname(file));
    if (!beside && (whole.length > 0 || manifests.length === 0)) loose.push([file, whole]);
    else if (manifests.length > 0) leftOut.push(file);
  }
  return { loose, leftOut };
}

/** What several overlays make of one base has no line of its own in any of them: it is said of the first. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, message, at }) => {
    const key = `${code} ${message}`;
    const isRepeat = at.nearby === true && seen.has(key);
    seen.add(key);
    return !isRepeat;
  });
}

/** The same object stands in every bundle of a release, and in the overlays of a base: it is said once. */
function isFirst({ object }: Manifest, judged: Set<string>): boolean {
  const key = JSON.stringify(object);
  const isNew = !judged.has(key);
  judged.add(key);
  return isNew;
}

/** Of an object of Seldon's without a spec its schema says so, and rules would only say it in other words. */
function hasSpec({ kind, object }: Manifest): boolean {
  return !kind.startsWith("mlops.seldon.io/") || isMap(valueAt(object, ["spec"]));
}

/** Who applies the files of a folder: whoever is told to apply it, or the nearest folder above it. */
function deployerOf(folder: string, deployers: ReadonlyMap<string, Deployer>): Deployer | undefined {
  for (let one = folder; one !== "."; one = dirname(one)) {
    const found = deployers.get(one);
    if (found !== undefined) return found;
  }
  return folder === "." ? deployers.get(folder) : undefined;
}

function manifestsOf(
  { files }: Folder,
  kustomizations: readonly Kustomization[],
  diagnostics: Diagnostic[],
): ReadonlyMap<string, readonly Manifest[]> {
  const own = new Set(kustomizations.map(({ source }) => source.file));
  const manifests = new Map<string, readonly Manifest[]>();
  for (const source of files) {
    if (own.has(source.file)) continue;
    const read = readManifests(source);
    diagnostics.push(...read.diagnostics);
    const handWritten = !isGenerated(source);
    manifests.set(
      source.file,
      read.manifests.map((one) => ({ ...one, handWritten })),
    );
  }
  return manifests;
}

/** What this program wrote, where it writes it, is held to what `check` holds it to: its author is the input. */
function isGenerated({ file, text }: Source): boolean {
  return isOwnPath(file) && isMarked(text);
}

/** The objects of a kustomization; nothing where it is not built. Nothing is fetched: what is remote today is another thing tomorrow. */
async function built(
  tree: BuildTree,
  { folder, source }: Kustomization,
  sources: readonly Manifest[],
  kustomize: () => Promise<Tool>,
  diagnostics: Diagnostic[],
): Promise<readonly Manifest[] | undefined> {
  const problems = buildProblems(tree, folder);
  diagnostics.push(...problems);
  if (problems.length > 0) return undefined;
  const made = await buildFolder(await kustomize(), join(tree.base, folder));
  if ("refused" in made) {
    const said = made.refused.replaceAll(`${normalize(tree.base)}/`, "");
    diagnostics.push(
      refused(source, [], "render/failed", `kustomize refuses it: ${said}`, `kustomize build ${folder}`),
    );
    return undefined;
  }
  return made.objects.map((object) => {
    const written = writtenAs(object, sources);
    // What a patch, a replacement or a generator made of it is not written there.
    const own = (path: Path): boolean => isDeepStrictEqual(valueAt(written?.object, path), valueAt(object, path));
    const at: At = (path = [], part) =>
      written !== undefined && (path.length === 0 || path[0] === "metadata" || own(path))
        ? written.at(path, part)
        : { ...locate(source, []), nearby: true };
    return manifestOf(object, at, { before: written?.object, handWritten: written?.handWritten ?? true });
  });
}

/** An object as it was written before kustomize may have given it a prefix or suffix; nothing where nothing is sure. */
function writtenAs(object: KubernetesObject, written: readonly Manifest[]): Manifest | undefined {
  const kind = kindOf(object);
  const name = textAt(object, "metadata", "name") ?? "";
  const namespace = textAt(object, "metadata", "namespace");
  const alike = written.filter((one) => one.kind === kind && one.name !== "" && name.includes(one.name));
  const longest = Math.max(0, ...alike.map((one) => one.name.length));
  const nearest = alike.filter((one) => one.name.length === longest);
  return nearest.find((one) => one.namespace === namespace) ?? (nearest.length === 1 ? nearest[0] : undefined);
}

/** A kustomization as an object: its kind may be left out, and rules about kustomizations want to see it. */
function asManifest({ source, value }: Kustomization): Manifest {
  const object = {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    ...value,
    metadata: { name: source.file },
  };
  return manifestOf(object, (path = [], part = "value") => locate(source, path, part));
}

function declared(manifests: readonly Manifest[], destination: Destination | undefined): ReadonlyMap<string, LabelMap> {
  const written = manifests
    .filter(({ kind }) => kind === "Namespace")
    .map(({ name, object }): [string, LabelMap] => [name, labelsAt(object, "metadata", "labels")]);
  return new Map([...(destination?.namespaces ?? []), ...written]);
}

/** Objects of one tenant's namespace are that tenant's. */
function surroundings(
  manifests: readonly Manifest[],
  destination: Destination | undefined,
  namespaces: ReadonlyMap<string, LabelMap>,
): Surroundings {
  if (destination === undefined) return { namespaces };
  const { platform, cluster } = destination;
  const own = new Set(manifests.flatMap(({ namespace }) => namespace ?? []));
  const tenants = cluster.tenants.filter(({ name }) => own.has(name));
  return { platform, cluster, tenant: tenants.length === 1 ? tenants[0] : undefined, namespaces };
}

function refused(source: Source, path: Path, code: InputCode, message: string, hint: string): Diagnostic {
  return { code, severity: "error", message, hint, at: locate(source, path) };
}
