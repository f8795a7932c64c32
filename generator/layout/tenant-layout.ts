import { isBeingRemoved } from "../generate/generate-tenant.ts";
import { operatorValues } from "../generate/operator-values.ts";
import type { Generated, TenantObjects, TenantScope } from "../generate/scope.ts";
import type { ComponentFolder } from "../load/load-repository.ts";
import { groupVersion } from "../models/kubernetes-object.ts";
import { namespaceOf, type PatternPart } from "../patterns/pattern.ts";
import { markdown } from "../text/document.ts";
import { restrictsNames, seldonVersionOf } from "../validate/effective.ts";
import type { Origin } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";
import { appProject, type ProjectRole } from "./app-project.ts";
import { type ApplicationShape, applicationObject } from "./application.ts";
import { componentMakesObjects, componentPart } from "./component.ts";
import { firstPredictionDocument } from "./first-prediction.ts";
import { hostedApplications } from "./hosted-layout.ts";
import { addedKinds, distinctKinds, namespaceKind, tenantKinds } from "./kinds.ts";
import { markdownMark } from "./marks.ts";
import { platformProject, renderedSource, tenantApplication } from "./names.ts";
import { hasFirstPrediction, namespaceReadme } from "./namespace-readme.ts";
import type { ComponentUse, Overlay } from "./overlay.ts";
import { fileNameOf, generatedPath, ownerFolder, tenantFolder } from "./paths.ts";
import { withSyncAnnotations } from "./sync.ts";
import type { ProjectPermission, UnitLayout } from "./unit-layout.ts";

/**
 * A tenant's objects as overlays, each with its own Application and AppProject, and a README. A Namespace with a separate
 * Application belongs to the platform: it is in the platform's project, and among the platform's folders.
 */
export function tenantLayout(
  scope: TenantScope,
  objects: TenantObjects,
  components: ReadonlyMap<string, ComponentFolder>,
): UnitLayout {
  const parts = [...objects.keys()]
    .map((part) => layOutPart(scope, part, objects.get(part) ?? [], components))
    .filter(hasContent);
  return {
    overlays: parts.map(({ overlay }) => overlay).filter(isFolder),
    objects: parts.flatMap((part) => part.objects),
    texts: texts(scope, [...parts.map(({ overlay }) => overlay.application), ...hostedApplications(scope)]),
    permissions: new Map(parts.map(({ overlay, permission }) => [overlay.application, permission])),
  };
}

/** The README of the namespace, and the runbook for the first prediction if it serves models. */
function texts(scope: TenantScope, applications: readonly string[]): ReadonlyMap<string, string> {
  const { cluster, tenant } = scope;
  const folder = generatedPath(cluster.name, "overlays", ownerFolder(tenant.name));
  return new Map([
    [`${folder}/README.md`, namespaceReadme(scope, applications)],
    ...(hasFirstPrediction(scope)
      ? ([[`${folder}/first-prediction.md`, markdownMark() + markdown(firstPredictionDocument(scope))]] as const)
      : []),
  ]);
}

interface PartLayout {
  readonly overlay: Overlay;
  readonly objects: UnitLayout["objects"];
  readonly permission: ProjectPermission;
  /** Whether its Application reads a chart instead of a generated folder. */
  readonly chart: boolean;
}

/** An empty part gets no Application: Argo CD rejects to sync an empty folder, and git cannot contain one. */
function hasContent({ overlay, chart }: PartLayout): boolean {
  return chart || isFolder(overlay);
}

function isFolder(overlay: Overlay): boolean {
  return overlay.objects.length > 0 || overlay.components.length > 0;
}

function layOutPart(
  scope: TenantScope,
  part: PatternPart,
  objects: readonly Generated[],
  components: ReadonlyMap<string, ComponentFolder>,
): PartLayout {
  const { platform, cluster, tenant } = scope;
  const name = tenantApplication(cluster.name, tenant.name, part);
  const folder = tenantFolder(tenant.name, part);
  const namespace = namespaceOf(part, platform.spec.seldon.namespace, tenant.name);
  const { destination } = cluster.spec.argoCD;
  const { declared, children } = tenantKinds(part, scope.pattern, addedKinds(cluster));
  const chart = part === "operator";
  const isNamespacePart = part === "namespace";
  const holdsNamespace = isNamespacePart || (part === "guardrails" && restrictsNames(cluster));
  const clusterKinds = holdsNamespace ? [{ ...namespaceKind, name: tenant.name }] : [];
  const projectName = isNamespacePart ? platformProject(cluster.name) : name;
  const project = appProject(platform, cluster, {
    name: projectName,
    description: `${tenant.spec.owner.team}: ${part} of ${tenant.name}`,
    destination,
    ...(chart ? { repositories: [platform.spec.seldon.charts] } : {}),
    namespaces: [namespace],
    kinds: distinctKinds([...declared, ...children]),
    clusterKinds,
    roles: projectRoles(scope),
  });
  const app = applicationObject(platform, cluster, {
    name,
    project: projectName,
    source: chart
      ? {
          chart: "seldon-core-v2-setup",
          version: seldonVersionOf(cluster),
          values: operatorValues(scope.pattern, platform, cluster, tenant),
        }
      : renderedSource(cluster, folder),
    destination,
    namespace,
    // Deleting the tenant's namespace does not delete objects in another namespace, and does not stop an operator first.
    // Routes must close when the last one leaves the tenant's file.
    cascades: chart || part === "routes" || (namespace !== tenant.name && !isNamespacePart),
    autoscaled: autoscaledIn(objects),
  });
  const file = (kind: string): string =>
    generatedPath(cluster.name, "applications", ownerFolder(tenant.name), fileNameOf(kind, part));
  const origin: Origin = tenant.at();
  return {
    overlay: {
      application: name,
      cluster: cluster.name,
      folder,
      objects: objects.map(withSyncAnnotations),
      components: componentsOf(scope, part, components),
      componentNamespace: namespace,
    },
    objects: [
      ...(isNamespacePart ? [] : [{ object: project, origin, file: file("AppProject") }]),
      { object: app, origin, file: file("Application") },
    ],
    permission: { project: projectName, namespaces: isNamespacePart ? [] : [namespace], kinds: declared, clusterKinds },
    chart,
  };
}

function componentsOf(
  scope: TenantScope,
  part: PatternPart,
  components: ReadonlyMap<string, ComponentFolder>,
): readonly ComponentUse[] {
  const { tenant } = scope;
  if (part === "workloads" && isBeingRemoved(scope)) return [];
  return tenant.spec.components.flatMap((name, index) => {
    const component = components.get(name);
    if (component === undefined || componentPart(component) !== part) return [];
    return [{ component, origin: tenant.at("components", index), makesObjects: componentMakesObjects(component) }];
  });
}

/** Servers and Models with minReplicas or maxReplicas. Git sets the number of replicas of all others. */
function autoscaledIn(objects: readonly Generated[]): NonNullable<ApplicationShape["autoscaled"]> {
  return objects.flatMap(({ object }) => {
    const { apiVersion, kind, metadata } = object;
    const bounds = ["minReplicas", "maxReplicas"].map((field) => valueAt(object, ["spec", field]));
    if (!["Model", "Server"].includes(kind) || bounds.every((bound) => bound === undefined)) return [];
    return [{ group: groupVersion(apiVersion).group, kind, name: metadata?.name ?? "" }];
  });
}

/** The rights of the tenant's groups in Argo CD, derived from their roles. */
function projectRoles({ platform, tenant }: TenantScope): readonly ProjectRole[] {
  const byRole = Map.groupBy(Object.entries(tenant.spec.access.groups).sort(), ([, role]) => role);
  return [...byRole].sort().flatMap(([name, members]) => {
    const role = platform.spec.roles[name];
    return role === undefined || role.argoCD.length === 0
      ? []
      : [{ name, description: role.description, groups: members.map(([group]) => group), actions: role.argoCD }];
  });
}
