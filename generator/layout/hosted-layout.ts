import { edgeObjects } from "../generate/routes/route-objects.ts";
import type { ClusterScope, Generated, TenantScope } from "../generate/scope.ts";
import { shareNamespaces, tenantRecipient } from "../generate/share-recipient.ts";
import { shareObjects, sharesOf } from "../generate/tenant-shares.ts";
import { kindName } from "../models/kinds.ts";
import { edgeOf } from "../patterns/edge.ts";
import { runtimeNamespace } from "../patterns/pattern.ts";
import { objectShares } from "../validate/addons/tenant-object.ts";
import { appProject } from "./app-project.ts";
import { applicationObject } from "./application.ts";
import { distinctKinds, edgeKinds, type GroupKind, secretKind, shareKinds } from "./kinds.ts";
import { hostedProject, renderedSource, tenantApplication } from "./names.ts";
import type { Overlay } from "./overlay.ts";
import { fileNameOf, generatedPath, type HostedPart, hostedFolder, hostedParts, ownerFolder } from "./paths.ts";
import { withSyncAnnotations } from "./sync.ts";
import type { ProjectPermission, UnitLayout } from "./unit-layout.ts";

type Cluster = Pick<ClusterScope, "cluster">;

/** A part of tenants in the namespaces of add-ons. */
interface Hosted {
  readonly objects: (scope: TenantScope) => readonly Generated[];
  readonly namespaces: (scope: ClusterScope) => readonly string[];
  /** The kinds of its objects. */
  readonly kinds: (scope: Cluster) => readonly GroupKind[];
  /** The kinds that controllers create from them. */
  readonly children: readonly GroupKind[];
  readonly description: string;
}

const hosted: Readonly<Record<HostedPart, Hosted>> = {
  shares: {
    objects: (scope) => {
      const recipient = tenantRecipient(scope);
      return shareObjects(recipient, sharesOf(recipient));
    },
    namespaces: ({ cluster }) => shareNamespaces(cluster.addons),
    kinds: ({ cluster }) =>
      shareKinds(cluster.addons.flatMap(({ spec }) => objectShares(spec).map(([, template]) => template))),
    children: [secretKind],
    description: "The objects of tenants in the namespaces of add-ons",
  },
  edge: {
    objects: edgeObjects,
    namespaces: ({ cluster, pattern, platform }) => {
      const gateway = edgeOf(cluster)?.gateway.workload.namespace;
      const shared =
        pattern.runtime === "shared" ? [runtimeNamespace(pattern, platform.spec.seldon.namespace, "")] : [];
      return gateway === undefined ? [] : [gateway, ...shared];
    },
    kinds: ({ cluster }) => (edgeOf(cluster) === undefined ? [] : edgeKinds),
    children: [secretKind],
    description: "The objects of tenants' routes in the namespace of the gateway",
  },
};

const nothing: UnitLayout = { overlays: [], objects: [], texts: new Map(), permissions: new Map() };

/** The Applications of a tenant in the namespaces of add-ons. A part without objects has none. */
export function hostedApplications(scope: TenantScope): readonly string[] {
  return hostedParts
    .filter((part) => hosted[part].objects(scope).length > 0)
    .map((part) => tenantApplication(scope.cluster.name, scope.tenant.name, part));
}

/**
 * The objects of a tenant in the namespaces of add-ons, each part in a separate Application: an object that the API server
 * rejects, or a webhook that does not answer, stops no other tenant and no other part. The project belongs to the platform, so
 * no project of the tenant gets a second namespace.
 */
export function hostedLayout(scope: TenantScope, part: HostedPart): UnitLayout {
  const objects = hosted[part].objects(scope);
  if (objects.length === 0) return nothing;
  const { platform, cluster, tenant } = scope;
  const name = tenantApplication(cluster.name, tenant.name, part);
  const folder = `${hostedFolder(part)}/${tenant.name}`;
  const permission = permissionOf(scope, part);
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
  const file = generatedPath(cluster.name, "applications", ownerFolder(tenant.name), fileNameOf("Application", part));
  return {
    overlays: [overlay],
    objects: [{ object: application, origin: tenant.at(), file }],
    texts: new Map(),
    permissions: new Map([[name, permission]]),
  };
}

/** The project of a part of all tenants on a cluster, among the Applications of the add-ons. */
export function hostedProjectLayout(scope: ClusterScope, part: HostedPart): UnitLayout {
  const { platform, cluster } = scope;
  const permission = permissionOf(scope, part);
  if (permission.namespaces.length === 0) return nothing;
  const project = appProject(
    platform,
    cluster,
    {
      name: permission.project,
      description: `${hosted[part].description} on ${cluster.name}`,
      destination: cluster.spec.argoCD.destination,
      namespaces: permission.namespaces,
      kinds: distinctKinds([...permission.kinds, ...hosted[part].children]),
    },
    -1,
  );
  const file = generatedPath(cluster.name, "applications", "addons", fileNameOf("AppProject", part));
  return { ...nothing, objects: [{ object: project, origin: cluster.at("addons"), file }] };
}

/** The kinds of a part of tenants in the namespaces of add-ons, as `<group>/<Kind>`. */
export function hostedKindNames(scope: Cluster, part: HostedPart): readonly string[] {
  return distinctKinds(hosted[part].kinds(scope)).map(kindName);
}

function permissionOf(scope: ClusterScope, part: HostedPart): ProjectPermission {
  return {
    project: hostedProject(scope.cluster.name, part),
    namespaces: hosted[part].namespaces(scope),
    kinds: distinctKinds(hosted[part].kinds(scope)),
    clusterKinds: [],
  };
}
