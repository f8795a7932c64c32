import { PersistentVolumeClaim } from "../models/kubernetes-classes.ts";
import { type Generated, metadata, sortedEntries, syncOrder, type TenantScope } from "./scope.ts";

/**
 * The volume claims in a tenant's file. They contain data, so Argo CD never deletes them: a user deletes a claim by
 * hand after it is removed from the file.
 */
export function storageObjects(scope: TenantScope): readonly Generated[] {
  const { cluster, tenant } = scope;
  return sortedEntries(tenant.spec.storage).map(([name, claim]) => ({
    object: new PersistentVolumeClaim({
      metadata: metadata(scope, name),
      spec: {
        accessModes: claim.accessModes,
        resources: { requests: { storage: claim.size } },
        storageClassName: claim.class ?? cluster.spec.storageClasses.default,
        volumeMode: "Filesystem",
      },
    }),
    origin: tenant.at("storage", name),
    sync: { order: syncOrder.storage, keep: true },
  }));
}
