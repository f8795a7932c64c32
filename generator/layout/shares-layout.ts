import type { ClusterScope, Generated, TenantScope } from "../generate/scope.ts";
import { shareNamespaces } from "../generate/share-recipient.ts";
import { kindName } from "../models/kinds.ts";
import { objectShares } from "../validate/addons/tenant-object.ts";
import { appProject } from "./app-project.ts";
import { applicationObject } from "./application.ts";
import { distinctKinds, secretKind, shareKinds } from "./kinds.ts";
import { renderedSource, sharesProject, tenantApplication } from "./names.ts";
import type { Overlay } from "./overlay.ts";
import { fileNameOf, generatedPath, ownerFolder, sharesFolder, sharesPart } from "./paths.ts";
import { withSyncAnnotations } from "./sync.ts";
import type { ProjectPermission, UnitLayout } from "./unit-layout.ts";

/** The Application of the objects that a tenant gets in the namespaces of add-ons. */
export function sharesApplication({ cluster, tenant }: TenantScope): string {
  return tenantApplication(cluster.name, tenant.name, sharesPart);
}

const nothing: UnitLayout = { overlays: [], objects: [], texts: new Map(), permissions: new Map() };

/**
 * The objects that a tenant gets in the namespaces of add-ons, in a separate Application: an object that the API server rejects
 * stops no other tenant. The project belongs to the platform, so no project of the tenant gets a second namespace.
 */
export function sharesLayout(scope: TenantScope, objects: readonly Generated[]): UnitLayout {
  if (objects.length === 0) return nothing;
  const { platform, cluster, tenant } = scope;
  const name = sharesApplication(scope);
  const folder = `${sharesFolder}/${tenant.name}`;
  const permission = sharesPermission(scope);
  const overlay: Overlay = {
    application: name,
    cluster: cluster.name,
    folder,
    objects: objects.map(withSyncAnnotations),
    components: [],
    componentNamespace: undefined,
  };
  const application = applicationObject(platform, cluster, {
    name,
    project: permission.project,
    source: renderedSource(cluster, folder),
    destination: cluster.spec.argoCD.destination,
    namespace: permission.namespaces[0] ?? "",
    // The tenant's namespace does not contain them, so they go with the Application.
    cascades: true,
  });
  return {
    overlays: [overlay],
    objects: [
      {
        object: application,
        origin: tenant.at(),
        file: generatedPath(
          cluster.name,
          "applications",
          ownerFolder(tenant.name),
          fileNameOf("Application", sharesPart),
        ),
      },
    ],
    texts: new Map(),
    permissions: new Map([[name, permission]]),
  };
}

/** The project of all tenants' shares on a cluster, among the Applications of the add-ons. */
export function sharesProjectLayout(scope: ClusterScope): UnitLayout {
  const { platform, cluster } = scope;
  const permission = sharesPermission(scope);
  if (permission.namespaces.length === 0) return nothing;
  const project = appProject(
    platform,
    cluster,
    {
      name: permission.project,
      description: `The objects of tenants in the namespaces of add-ons on ${cluster.name}`,
      destination: cluster.spec.argoCD.destination,
      namespaces: permission.namespaces,
      kinds: distinctKinds([...permission.kinds, secretKind]),
    },
    -1,
  );
  const file = generatedPath(cluster.name, "applications", "addons", fileNameOf("AppProject", sharesPart));
  return { ...nothing, objects: [{ object: project, origin: cluster.at("addons"), file }] };
}

/** The kinds of tenants' objects in the namespaces of add-ons, as `<group>/<Kind>`. */
export function shareKindNames(scope: Pick<ClusterScope, "cluster">): readonly string[] {
  return sharesPermission(scope).kinds.map(kindName);
}

function sharesPermission({ cluster }: Pick<ClusterScope, "cluster">): ProjectPermission {
  const declared = cluster.addons.flatMap(({ spec }) => objectShares(spec).map(([, template]) => template));
  return {
    project: sharesProject(cluster.name),
    namespaces: shareNamespaces(cluster.addons),
    kinds: distinctKinds(shareKinds(declared)),
    clusterKinds: [],
  };
}
