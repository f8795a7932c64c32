import type { PlatformObjects } from "../generate/generate-platform.ts";
import { operatorValues } from "../generate/operator-values.ts";
import type { ClusterScope, Generated } from "../generate/scope.ts";
import { giveSecrets } from "../generate/share-recipient.ts";
import type { ComponentFolder } from "../load/load-repository.ts";
import { isNamespaced } from "../models/cluster-scoped.ts";
import { kindName } from "../models/kinds.ts";
import { patternAnnotation } from "../models/marks.ts";
import { isPlatformPart, type PlatformPart, platformParts } from "../models/platform-parts.ts";
import { seldonVersionOf } from "../validate/effective.ts";
import type { Inventory, Origin } from "../validate/inventory.ts";
import { appProject } from "./app-project.ts";
import { type ApplicationShape, applicationObject } from "./application.ts";
import { bootstrap } from "./bootstrap.ts";
import { componentMakesObjects, componentObjects } from "./component.ts";
import {
  definitionKind,
  distinctKinds,
  namespaceKind,
  operatorKinds,
  policyKinds,
  secretStoreKind,
  seldonTenantKinds,
} from "./kinds.ts";
import { platformApplication, platformProject, renderedSource } from "./names.ts";
import type { KustomizeBase, Overlay } from "./overlay.ts";
import { fileNameOf, generatedPath, ownerFolder, platformFolder } from "./paths.ts";
import { withSyncAnnotations } from "./sync.ts";
import { tenantsPlaceholderObject } from "./tenants-placeholder.ts";
import type { ProjectPermission, UnitLayout } from "./unit-layout.ts";

/**
 * Sync waves of the platform's Applications: each waits until those of lower waves are healthy. The pull secrets are in
 * the wave of the operator, because neither becomes healthy without the other. Policies need the namespace of their
 * parameters, and must be in force before any workload runs.
 */
const waves: Readonly<Record<PlatformPart, number>> = {
  namespaces: 0,
  "seldon-crds": 1,
  policies: 1,
  seldon: 2,
  "seldon-operator": 2,
  "seldon-runtime": 3,
};
const waveOfComponents = 3;

/** The files that belong only to the platform on one cluster: namespaces, Seldon itself, components, and the bootstrap. */
export function platformLayout(
  inventory: Inventory,
  scope: ClusterScope,
  objects: PlatformObjects,
  admission: { readonly base: KustomizeBase; readonly own: readonly Generated[] },
): UnitLayout {
  const { components } = inventory;
  const { cluster } = scope;
  const used = cluster.spec.components.flatMap((name, index) => {
    const component = components.get(name);
    return component === undefined
      ? []
      : [{ component, origin: cluster.at("components", index), makesObjects: componentMakesObjects(component) }];
  });
  const overlays = [
    overlay(scope, platformParts.namespaces, objects.namespaces, []),
    { ...overlay(scope, platformParts.policies, admission.own, []), base: admission.base },
    overlay(scope, platformParts.seldon, objects.seldon, []),
    overlay(scope, platformParts.runtime, objects[platformParts.runtime], []),
    ...used.map((use) => overlay(scope, use.component.name, [], [use])),
  ].filter(({ objects: own, components: uses }) => own.length > 0 || uses.length > 0);
  const permission = platformPermission(
    scope,
    used.map(({ component }) => component),
  );
  const start = bootstrap(inventory, scope);
  return {
    overlays,
    objects: [...applications(scope, overlays, permission), tenantsPlaceholderObject(cluster), ...start.objects],
    texts: start.texts,
    permissions: new Map(overlays.map((item) => [item.application, permission])),
  };
}

function overlay(
  { cluster }: ClusterScope,
  name: string,
  objects: readonly Generated[],
  components: Overlay["components"],
): Overlay {
  return {
    application: platformApplication(cluster.name, name),
    cluster: cluster.name,
    folder: platformFolder(name),
    objects: objects.map(withSyncAnnotations),
    components,
    componentNamespace: undefined,
  };
}

/**
 * One AppProject for the whole platform: its own namespaces, and the kinds of Seldon's charts and of its components. The
 * kinds of a central operator are allowed with every pattern: Argo CD does not delete an object that the project does not
 * allow, and an operator that remains after a move would keep running (3.2.11, observed in a cluster).
 */
function platformPermission({ platform, cluster }: ClusterScope, used: readonly ComponentFolder[]): ProjectPermission {
  const objects = used.flatMap(componentObjects);
  return {
    project: platformProject(cluster.name),
    namespaces: Object.keys(platform.spec.namespaces).sort(),
    kinds: distinctKinds([
      ...seldonTenantKinds.declared,
      ...operatorKinds.namespaced.declared,
      ...(giveSecrets(cluster.addons) ? [secretStoreKind] : []),
      ...objects.filter(({ namespace }) => namespace !== undefined),
    ]),
    clusterKinds: distinctKinds([
      namespaceKind,
      definitionKind,
      ...policyKinds,
      ...operatorKinds.clusterScoped,
      // A namespaced kind needs a namespace. The gate checks the scope of kinds that only a pinned schema defines.
      ...objects.filter((object) => object.namespace === undefined && !isNamespaced(kindName(object))),
    ]),
  };
}

function applications(
  scope: ClusterScope,
  overlays: readonly Overlay[],
  permission: ProjectPermission,
): UnitLayout["objects"] {
  const { platform, cluster, pattern } = scope;
  const folder = generatedPath(cluster.name, "applications", ownerFolder(undefined));
  const { destination } = cluster.spec.argoCD;
  const origin: Origin = cluster.at();
  const children = [...seldonTenantKinds.children, ...operatorKinds.namespaced.children];
  const project = appProject(
    platform,
    cluster,
    {
      name: permission.project,
      // The annotation shows which pattern was synced last. A plan and the order of a move begin with it.
      annotations: { [patternAnnotation]: pattern.name },
      description: `The objects of the platform on ${cluster.name}`,
      destination,
      repositories: [platform.spec.repository.url, platform.spec.seldon.charts],
      namespaces: permission.namespaces,
      kinds: distinctKinds([...permission.kinds, ...children]),
      clusterKinds: permission.clusterKinds,
    },
    -1,
  );
  const app = (
    name: string,
    shape: Pick<ApplicationShape, "source" | "cascades" | "prunes">,
  ): UnitLayout["objects"][0] => ({
    object: applicationObject(platform, cluster, {
      name: platformApplication(cluster.name, name),
      project: permission.project,
      destination,
      namespace: platform.spec.seldon.namespace,
      wave: waveOf(name),
      ...shape,
    }),
    origin: name.startsWith("seldon") ? cluster.at("seldon") : origin,
    file: `${folder}/${fileNameOf("Application", name)}`,
  });
  return [
    { object: project, origin, file: `${folder}/${fileNameOf("AppProject", "platform")}` },
    ...overlays.map((item) => {
      const name = item.folder.slice("platform/".length);
      // An unused runtime must be deleted while its operator still runs: a later wave is removed first.
      return app(name, {
        source: renderedSource(cluster, item.folder),
        cascades: name === platformParts.runtime,
      });
    }),
    ...charts(scope).map(({ name, ...shape }) => app(name, shape)),
  ];
}

/**
 * Seldon's own charts. Deleting the CustomResourceDefinitions would delete every object of Seldon's kinds, so they are
 * never pruned.
 */
function charts({
  platform,
  cluster,
  pattern,
}: ClusterScope): readonly ({ readonly name: string } & Pick<ApplicationShape, "source" | "cascades" | "prunes">)[] {
  const version = seldonVersionOf(cluster);
  return [
    { name: platformParts.crds, source: { chart: "seldon-core-v2-crds", version, values: {} }, prunes: false },
    ...(pattern.operator === "central"
      ? [
          {
            name: platformParts.operator,
            source: { chart: "seldon-core-v2-setup", version, values: operatorValues(pattern, platform, cluster) },
            cascades: true,
          },
        ]
      : []),
  ];
}

function waveOf(name: string): number {
  return isPlatformPart(name) ? waves[name] : waveOfComponents;
}
