import { basename, join, normalize } from "node:path";
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
import { buildProblems } from "./build-inputs.ts";
import { filesOf, type Kustomization, kustomizationsOf, rootsOf } from "./kustomizations.ts";
import { asDesired } from "./live.ts";
import { type Folder, readFolder } from "./read-folder.ts";
import { wholesOf } from "./wholes.ts";

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
  readonly kustomizations: number;
  readonly charts: readonly string[];
}

/**
 * The rules over a folder that anybody wrote: each kustomization that nothing else builds upon as one whole, and all
 * other objects as another.
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
  const roots = rootsOf(kustomizations);
  const used = new Set(kustomizations.flatMap(({ uses, source }) => [...uses, source.file]));
  const wholes = [...wholesOf([...written].filter(([file]) => !used.has(file)))];
  const patches = new Set(kustomizations.flatMap((one) => one.patches));
  for (const root of roots) {
    const files = filesOf(root, kustomizations);
    const objects = [...written].flatMap(([file, manifests]) =>
      files.has(file) && !patches.has(file) ? manifests : [],
    );
    wholes.push(await built(base, root, objects, kustomize, diagnostics));
  }

  const namespaces = declared(wholes.flat(), destination);
  for (const manifests of [...wholes, kustomizations.map(asManifest)]) {
    const others = wholes.filter((one) => one !== manifests).flat();
    const elsewhere = new Set(others.flatMap(({ namespace }) => namespace ?? []));
    const around = { ...surroundings(manifests, destination, namespaces), elsewhere };
    const scene = new Scene(manifests.map(asDesired), around);
    for (const { diagnostic } of [...sceneFindings(scene, rules), ...clusterFindings(scene, rules)])
      diagnostics.push(diagnostic);
  }
  return {
    diagnostics: saidOnce(diagnostics),
    manifests: wholes.flat(),
    files: read.files.length,
    kustomizations: roots.length,
    charts: read.charts,
  };
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

/** The objects of a kustomization. Remote bases are not fetched: what they hold today is not what they hold tomorrow. */
async function built(
  base: string,
  { folder, source }: Kustomization,
  sources: readonly Manifest[],
  kustomize: () => Promise<Tool>,
  diagnostics: Diagnostic[],
): Promise<readonly Manifest[]> {
  const problems = buildProblems(base, folder);
  diagnostics.push(...problems);
  if (problems.length > 0) return [];
  const made = await buildFolder(await kustomize(), join(base, folder));
  if ("refused" in made) {
    const said = made.refused.replaceAll(`${normalize(base)}/`, "");
    diagnostics.push(
      refused(source, [], "render/failed", `kustomize refuses it: ${said}`, `kustomize build ${folder}`),
    );
    return [];
  }
  return made.objects.map((object) => {
    const written = writtenAs(object, sources);
    const at: At = written?.at ?? (() => ({ ...locate(source, []), nearby: true }));
    return manifestOf(object, at, {
      application: basename(folder),
      before: written?.object,
      handWritten: written?.handWritten ?? true,
    });
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
