import { compareStrings } from "../diagnostics/diagnostic.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { managedBy, tenantLabel } from "../models/marks.ts";
import type { SeldonFacts } from "../models/seldon/facts.ts";
import type { Pattern, PatternPart } from "../patterns/pattern.ts";
import { patterns } from "../patterns/table.ts";
import { seldonOf } from "../validate/effective.ts";
import type { ClusterEntry, Origin, PlatformEntry, TenantEntry } from "../validate/inventory.ts";

/** A namespace for generated objects, and the labels of their owner. */
export interface ObjectPlace {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The complete input of a generator of a cluster's own objects. */
export interface ClusterScope {
  /** The platform on this cluster. */
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  readonly pattern: Pattern;
  /** The facts about the cluster's version of Seldon. */
  readonly seldon: SeldonFacts;
  /** Seldon's namespace. */
  readonly place: ObjectPlace;
}

/** The complete input of a generator of a tenant's objects: one tenant on one cluster. */
export interface TenantScope {
  /** The platform on this cluster. */
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  readonly pattern: Pattern;
  /** The facts about the cluster's version of Seldon. */
  readonly seldon: SeldonFacts;
  readonly tenant: TenantEntry;
  /** The tenant's namespace. */
  readonly place: ObjectPlace;
}

export function clusterScope(cluster: ClusterEntry): ClusterScope {
  const { platform } = cluster;
  const place = { namespace: platform.spec.seldon.namespace, labels: managedBy };
  const pattern = patterns[cluster.spec.seldon.pattern];
  return { platform, cluster, pattern, seldon: seldonOf(cluster), place };
}

export function tenantScope(cluster: ClusterEntry, tenant: TenantEntry): TenantScope {
  const { platform } = cluster;
  const place = { namespace: tenant.name, labels: { ...managedBy, [tenantLabel]: tenant.name } };
  const pattern = patterns[cluster.spec.seldon.pattern];
  return { platform, cluster, pattern, seldon: seldonOf(cluster), tenant, place };
}

/** An object, and the place in the input that it is generated from. */
export interface Generated {
  readonly object: KubernetesObject;
  readonly origin: Origin;
  readonly sync?: SyncIntent;
}

/** Requirements for the sync of an object. `layout/` translates them to Argo CD's annotations. */
interface SyncIntent {
  /** Its position among the objects of its Application: applied from low to high, removed from high to low. 0 if omitted. */
  readonly order?: number;
  /** The object contains data, or everything of a tenant, so it is only deleted by hand. */
  readonly keep?: true;
}

/** The objects of one tenant on one cluster, by the Application that owns them. */
export type TenantObjects = ReadonlyMap<PatternPart, readonly Generated[]>;

/**
 * Order inside one Application, for objects that must not be created or removed together. Seldon copies the annotations of
 * Servers and SeldonRuntimes to their pods (2.9.1), so these two have no annotation: their order is 0, relative to which the
 * others are placed. Objects whose health depends on other software (secrets from a store, volumes) never precede other
 * objects: Argo CD would apply nothing more until they are healthy.
 */
export const syncOrder = {
  namespace: -3,
  guardrail: -2,
  monitor: -1,
  serverConfig: -1,
  model: 1,
  graph: 2,
  storage: 2,
} as const;

/** Metadata of a generated object, with the labels of its owner. */
export function metadata(
  { place }: { readonly place: ObjectPlace },
  name: string,
  extra: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly clusterScoped?: true;
  } = {},
): { name: string; namespace?: string; labels: Record<string, string>; annotations?: Record<string, string> } {
  const { annotations = {} } = extra;
  return {
    name,
    ...(extra.clusterScoped ? {} : { namespace: place.namespace }),
    labels: { ...extra.labels, ...place.labels },
    ...(Object.keys(annotations).length > 0 ? { annotations: { ...annotations } } : {}),
  };
}

/** Metadata of the kinds whose labels and annotations Seldon copies to pods, so that a change would cause a rollout. */
export function bareMetadata(name: string, namespace: string): { name: string; namespace: string } {
  return { name, namespace };
}

export function sortedEntries<T>(map: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(map).sort(([left], [right]) => compareStrings(left, right));
}
