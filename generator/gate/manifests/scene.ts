import type { ClusterEntry, PlatformEntry, TenantEntry } from "../../validate/inventory.ts";
import type { LabelMap } from "../network/selector.ts";
import type { Manifest } from "./manifest.ts";
import { type PodSource, podSources } from "./pods.ts";

/** What rules may know beside the objects. A folder from elsewhere comes without platform, cluster and tenant. */
export interface Surroundings {
  readonly platform?: PlatformEntry | undefined;
  readonly cluster?: ClusterEntry | undefined;
  readonly tenant?: TenantEntry | undefined;
  /** Labels of every namespace that will be on the cluster, by name; what nobody declares is not known. */
  readonly namespaces: ReadonlyMap<string, LabelMap>;
  /** Of a folder: namespaces that others of its kustomizations put objects into too. */
  readonly elsewhere?: ReadonlySet<string>;
}

/**
 * Objects that belong together, indexed: one tenant's on one cluster, a cluster's platform, or all of a folder. Whatever
 * is in a namespace of a scene is in that scene.
 */
export class Scene {
  readonly manifests: readonly Manifest[];
  readonly around: Surroundings;
  readonly #kinds = new Map<string, Manifest[]>();
  readonly #named = new Map<string, Manifest>();
  #pods: readonly PodSource[] | undefined;

  constructor(manifests: readonly Manifest[], around: Surroundings) {
    this.manifests = manifests;
    this.around = around;
    for (const manifest of manifests) {
      const known = this.#kinds.get(manifest.kind);
      if (known === undefined) this.#kinds.set(manifest.kind, [manifest]);
      else known.push(manifest);
      this.#named.set(keyOf(manifest.kind, manifest.namespace, manifest.name), manifest);
    }
  }

  /** Objects of these kinds, as `<group>/<Kind>`. */
  of(...kinds: readonly string[]): readonly Manifest[] {
    return kinds.length === 1
      ? (this.#kinds.get(kinds[0] ?? "") ?? [])
      : kinds.flatMap((kind) => this.#kinds.get(kind) ?? []);
  }

  named(kind: string, namespace: string | undefined, name: string): Manifest | undefined {
    return this.#named.get(keyOf(kind, namespace, name));
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

function keyOf(kind: string, namespace: string | undefined, name: string): string {
  return `${kind}/${namespace ?? ""}/${name}`;
}
