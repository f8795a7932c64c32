import type { Generated } from "../generate/scope.ts";
import type { Component } from "../load/load-repository.ts";
import type { ClusterEntry, Inventory, Origin, PlatformEntry } from "../validate/inventory.ts";
import { application, appProject } from "./argo-cd.ts";
import { bootstrap } from "./bootstrap.ts";
import { componentMakesObjects, componentObjects } from "./component.ts";
import { type GroupKind, namespaceKind, networkPolicyKind } from "./kinds.ts";
import { fileNameOf, type LaidOut, type Permission } from "./laid-out.ts";
import { platformApplication, platformProject } from "./names.ts";
import type { Overlay } from "./overlay.ts";

/** What is nobody's but the platform's on one cluster: its namespaces, the components it runs, and what a person applies once. */
export function layOutPlatform(inventory: Inventory, cluster: ClusterEntry, namespaces: readonly Generated[]): LaidOut {
  const { platform, components } = inventory;
  const used = cluster.spec.components.flatMap((name, index) => {
    const component = components.get(name);
    return component === undefined
      ? []
      : [{ component, origin: cluster.at("components", index), makesObjects: componentMakesObjects(component) }];
  });
  const overlay = (name: string, part: Pick<Overlay, "objects" | "components">): Overlay => ({
    application: platformApplication(cluster.name, name),
    cluster: cluster.name,
    folder: `platform/${name}`,
    componentNamespace: undefined,
    ...part,
  });
  const overlays = [
    overlay("namespaces", { objects: namespaces, components: [] }),
    ...used.map((use) => overlay(use.component.name, { objects: [], components: [use] })),
  ];
  const permission = platformPermission(
    platform,
    cluster,
    used.map(({ component }) => component),
  );
  const start = bootstrap(inventory, cluster);
  return {
    overlays,
    objects: [...applications(platform, cluster, overlays, permission), ...start.objects],
    texts: start.texts,
    permissions: new Map(overlays.map((one) => [one.application, permission])),
  };
}

/**
 * One project for all of the platform: its own namespaces, and the kinds that its components really have. Policies are
 * always allowed, because an empty list would be dropped on its way through Argo CD, and no list allows every kind.
 */
function platformPermission(platform: PlatformEntry, cluster: ClusterEntry, used: readonly Component[]): Permission {
  const objects = used.flatMap(componentObjects);
  const distinct = (kinds: readonly GroupKind[]): readonly GroupKind[] => [
    ...new Map(kinds.map(({ group, kind }) => [`${group}/${kind}`, { group, kind }])).values(),
  ];
  return {
    project: platformProject(cluster.name),
    namespaces: Object.keys(platform.spec.namespaces).sort(),
    kinds: distinct([networkPolicyKind, ...objects.filter(({ namespace }) => namespace !== undefined)]),
    clusterKinds: distinct([namespaceKind, ...objects.filter(({ namespace }) => namespace === undefined)]),
  };
}

/** The namespaces come first, and the components after them: everything else lies in a namespace. */
function applications(
  platform: PlatformEntry,
  cluster: ClusterEntry,
  overlays: readonly Overlay[],
  permission: Permission,
): LaidOut["objects"] {
  const folder = `clusters/${cluster.name}/applications/platform`;
  const { destination } = cluster.spec.argoCD;
  const origin: Origin = cluster.at();
  const project = appProject(
    platform,
    cluster,
    {
      name: permission.project,
      description: `The platform itself on ${cluster.name}`,
      destination,
      namespaces: permission.namespaces,
      kinds: permission.kinds,
      clusterKinds: permission.clusterKinds,
    },
    -1,
  );
  return [
    { object: project, origin, file: `${folder}/${fileNameOf("AppProject", "platform")}` },
    ...overlays.map((overlay, index) => ({
      object: application(platform, cluster, {
        name: overlay.application,
        project: permission.project,
        path: `clusters/${cluster.name}/rendered/${overlay.folder}`,
        destination,
        namespace: platform.spec.seldon.namespace,
        wave: index === 0 ? 0 : 1,
      }),
      origin,
      file: `${folder}/${fileNameOf("Application", overlay.folder.slice("platform/".length))}`,
    })),
  ];
}
