import { AppProject } from "../models/kubernetes-classes.ts";
import { managedBy } from "../models/marks.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { tenantsPlaceholder } from "./names.ts";
import { fileNameOf, rootFolder } from "./paths.ts";
import type { UnitLayout } from "./unit-layout.ts";

/**
 * The object that the root Application of the tenants always contains. git keeps no empty folder, and Argo CD deletes nothing
 * of a root whose folder does not exist, and not the last objects of a root either. It is an AppProject, because the AppProject
 * of the roots allows only Applications and AppProjects. An Application cannot use it: it allows no source and no destination.
 */
export function tenantsPlaceholderObject(cluster: ClusterEntry): UnitLayout["objects"][0] {
  return {
    object: new AppProject({
      metadata: {
        name: tenantsPlaceholder(cluster.name),
        namespace: cluster.spec.argoCD.namespace,
        labels: managedBy,
      },
      // Empty lists are left out: the API server would not store them.
      spec: {
        description: `A placeholder that allows nothing, so that the folder of the tenants of ${cluster.name} always exists`,
        namespaceResourceBlacklist: [{ group: "*", kind: "*" }],
      },
    }),
    origin: cluster.at(),
    file: `${rootFolder(cluster.name, "tenants")}/${fileNameOf("AppProject", "tenants")}`,
  };
}
