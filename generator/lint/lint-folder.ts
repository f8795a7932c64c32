import { type Diagnostic, withoutDuplicates } from "../diagnostics/diagnostic.ts";
import { type Manifest, manifestOf } from "../evaluate/manifests/manifest.ts";
import { type ManifestContext, ManifestSet } from "../evaluate/manifests/manifest-set.ts";
import { labelsAt } from "../evaluate/manifests/reading.ts";
import type { LabelMap } from "../evaluate/network/selector.ts";
import { locate } from "../load/locate.ts";
import { clusterFindings, manifestSetFindings } from "../rules/run-rules.ts";
import { rules } from "../rules/table.ts";
import type { Tool } from "../tools/provide-tool.ts";
import type { ClusterEntry, PlatformEntry } from "../validate/inventory.ts";
import { isMap, valueAt } from "../validate/merge.ts";
import { folderGroups } from "./folder-groups.ts";
import { type Kustomization, kustomizationsOf } from "./kustomizations.ts";
import { asDesired } from "./live.ts";
import { readFolder } from "./read-folder.ts";

/** The cluster that somebody means to bring the objects to. */
export interface LintDestination {
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  readonly namespaces: ReadonlyMap<string, LabelMap>;
}

export interface LintResult {
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

/**
 * The rules over a folder that anybody wrote: each kustomization that nothing else builds upon as one whole, and objects of
 * files that no kustomization has anything to do with as others.
 */
export async function lintFolder(
  base: string,
  folder: string,
  destination: LintDestination | undefined,
  kustomize: () => Promise<Tool>,
): Promise<LintResult> {
  const read = readFolder(base, folder);
  const kustomizations = kustomizationsOf(read.files);
  const { groups, everywhere, built, unbuilt, leftOut, diagnostics } = await folderGroups(
    base,
    read,
    kustomizations,
    kustomize,
  );
  const namespaces = declared(everywhere, destination);
  const applied = new Set<string>();
  const asked = [...groups, { manifests: kustomizations.map(asManifest), together: false }];
  const found = asked.flatMap(({ manifests: live, together }) => {
    const manifests = live.filter(isChecked).map(asDesired);
    const around = { ...context(manifests, destination, namespaces), folder: { everywhere, together } };
    const manifestSet = new ManifestSet(manifests, around);
    const isNew = new Set(manifests.filter((manifest) => isFirstOccurrence(manifest, applied)));
    return [
      ...manifestSetFindings(manifestSet, rules, (manifest) => isNew.has(manifest)),
      ...clusterFindings(manifestSet, rules),
    ];
  });
  const all = [...read.diagnostics, ...diagnostics, ...found.map(({ diagnostic }) => diagnostic)];
  return {
    diagnostics: withoutDuplicates(withoutRepeats(all)),
    manifests: groups.flatMap(({ manifests }) => manifests),
    files: read.files.length,
    kustomizations: built,
    unbuilt,
    leftOut,
    charts: read.charts,
  };
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

/**
 * Of an object of Seldon's without a spec its schema says so, and rules would only say it in other words. What is called by
 * a template of Helm's is no object before Helm has filled it in.
 */
function isChecked({ kind, name, object }: Manifest): boolean {
  return !name.includes("{{") && (!kind.startsWith("mlops.seldon.io/") || isMap(valueAt(object, ["spec"])));
}

/** The same object stands in every bundle of a release, and in the overlays of a base: it is said once. */
function isFirstOccurrence({ object }: Manifest, applied: Set<string>): boolean {
  const key = JSON.stringify(object);
  const isNew = !applied.has(key);
  applied.add(key);
  return isNew;
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

function declared(
  manifests: readonly Manifest[],
  destination: LintDestination | undefined,
): ReadonlyMap<string, LabelMap> {
  const written = manifests
    .filter(({ kind }) => kind === "Namespace")
    .map(({ name, object }): [string, LabelMap] => [name, labelsAt(object, "metadata", "labels")]);
  return new Map([...(destination?.namespaces ?? []), ...written]);
}

/** Objects of one tenant's namespace are that tenant's. */
function context(
  manifests: readonly Manifest[],
  destination: LintDestination | undefined,
  namespaces: ReadonlyMap<string, LabelMap>,
): ManifestContext {
  if (destination === undefined) return { namespaces };
  const { platform, cluster } = destination;
  const own = new Set(manifests.flatMap(({ namespace }) => namespace ?? []));
  const tenants = cluster.tenants.filter(({ name }) => own.has(name));
  return { platform, cluster, tenant: tenants.length === 1 ? tenants[0] : undefined, namespaces };
}
