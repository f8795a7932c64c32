import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { platformFile } from "../../load/input-files.ts";
import { type ClusterEntry, findingAt, type Inventory, type Origin, type TenantEntry } from "../inventory.ts";
import { withNames } from "../name-placeholders.ts";

/** A folder of one tenant in a secret store, or a tenant's own location in an artifact store. */
interface TenantFolder {
  readonly kind: "secret store" | "artifact store";
  readonly store: string;
  /** The system that contains the folder. Folders of different systems do not overlap. */
  readonly system: string;
  /** Ends in `/`. */
  readonly folder: string;
  readonly cluster: ClusterEntry;
  readonly tenant: TenantEntry;
}

/**
 * No folder of a tenant may contain a folder of another tenant, on any cluster. With one prefix for all clusters, no tenant's
 * folder can contain another's. With different prefixes, `ml/<tenant>/` of a tenant named staging contains `ml/staging/churn/`.
 */
export function* tenantFolderReferences({ clusters }: Inventory): Iterable<Diagnostic> {
  const folders = clusters.flatMap((cluster) =>
    cluster.tenants.flatMap((tenant) => [...secretFolders(cluster, tenant), ...artifactFolders(cluster, tenant)]),
  );
  const owners = new Map<string, TenantFolder>();
  for (const folder of folders) {
    const key = keyOf(folder, folder.folder);
    if (!owners.has(key)) owners.set(key, folder);
  }
  for (const inner of folders)
    for (const path of pathsAround(inner.folder)) {
      const outer = owners.get(keyOf(inner, path));
      if (outer !== undefined && outer.tenant.name !== inner.tenant.name) yield sharedFolder(inner, outer);
    }
}

function secretFolders(cluster: ClusterEntry, tenant: TenantEntry): readonly TenantFolder[] {
  return Object.entries(cluster.platform.spec.secretStores).map(([store, { prefix }]) => ({
    kind: "secret store",
    store,
    system: store,
    folder: withNames(prefix, { tenant: tenant.name }),
    cluster,
    tenant,
  }));
}

/** Locations without `{tenant}` are for all tenants. A store in the cluster has the data of only this cluster. */
function artifactFolders(cluster: ClusterEntry, tenant: TenantEntry): readonly TenantFolder[] {
  return Object.entries(cluster.platform.spec.artifactStores).flatMap(([store, { locations, service }]) =>
    locations
      .filter((location) => location.includes("{tenant}"))
      .map((location) => ({
        kind: "artifact store",
        store,
        system: service === undefined ? "external" : `${cluster.name}/${service}`,
        folder: withNames(location, { tenant: tenant.name }),
        cluster,
        tenant,
      })),
  );
}

function keyOf({ kind, system }: TenantFolder, folder: string): string {
  return [kind, system, folder].join("\n");
}

/** The folder itself, and every folder around it. */
function pathsAround(folder: string): readonly string[] {
  return [...folder.matchAll(/\//g)].map(({ index }) => folder.slice(0, index + 1));
}

/** If a cluster overrides the prefix or the locations, this override is the cause. Otherwise it is the name of the tenant. */
function sharedFolder(inner: TenantFolder, outer: TenantFolder): Diagnostic {
  const override = [inner, outer].map(originOf).find(({ source }) => source.file !== platformFile);
  return findingAt(
    override ?? { source: inner.tenant.at().source, path: ["metadata", "name"] },
    "platform/tenant-folder",
    codes["platform/tenant-folder"].messages.sharedFolder(
      `${inner.kind} ${inner.store}`,
      [inner.tenant.name, inner.cluster.name, inner.folder],
      [outer.tenant.name, outer.cluster.name, outer.folder],
    ),
    `Rename the tenant, or have the platform team use the same ${inner.kind === "secret store" ? "prefix" : "location"} on all clusters.`,
  );
}

function originOf({ kind, store, cluster }: TenantFolder): Origin {
  return kind === "secret store"
    ? cluster.platform.at("secretStores", store, "prefix")
    : cluster.platform.at("artifactStores", store, "locations");
}
