import type { SeldonFacts } from "../../models/seldon/facts.ts";
import { type KnownSeldon, knownSeldon } from "../../models/seldon/known.ts";
import { newestFacts } from "../../models/seldon/versions.ts";
import { seldonOf } from "../../validate/effective.ts";
import type { ClusterEntry, PlatformEntry, TenantEntry } from "../../validate/inventory.ts";
import type { LabelMap } from "../../validate/label-selector.ts";
import type { Manifest } from "./manifest.ts";
import { type PodSource, podSources } from "./pods.ts";

/** The context that rules can read in addition to the objects. An external folder has no platform, cluster or tenant. */
export interface ManifestContext {
  readonly platform?: PlatformEntry | undefined;
  readonly cluster?: ClusterEntry | undefined;
  readonly tenant?: TenantEntry | undefined;
  /** Labels of every namespace that will be on the cluster, by name. Undeclared labels are unknown. */
  readonly namespaces: ReadonlyMap<string, LabelMap>;
  /** Set for manifest sets of an external folder. */
  readonly folder?: FolderAround;
}

/** The context that a folder gives to one of its manifest sets. */
interface FolderAround {
  /** All objects of the folder, those of other manifest sets included: a reference may lead to them. */
  readonly everywhere: readonly Manifest[];
  /** Whether the objects are applied together: a kustomization builds them, or they are in one file. */
  readonly together: boolean;
}

/**
 * The objects that a rule reads together, indexed: one tenant's on one cluster, a cluster's platform, or those of a folder.
 * A manifest set contains all objects of its namespaces.
 */
export class ManifestSet {
  readonly manifests: readonly Manifest[];
  readonly context: ManifestContext;
  /** All known Seldon versions. */
  readonly seldonKnown: KnownSeldon;
  /** The facts of the cluster's Seldon version, or of the newest version for a folder without a cluster. */
  readonly seldon: SeldonFacts;
  readonly #kinds: ReadonlyMap<string, readonly Manifest[]>;
  readonly #named: ReadonlyMap<string, Manifest>;
  #pods: readonly PodSource[] | undefined;

  constructor(manifests: readonly Manifest[], context: ManifestContext) {
    this.manifests = manifests;
    this.context = context;
    this.seldonKnown = context.platform?.known ?? knownSeldon;
    this.seldon = seldonAround(context, this.seldonKnown);
    this.#kinds = Map.groupBy(manifests, ({ kind }) => kind);
    this.#named = new Map(
      manifests.map((manifest) => [keyOf(manifest.kind, manifest.namespace, manifest.name), manifest]),
    );
  }

  /** Objects of these kinds, as `<group>/<Kind>`. */
  of(...kinds: readonly string[]): readonly Manifest[] {
    return kinds.length === 1
      ? (this.#kinds.get(kinds[0] ?? "") ?? [])
      : kinds.flatMap((kind) => this.#kinds.get(kind) ?? []);
  }

  /**
   * Whether an object of one namespace can be in the other: only if they are the same. In a folder, an object without a
   * namespace can be in any namespace, because the deployment sets it.
   */
  mayShare(left: string | undefined, right: string | undefined): boolean {
    return left === right || (this.context.folder !== undefined && (!left || !right));
  }

  named(kind: string, namespace: string | undefined, name: string): Manifest | undefined {
    const exact = this.#named.get(keyOf(kind, namespace, name));
    if (exact !== undefined || this.context.folder === undefined) return exact;
    return this.of(kind).find((manifest) => manifest.name === name && this.mayShare(manifest.namespace, namespace));
  }

  /** Returns the named object. For a folder, also searches the other manifest sets of the folder. */
  known(kind: string, namespace: string | undefined, name: string): Manifest | undefined {
    return this.named(kind, namespace, name) ?? this.everywhere().named(kind, namespace, name);
  }

  /** Everything that may be on the cluster together with these objects: the whole folder, or otherwise this manifest set. */
  everywhere(): ManifestSet {
    const { folder } = this.context;
    if (folder === undefined || folder.everywhere === this.manifests) return this;
    const manifestSet = folderSets.get(folder.everywhere) ?? new ManifestSet(folder.everywhere, this.context);
    folderSets.set(folder.everywhere, manifestSet);
    return manifestSet;
  }

  /** Whether the cluster may contain more in these namespaces than this manifest set. */
  get isPartial(): boolean {
    return this.context.folder !== undefined && this.context.tenant === undefined;
  }

  /** Every pod that the objects create, one for each template. */
  pods(): readonly PodSource[] {
    this.#pods ??= podSources(this);
    return this.#pods;
  }

  /** Namespaces of the objects, sorted. */
  ownNamespaces(): readonly string[] {
    const names = this.manifests.flatMap(({ kind, namespace, name }) =>
      kind === "Namespace" ? name : (namespace ?? []),
    );
    return [...new Set(names)].sort();
  }
}

const folderSets = new WeakMap<readonly Manifest[], ManifestSet>();

function keyOf(kind: string, namespace: string | undefined, name: string): string {
  return `${kind}/${namespace ?? ""}/${name}`;
}

function seldonAround({ platform, cluster }: ManifestContext, { versions }: KnownSeldon): SeldonFacts {
  return platform === undefined || cluster === undefined ? newestFacts(versions) : seldonOf(cluster);
}
