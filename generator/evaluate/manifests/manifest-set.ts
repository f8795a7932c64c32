import type { SeldonFacts } from "../../models/seldon/facts.ts";
import { type KnownSeldon, knownSeldon } from "../../models/seldon/known.ts";
import { newestFacts } from "../../models/seldon/versions.ts";
import { seldonOf } from "../../validate/effective.ts";
import type { ClusterEntry, PlatformEntry, TenantEntry } from "../../validate/inventory.ts";
import type { LabelMap } from "../network/selector.ts";
import type { Manifest } from "./manifest.ts";
import { type PodSource, podSources } from "./pods.ts";

/** What rules may know beside the objects. A folder from elsewhere comes without platform, cluster and tenant. */
export interface ManifestContext {
  readonly platform?: PlatformEntry | undefined;
  readonly cluster?: ClusterEntry | undefined;
  readonly tenant?: TenantEntry | undefined;
  /** Labels of every namespace that will be on the cluster, by name; what nobody declares is not known. */
  readonly namespaces: ReadonlyMap<string, LabelMap>;
  /** Of a folder that anybody wrote. */
  readonly folder?: FolderAround;
}

/** What a folder says beside one of its wholes. */
interface FolderAround {
  /** Everything that stands anywhere in it, other wholes included: what is named may be there. */
  readonly everywhere: readonly Manifest[];
  /** Whether somebody applies this whole at once: a kustomization builds it, or it is one file. */
  readonly together: boolean;
}

/**
 * Objects that belong together, indexed: one tenant's on one cluster, a cluster's platform, or all of a folder. Whatever
 * is in a namespace of a scene is in that scene.
 */
export class ManifestSet {
  readonly manifests: readonly Manifest[];
  readonly context: ManifestContext;
  /** What is known of Seldon at all. */
  readonly seldonKnown: KnownSeldon;
  /** What is true of Seldon here: the cluster's version, and of a folder of which nobody knows one the newest. */
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
   * Whether what is written into one namespace may lie in another: only if they are the same. Of a folder what names no
   * namespace may come to any: whoever deploys it says so.
   */
  mayShare(own: string | undefined, namespace: string | undefined): boolean {
    return own === namespace || (this.context.folder !== undefined && (!own || !namespace));
  }

  named(kind: string, namespace: string | undefined, name: string): Manifest | undefined {
    const exact = this.#named.get(keyOf(kind, namespace, name));
    if (exact !== undefined || this.context.folder === undefined) return exact;
    return this.of(kind).find((manifest) => manifest.name === name && this.mayShare(manifest.namespace, namespace));
  }

  /** The same, and of a folder also what stands elsewhere in it. */
  known(kind: string, namespace: string | undefined, name: string): Manifest | undefined {
    return this.named(kind, namespace, name) ?? this.everywhere().named(kind, namespace, name);
  }

  /** Everything that may be on the cluster beside the scene: of a folder all of it, and otherwise the scene. */
  everywhere(): ManifestSet {
    const { folder } = this.context;
    if (folder === undefined || folder.everywhere === this.manifests) return this;
    const made = whole.get(folder.everywhere) ?? new ManifestSet(folder.everywhere, this.context);
    whole.set(folder.everywhere, made);
    return made;
  }

  /** Whether the cluster may hold more in these namespaces than anybody says here. */
  get isPartial(): boolean {
    return this.context.folder !== undefined && this.context.tenant === undefined;
  }

  /** Every pod that the objects will make, one for each template. */
  pods(): readonly PodSource[] {
    this.#pods ??= podSources(this);
    return this.#pods;
  }

  /** Namespaces that objects of the scene lie in, sorted. */
  ownNamespaces(): readonly string[] {
    const names = this.manifests.flatMap(({ kind, namespace, name }) =>
      kind === "Namespace" ? name : (namespace ?? []),
    );
    return [...new Set(names)].sort();
  }
}

const whole = new WeakMap<readonly Manifest[], ManifestSet>();

function keyOf(kind: string, namespace: string | undefined, name: string): string {
  return `${kind}/${namespace ?? ""}/${name}`;
}

function seldonAround({ platform, cluster }: ManifestContext, { versions }: KnownSeldon): SeldonFacts {
  return platform === undefined || cluster === undefined ? newestFacts(versions) : seldonOf(platform, cluster);
}
