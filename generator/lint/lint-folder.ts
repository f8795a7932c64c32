import { type Diagnostic, withoutDuplicates } from "../diagnostics/diagnostic.ts";
import { type Manifest, manifestOf } from "../evaluate/manifests/manifest.ts";
import { type ManifestContext, ManifestSet } from "../evaluate/manifests/manifest-set.ts";
import { labelsAt } from "../evaluate/manifests/reading.ts";
import { locate } from "../load/locate.ts";
import { clusterFindings, manifestSetFindings } from "../rules/run-rules.ts";
import { rules } from "../rules/table.ts";
import type { Tool } from "../tools/provide-tool.ts";
import type { ClusterEntry, PlatformEntry } from "../validate/inventory.ts";
import type { LabelMap } from "../validate/label-selector.ts";
import { isMap, valueAt } from "../validate/merge.ts";
import { folderGroups } from "./folder-groups.ts";
import { type Kustomization, kustomizationsOf } from "./kustomizations.ts";
import { asDesired } from "./live.ts";
import { readFolder } from "./read-folder.ts";

/** The cluster that the objects are meant for. */
export interface LintDestination {
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  readonly namespaces: ReadonlyMap<string, LabelMap>;
}

export interface LintResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly manifests: readonly Manifest[];
  readonly files: number;
  /** The number of kustomizations that were built. */
  readonly kustomizations: number;
  /** Folders of kustomizations that were not built, for the reason in a finding. */
  readonly unbuilt: readonly string[];
  /** Files next to a kustomization that no kustomization uses, and files that contain only patches. */
  readonly leftOut: readonly string[];
  readonly charts: readonly string[];
}

/**
 * Checks any folder of manifests with the rules. Each root kustomization is one manifest set. Files that no kustomization uses
 * form other manifest sets.
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
  const manifestSets = [...groups, { manifests: kustomizations.map(asManifest), together: false }];
  const found = manifestSets.flatMap(({ manifests: live, together }) => {
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

/** A finding on a shared base has no exact line in the overlays, so it is reported for the first overlay only. */
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
 * Whether the rules check an object. The schema reports a Seldon object without a spec, and rules would only repeat that. A
 * manifest with a Helm template in its name is not an object until Helm renders it.
 */
function isChecked({ kind, name, object }: Manifest): boolean {
  return !name.includes("{{") && (!kind.startsWith("mlops.seldon.io/") || isMap(valueAt(object, ["spec"])));
}

/** Equal objects occur in several bundles of a release and overlays of a base. They are checked once. */
function isFirstOccurrence({ object }: Manifest, applied: Set<string>): boolean {
  const key = JSON.stringify(object);
  const isNew = !applied.has(key);
  applied.add(key);
  return isNew;
}

/** A kustomization as an object for the rules about kustomizations. The file may omit the kind. */
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

/** The context of a manifest set. Objects that are all in one tenant's namespace belong to that tenant. */
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
