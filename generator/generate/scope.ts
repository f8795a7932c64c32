import { compareStrings } from "../diagnostics/diagnostic.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { managedBy, tenantLabel } from "../models/marks.ts";
import type { SeldonFacts } from "../models/seldon/facts.ts";
import type { Pattern, PatternPart } from "../patterns/pattern.ts";
import { patterns } from "../patterns/table.ts";
import { seldonOf } from "../validate/effective.ts";
import type { ClusterEntry, Origin, PlatformEntry, TenantEntry } from "../validate/inventory.ts";

/** A namespace that objects are made for, and the labels that say whose they are. */
export interface ObjectPlace {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** All that a generator of a cluster's own objects may look at. */
export interface ClusterScope {
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  readonly pattern: Pattern;
  /** What is true of the cluster's version of Seldon. */
  readonly seldon: SeldonFacts;
  /** Seldon's namespace. */
  readonly place: ObjectPlace;
}

/** All that a generator of a tenant's objects may look at: one tenant on one cluster. */
export interface TenantScope {
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  readonly pattern: Pattern;
  /** What is true of the cluster's version of Seldon. */
  readonly seldon: SeldonFacts;
  readonly tenant: TenantEntry;
  /** The tenant's namespace. */
  readonly place: ObjectPlace;
}

export function clusterScope(platform: PlatformEntry, cluster: ClusterEntry): ClusterScope {
  const place = { namespace: platform.spec.seldon.namespace, labels: managedBy };
  const pattern = patterns[cluster.spec.seldon.pattern];
  return { platform, cluster, pattern, seldon: seldonOf(platform, cluster), place };
}

export function tenantScope(platform: PlatformEntry, cluster: ClusterEntry, tenant: TenantEntry): TenantScope {
  const place = { namespace: tenant.name, labels: { ...managedBy, [tenantLabel]: tenant.name } };
  const pattern = patterns[cluster.spec.seldon.pattern];
  return { platform, cluster, pattern, seldon: seldonOf(platform, cluster), tenant, place };
}

/** An object, and the place in the input that asked for it. */
export interface Generated {
  readonly object: KubernetesObject;
  readonly origin: Origin;
  readonly sync?: SyncIntent;
}

/** What whoever syncs an object has to heed; `layout/` says it in Argo CD's words. */
interface SyncIntent {
  /** Its place among the objects of its Application: applied from low to high, removed from high to low; 0 where left out. */
  readonly order?: number;
  /** It holds data, or all that a tenant has: only a person deletes it. */
  readonly keep?: true;
}

/** What one tenant is on one cluster: its objects by the Application that owns them. */
export type TenantObjects = ReadonlyMap<PatternPart, readonly Generated[]>;

/**
 * Order inside one Application, for what must not begin or end together. Seldon copies the annotations of Servers and
 * SeldonRuntimes to their pods (2.9.1), so these two stay without any: they are 0, and the others lie around them.
 * What others make healthy (secrets out of a store, volumes) is never where something else waits for it: Argo CD
 * would apply nothing more until it is.
 */
export const order = {
  namespace: -3,
  guardrail: -2,
  monitor: -1,
  serverConfig: -1,
  model: 1,
  graph: 2,
  storage: 2,
} as const;

/** Metadata of a generated object, with labels that say whose it is. */
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

/** Metadata of the kinds whose labels and annotations Seldon copies to pods: a change there would be a rollout. */
export function bareMetadata(name: string, namespace: string): { name: string; namespace: string } {
  return { name, namespace };
}

export function sortedEntries<T>(map: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(map).sort(([left], [right]) => compareStrings(left, right));
}
