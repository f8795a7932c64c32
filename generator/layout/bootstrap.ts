import type { ClusterScope } from "../generate/scope.ts";
import type { Application } from "../models/kubernetes-classes.ts";
import { rootLabel } from "../models/marks.ts";
import { inClusterServer } from "../validate/argo-cd.ts";
import type { Inventory } from "../validate/inventory.ts";
import { appProject } from "./app-project.ts";
import { applicationObject } from "./application.ts";
import { bootstrapReadme, hubClusterReadme } from "./bootstrap-readme.ts";
import { hubBootstrap } from "./hub-bootstrap.ts";
import { argoSettings, bootstrapKustomization, instanceObjects } from "./instance-objects.ts";
import { applicationKinds } from "./kinds.ts";
import { type Root, rootApplication, rootProject, rootsOf } from "./names.ts";
import { fileNameOf, generatedPath, hubRootsFolder, rootFolder } from "./paths.ts";
import type { UnitLayout } from "./unit-layout.ts";

/**
 * The files that the platform team applies once, and again after a disaster: Argo CD's settings, this repository, and
 * the roots. The Application of a hub applies the roots of the hub's clusters.
 */
export function bootstrap(inventory: Inventory, scope: ClusterScope): Pick<UnitLayout, "objects" | "texts"> {
  const { cluster } = scope;
  const { argoCD } = cluster.spec;
  const folder = generatedPath(cluster.name, "bootstrap");
  if (argoCD.hub !== undefined) {
    const ofHub = hubBootstrap(inventory, argoCD.hub, cluster);
    return {
      objects: [...ofHub.objects, ...roots(scope, `${hubRootsFolder(argoCD.hub)}/${cluster.name}`, -1)],
      texts: new Map([...ofHub.texts, [`${folder}/README.md`, hubClusterReadme(inventory, scope, argoCD.hub)]]),
    };
  }
  const objects = [
    ...instanceObjects(inventory, [cluster], argoCD, folder, cluster.at("argoCD")),
    ...roots(scope, folder, undefined),
  ];
  return {
    objects,
    texts: new Map([
      bootstrapKustomization(folder, objects),
      [
        `${folder}/README.md`,
        bootstrapReadme(inventory, scope, Object.keys(argoSettings(inventory, [cluster])).sort()),
      ],
    ]),
  };
}

/**
 * The root Applications of a cluster, and their AppProject.
 * @param wave Sync wave of the AppProject. Undefined if a person applies it.
 */
function roots({ platform, cluster }: ClusterScope, folder: string, wave: number | undefined): UnitLayout["objects"] {
  const { namespace } = cluster.spec.argoCD;
  const root = (name: Root): Application =>
    applicationObject(platform, cluster, {
      name: rootApplication(cluster.name, name),
      project: rootProject(cluster.name),
      source: { path: rootFolder(cluster.name, name) },
      destination: inClusterServer,
      namespace,
      labels: { [rootLabel]: name },
    });
  const project = appProject(
    platform,
    cluster,
    {
      name: rootProject(cluster.name),
      description: `The root Applications of ${cluster.name}, which contain only Applications and AppProjects`,
      destination: inClusterServer,
      namespaces: [namespace],
      kinds: applicationKinds,
    },
    wave,
  );
  return [
    { object: project, origin: cluster.at(), file: `${folder}/${fileNameOf("AppProject", "roots")}` },
    ...rootsOf(cluster).map((name) => ({
      object: root(name),
      origin: cluster.at(),
      file: `${folder}/${fileNameOf("Application", `roots.${name}`)}`,
    })),
  ];
}
