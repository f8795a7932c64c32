import { PersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import { type Generated, metadata, sortedEntries, type TenantScope, wave } from "./scope.ts";

/** Volume claims of the tenant's own. They hold data, so Argo CD deletes none: a person does, after the file no longer asks. */
export function storage(scope: TenantScope): readonly Generated[] {
  const { cluster, tenant } = scope;
  return sortedEntries(tenant.spec.storage).map(([name, claim]) => ({
    object: new PersistentVolumeClaim({
      metadata: metadata(scope, name, {
        wave: wave.storage,
        annotations: { "argocd.argoproj.io/sync-options": "Prune=false,Delete=false" },
      }),
      spec: {
        accessModes: claim.accessModes,
        resources: { requests: { storage: claim.size } },
        storageClassName: claim.class ?? cluster.spec.storageClasses.default,
        volumeMode: "Filesystem",
      },
    }),
    origin: tenant.at("storage", name),
  }));
}
