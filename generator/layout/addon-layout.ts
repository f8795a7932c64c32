import { addonAccess } from "../generate/addon-access.ts";
import type { AddonObjects } from "../generate/generate-addon.ts";
import type { ClusterScope, Generated } from "../generate/scope.ts";
import { groupKindOf } from "../models/kinds.ts";
import { groupVersion } from "../models/kubernetes-object.ts";
import { dataAnnotation } from "../models/marks.ts";
import {
  type AddonApplication,
  guardrailsPart,
  runtimePart,
  secretsPart,
  tokensPart,
} from "../validate/addons/application.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { hasLeft, isRetiring } from "../validate/addons/retire.ts";
import { objectShares } from "../validate/addons/tenant-object.ts";
import { addonReadme } from "./addon-readme.ts";
import { appProject } from "./app-project.ts";
import { type ApplicationShape, applicationObject } from "./application.ts";
import {
  distinctKinds,
  externalSecretGroupKind,
  type GroupKind,
  guardrailKinds,
  secretKind,
  shareKinds,
  tokenKind,
  workloadChildren,
} from "./kinds.ts";
import { yamlMark } from "./marks.ts";
import { addonApplication, addonProject, renderedSource } from "./names.ts";
import type { Overlay } from "./overlay.ts";
import { addonAccessFile, addonFolder, fileNameOf, generatedPath } from "./paths.ts";
import { routeHostsText } from "./route-hosts.ts";
import { withSyncAnnotations } from "./sync.ts";
import { toYamlDocuments } from "./to-yaml.ts";
import type { ProjectPermission, UnitLayout } from "./unit-layout.ts";

/**
 * Sync waves of an add-on's Applications. Only policies and definitions come before the others: a root that waits for an
 * unhealthy Application syncs no newer commit, not even the one that fixes it (decision 9).
 */
const waves = { project: -1, guardrails: 0, definitions: 1, others: 2 } as const;

/** The Applications of one add-on, their project, and the overlays of the objects that Tenantry generates. */
export function addonLayout(scope: ClusterScope, addon: AddonEntry, objects: AddonObjects): UnitLayout {
  const permission = permissionOf(scope, addon, objects);
  const left = new Set(addon.retired.map((part) => addonFolder(addon.name, part)));
  const own = [
    overlay(scope, addon, guardrailsPart, objects.guardrails),
    ...[...objects.applications].map(([name, generated]) => overlay(scope, addon, name, generated)),
    overlay(scope, addon, runtimePart, objects.runtime),
    overlay(scope, addon, secretsPart, objects.secrets),
    overlay(scope, addon, tokensPart, objects.tokens),
  ].filter(({ objects: generated, folder }) => generated.length > 0 && !left.has(folder));
  return {
    overlays: own,
    objects: applications(scope, addon, objects, permission, own),
    texts: new Map([
      [generatedPath(scope.cluster.name, "overlays", "addons", addon.name, "README.md"), addonReadme(scope, addon)],
      ...accessText(scope, addon),
      ...routeHostsText(scope, addon),
    ]),
    permissions: new Map(own.map(({ application }) => [application, permission])),
  };
}

/** The list of what the add-on may do on the whole cluster, for reviewers and for the comparison of two revisions. */
function accessText({ cluster }: ClusterScope, addon: AddonEntry): ReadonlyMap<string, string> {
  const granted = addonAccess(addon);
  if (granted.length === 0) return new Map();
  const comment = `# The charts of add-on ${addon.name} contain these rights. Argo CD does not sync this file.\n`;
  return new Map([[addonAccessFile(cluster.name, addon.name), yamlMark() + comment + toYamlDocuments(granted)]]);
}

function overlay(
  { cluster }: ClusterScope,
  { name }: AddonEntry,
  application: string,
  objects: readonly Generated[],
): Overlay {
  return {
    application: addonApplication(cluster.name, name, application),
    cluster: cluster.name,
    folder: addonFolder(name, application),
    objects: objects.map(withSyncAnnotations),
    components: [],
    componentNamespace: undefined,
  };
}

/**
 * One AppProject for an add-on: exactly its repositories, its namespaces, and the kinds that its file lists. It also allows
 * the kinds of Applications that have left, because Argo CD deletes no object that the project does not allow.
 */
function permissionOf({ cluster }: ClusterScope, { name, spec }: AddonEntry, objects: AddonObjects): ProjectPermission {
  const listed = Object.values(spec.applications);
  const generated = [...objects.applications.values()].flat();
  const isScoped = ({ object }: Generated): boolean => object.metadata?.namespace !== undefined;
  return {
    project: addonProject(cluster.name, name),
    // Argo CD compares the destination of every Application, also of one whose objects are all cluster-scoped.
    namespaces: [
      ...new Set([
        ...(listed.some(isClusterWide) ? [clusterWideNamespace(name, spec)] : []),
        ...Object.keys(spec.namespaces).sort(),
      ]),
    ],
    kinds: distinctKinds([
      ...(closes(spec) ? guardrailKinds : []),
      // Also without an entry of the cluster's file, so that Argo CD can delete what it no longer lists.
      ...(Object.keys(spec.secrets).length > 0 ? [externalSecretGroupKind] : []),
      ...(spec.provides.gateway?.routes === undefined ? [] : [tokenKind]),
      ...listed.flatMap(({ kinds }) => kinds.map(groupKindOf)),
      ...generated.filter(isScoped).map(kindOf),
      // Argo CD does not delete an object that the project does not allow, also after a move to another pattern.
      ...shareKinds(objectShares(spec).flatMap(([, template]) => (template.each === "runtime" ? [template] : []))),
    ]),
    clusterKinds: distinctKinds([
      ...listed.flatMap(({ clusterKinds }) => clusterKinds.map(groupKindOf)),
      ...generated.filter((item) => !isScoped(item)).map(kindOf),
    ]),
  };
}

function applications(
  { platform, cluster }: ClusterScope,
  addon: AddonEntry,
  { values }: AddonObjects,
  permission: ProjectPermission,
  own: readonly Overlay[],
): UnitLayout["objects"] {
  const { name, spec, at } = addon;
  const folder = generatedPath(cluster.name, "applications", "addons", name);
  const { destination } = cluster.spec.argoCD;
  const project = appProject(
    platform,
    cluster,
    {
      name: permission.project,
      description: `The objects of add-on ${name} on ${cluster.name}`,
      destination,
      repositories: repositoriesOf(platform.spec.repository.url, addon, own.length > 0 || isRetiring(addon)),
      namespaces: permission.namespaces,
      kinds: distinctKinds([
        ...permission.kinds,
        ...(closes(spec) ? workloadChildren : []),
        ...(Object.keys(spec.secrets).length > 0 ? [secretKind] : []),
      ]),
      clusterKinds: permission.clusterKinds,
    },
    waves.project,
  );
  const app = (
    key: string,
    namespace: string,
    wave: number,
    shape: Pick<ApplicationShape, "source" | "cascades" | "prunes" | "syncs" | "ignored" | "annotations">,
  ): UnitLayout["objects"][0] => ({
    object: applicationObject(platform, cluster, {
      name: addonApplication(cluster.name, name, key),
      project: permission.project,
      destination,
      namespace,
      wave,
      ...shape,
    }),
    origin: at(...(generatedFrom[key] ?? ["applications", key])),
    file: `${folder}/${fileNameOf("Application", key)}`,
  });
  const first = Object.keys(spec.namespaces).sort()[0];
  const rendered = (key: string): boolean => own.some((item) => item.folder === addonFolder(name, key));
  return [
    { object: project, origin: at(), file: `${folder}/${fileNameOf("AppProject", name)}` },
    ...(first !== undefined && rendered(guardrailsPart)
      ? [
          app(guardrailsPart, first, waves.guardrails, {
            source: renderedSource(cluster, addonFolder(name, guardrailsPart)),
            cascades: true,
          }),
        ]
      : []),
    ...[runtimePart, secretsPart, tokensPart].flatMap((part) =>
      first !== undefined && rendered(part)
        ? [app(part, first, waves.others, { source: renderedSource(cluster, addonFolder(name, part)), cascades: true })]
        : [],
    ),
    ...Object.entries(spec.applications).flatMap(([key, application]) => {
      if (hasLeft(addon, key)) return [];
      const source =
        sourceOf(key, application, values) ??
        (rendered(key) ? renderedSource(cluster, addonFolder(name, key)) : undefined);
      if (source === undefined) return [];
      const { definitions, kinds, namespace = clusterWideNamespace(name, spec), ignore, data } = application;
      // Until the comparison shows that nothing changes, Argo CD changes and deletes nothing of what runs.
      const isAdopted = addon.adopts[key] !== undefined;
      return [
        app(key, namespace, definitions && kinds.length === 0 ? waves.definitions : waves.others, {
          source,
          ...(data === undefined ? {} : { annotations: { [dataAnnotation]: data } }),
          // Deleting a definition deletes every object of its kind.
          ...(definitions ? { prunes: false } : { cascades: !isAdopted }),
          ...(isAdopted ? { syncs: false } : {}),
          ignored: ignore.map(({ kind, name: object, fields }) => ({
            ...groupKindOf(kind),
            ...(object === undefined ? {} : { name: object }),
            jqPathExpressions: fields,
          })),
        }),
      ];
    }),
  ];
}

/** The part of an add-on's file that each generated Application follows from. */
const generatedFrom: Readonly<Record<string, readonly string[]>> = {
  [guardrailsPart]: ["namespaces"],
  [runtimePart]: ["perTenant"],
  [secretsPart]: ["secrets"],
  [tokensPart]: ["provides", "gateway", "routes"],
};

function sourceOf(
  key: string,
  { chart, git }: AddonApplication,
  values: AddonObjects["values"],
): ApplicationShape["source"] | undefined {
  if (chart !== undefined) {
    const { repository, name, version, release } = chart;
    return { repository, chart: name, version, release, values: values.get(key) ?? {} };
  }
  if (git === undefined) return undefined;
  const { repository, path, revision } = git;
  // The name of a tag could also be the name of a branch.
  return { repository, folder: path, revision: isCommit(revision) ? revision : `refs/tags/${revision}` };
}

/** The exact repositories of the Applications, and this one if it contains objects of the add-on. */
function repositoriesOf(own: string, addon: AddonEntry, usesOwn: boolean): readonly string[] {
  return [...new Set([...(usesOwn ? [own] : []), ...foreignRepositories(addon)])].sort();
}

/** The repositories of the charts and of the folders that an add-on takes from elsewhere. */
export function foreignRepositories({ spec }: AddonEntry): readonly string[] {
  return Object.values(spec.applications).flatMap(({ chart, git }) => chart?.repository ?? git?.repository ?? []);
}

/** Whether the add-on has namespaces, which its network policies close. */
function closes({ namespaces }: AddonEntry["spec"]): boolean {
  return Object.keys(namespaces).length > 0;
}

function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}

function isClusterWide({ namespace }: AddonApplication): boolean {
  return namespace === undefined;
}

/**
 * The destination of an Application whose objects are all cluster-scoped: Argo CD applies no ClusterRole and no
 * ClusterRoleBinding while the namespace of the destination does not exist.
 */
function clusterWideNamespace(name: string, { namespaces }: AddonEntry["spec"]): string {
  return Object.keys(namespaces).sort()[0] ?? name;
}

function kindOf({ object }: Generated): GroupKind {
  return { group: groupVersion(object.apiVersion).group, kind: object.kind };
}
