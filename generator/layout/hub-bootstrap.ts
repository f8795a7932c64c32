import { inClusterServer } from "../validate/argo-cd.ts";
import { type ClusterEntry, hubClusters, type Inventory } from "../validate/inventory.ts";
import { appProject } from "./app-project.ts";
import { applicationObject } from "./application.ts";
import { hubReadme } from "./bootstrap-readme.ts";
import { argoSettings, bootstrapKustomization, instanceObjects } from "./instance-objects.ts";
import { applicationKinds } from "./kinds.ts";
import { hubApplication } from "./names.ts";
import { fileNameOf, hubFolder, hubRootsFolder } from "./paths.ts";
import type { UnitLayout } from "./unit-layout.ts";

/**
 * The bootstrap of a hub: the settings of its Argo CD, this repository, and the Application that syncs the roots of all
 * clusters of the hub. The files belong to the first cluster of the hub and do not depend on it, so they are generated
 * and checked once. Empty for every other cluster.
 */
export function hubBootstrap(
  inventory: Inventory,
  hub: string,
  cluster: ClusterEntry,
): Pick<UnitLayout, "objects" | "texts"> {
  const clusters = hubClusters(inventory, hub);
  if (clusters[0]?.name !== cluster.name) return { objects: [], texts: new Map() };
  const { platform } = inventory;
  const {
    pins,
    spec: { argoCD },
  } = cluster;
  const folder = hubFolder(hub);
  const origin = platform.at("hubs", hub);
  const project = appProject(platform, cluster, {
    name: hubApplication(hub),
    description: `The root Applications of all clusters of hub ${hub}, and their AppProjects`,
    destination: inClusterServer,
    namespaces: [argoCD.namespace],
    kinds: applicationKinds,
  });
  const application = applicationObject(platform, cluster, {
    name: hubApplication(hub),
    project: hubApplication(hub),
    source: { path: hubRootsFolder(hub) },
    destination: inClusterServer,
    namespace: argoCD.namespace,
  });
  const objects = [
    ...instanceObjects(inventory, clusters, argoCD, folder, origin),
    { object: project, origin, file: `${folder}/${fileNameOf("AppProject", "hub")}` },
    { object: application, origin, file: `${folder}/${fileNameOf("Application", "hub")}` },
  ];
  return {
    objects,
    texts: new Map([
      bootstrapKustomization(folder, objects),
      [
        `${folder}/README.md`,
        hubReadme(platform, hub, argoCD, pins, Object.keys(argoSettings(inventory, clusters)).sort()),
      ],
    ]),
  };
}
