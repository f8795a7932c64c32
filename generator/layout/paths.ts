import { platformFile, schemasFile, schemasFolder, tenantFile } from "../load/input-files.ts";
import type { PatternPart } from "../patterns/pattern.ts";
import { tenantFolders } from "../validate/addons/application.ts";

/** The folders of a cluster that are generated as a whole. */
export const areas = ["applications", "bootstrap", "overlays", "rendered"] as const;
export type Area = (typeof areas)[number];

/** The base of all clusters, generated as a whole. */
export const policiesFolder = "platform/policies";

/** A folder for each hub, generated as a whole. */
export const hubsFolder = "platform/hubs";

/** The generated folders outside the folders of the clusters. */
export const sharedFolders = [policiesFolder, hubsFolder] as const;

/** The folders of all generated objects that belong to a cluster or a hub, each with a slash at the end. */
export const objectFolders = ["clusters/", `${hubsFolder}/`] as const;

/** The bootstrap of a hub. */
export function hubFolder(hub: string): string {
  return `${hubsFolder}/${hub}`;
}

/** The roots of the hub's clusters, which the Application of the hub syncs. */
export function hubRootsFolder(hub: string): string {
  return `${hubFolder(hub)}/roots`;
}

/** The folder in the tree where a build prepares files. Nothing in it counts as generated, is read as input, or is committed. */
export const stagingFolder = "clusters/.publishing";

export const codeOwnersFile = ".github/CODEOWNERS";

/** The beginnings of the paths, from the root, of the platform's workflows in a repository that other projects use, too. */
export const sharedWorkflows = {
  workflow: ".github/workflows/tenantry-",
  action: ".github/actions/setup-tenantry/",
} as const;

/** Whether a file outside of the platform's folder is one of the platform's workflows, which check every change. */
export function isSharedWorkflow(fileFromRoot: string): boolean {
  return Object.values(sharedWorkflows).some((start) => fileFromRoot.startsWith(start));
}

/**
 * The path from the root of the git repository, which Argo CD and GitHub need. All other paths begin at the folder with
 * `tenants/`, `platform/` and `clusters/`.
 * @param folder `repository.path` of the platform: undefined for the root.
 */
export function pathFromRoot(folder: string | undefined, path: string): string {
  return folder === undefined ? path : `${folder}/${path}`;
}

/** The argument of `git add` for each CODEOWNERS that a build changes: with a folder, also the one that GitHub reads. */
export function codeOwnersPathspec(folder: string | undefined): string {
  return folder === undefined ? codeOwnersFile : "':/*CODEOWNERS'";
}

/** A folder or file below one of a cluster's generated folders, or that folder itself. */
export function generatedPath(cluster: string, area: Area, ...below: readonly string[]): string {
  return ["clusters", cluster, area, ...below].join("/");
}

/** The folder of the Applications of a tenant or of the platform, below each generated folder except `bootstrap`. */
export function ownerFolder(tenant: string | undefined): string {
  return tenant === undefined ? "platform" : `tenants/${tenant}`;
}

/**
 * The folder of the tenants' Namespaces, one folder each, on clusters whose Argo CD cannot restrict a project to one
 * Namespace.
 */
export const tenantNamespaces = "platform/tenant-namespaces";

/**
 * The parts of a tenant in the namespaces of add-ons: the objects that it gets there (`shares`), and the objects of its routes
 * in the namespace of the gateway (`edge`).
 */
export type HostedPart = keyof typeof tenantFolders;
export const hostedParts = Object.keys(tenantFolders) as readonly HostedPart[];

/** The hosted part with this name. Undefined for every other part. */
export function hostedPart(part: string): HostedPart | undefined {
  return hostedParts.find((hosted) => hosted === part);
}

/** The folder of the add-ons, below each generated folder except `bootstrap`. */
export const addonsRoot = "addons";

/** The folder of a hosted part of all tenants, one folder each, among the folders of the add-ons. */
export function hostedFolder(part: HostedPart): string {
  return `${addonsRoot}/${tenantFolders[part]}`;
}

/** The folder of one of a tenant's Applications, below `overlays` and below `rendered`. */
export function tenantFolder(tenant: string, part: PatternPart): string {
  return part === "namespace" ? `${tenantNamespaces}/${tenant}` : `${ownerFolder(tenant)}/${part}`;
}

/** The folder of one of an add-on's Applications, below `overlays` and below `rendered`. */
export function addonFolder(addon: string, application: string): string {
  return `${addonsRoot}/${addon}/${application}`;
}

/**
 * The file that lists what an add-on may do on the whole cluster. No overlay contains it: the charts of the add-on contain
 * the rights, and the list shows them to reviewers.
 */
export function addonAccessFile(cluster: string, addon: string): string {
  return generatedPath(cluster, "overlays", "addons", addon, accessFileName);
}

/** The list of the hosts of routes, in the folder of the add-on with the gateway. No overlay contains it. */
export function routeHostsFile(cluster: string, addon: string): string {
  return generatedPath(cluster, "overlays", addonsRoot, addon, "hosts.yaml");
}

/** The folders of a cluster's add-ons, with the lists of their rights. */
export function addonOverlays(cluster: string): string {
  return generatedPath(cluster, "overlays", "addons");
}

export const accessFileName = "access.yaml";

/** The folder of one of the platform's Applications, below `overlays` and below `rendered`. */
export function platformFolder(component: string): string {
  return `${ownerFolder(undefined)}/${component}`;
}

/** `<kind>-<name>.yaml`, in characters that every file system supports. */
export function fileNameOf(kind: string, name: string): string {
  const stem = `${kind}-${name}`.toLowerCase().replace(/[^a-z0-9.-]/g, "_");
  return `${stem}.yaml`;
}

/** The folder that a root Application reads. */
export function rootFolder(cluster: string, root: "platform" | "addons" | "tenants"): string {
  return generatedPath(cluster, "applications", root);
}

/** The file of the platform's AppProject. */
export function platformProjectFile(cluster: string): string {
  return generatedPath(cluster, "applications", ownerFolder(undefined), fileNameOf("AppProject", "platform"));
}

/** The role of a path in the repository. */
export type RepositoryPath =
  | { readonly is: "platform" }
  /** Pinned schemas, which decide what the checks accept. */
  | { readonly is: "schemas" }
  | { readonly is: "tenant"; readonly tenant: string }
  | { readonly is: "cluster"; readonly cluster: string }
  /** Generated for all clusters: the base of the policies, and CODEOWNERS. */
  | { readonly is: "shared" }
  /** A file of the bootstrap of a hub, or with a cluster, a file of this cluster that the Application of the hub syncs. */
  | { readonly is: "hub"; readonly hub: string; readonly cluster: string | undefined }
  | GeneratedPath;

export interface GeneratedPath {
  readonly is: "generated";
  readonly cluster: string;
  readonly area: Area;
  /** The owning tenant. Undefined if the file belongs to the platform. */
  readonly tenant: string | undefined;
  /** The add-on that the file belongs to. */
  readonly addon?: string;
  /** For a file of one Application: a tenant's part, or a component of the platform. `tenants` or `addons` for a file of all of them. */
  readonly folder: string | undefined;
}

/** Undefined for a path that is neither an input nor generated. */
export function parsePath(path: string): RepositoryPath | undefined {
  const [top = "", second = "", third = "", ...below] = path.split("/");
  if (path === platformFile) return { is: "platform" };
  if (path === schemasFile || path.startsWith(`${schemasFolder}/`)) return { is: "schemas" };
  if (path === codeOwnersFile || path.startsWith(`${policiesFolder}/`)) return { is: "shared" };
  if (path.startsWith(`${hubsFolder}/`)) {
    const [cluster, ...files] = path.startsWith(`${hubRootsFolder(third)}/`) ? below.slice(1) : [];
    return { is: "hub", hub: third, cluster: files.length > 0 ? cluster : undefined };
  }
  const tenant = /^([^/]+)[.]yaml$/.exec(second)?.[1];
  if (tenant !== undefined && path === tenantFile(tenant)) return { is: "tenant", tenant };
  if (top !== "clusters" || second === "") return undefined;
  const area = areas.find((candidate) => candidate === third);
  if (area !== undefined && below.length > 0) return { is: "generated", cluster: second, area, ...ownerOf(below) };
  return third === "cluster.yaml" && below.length === 0 ? { is: "cluster", cluster: second } : undefined;
}

/** Names of the clusters that some files belong to. */
export function clustersIn(files: Iterable<string>): readonly string[] {
  const parts = [...files].map((file) => file.split("/"));
  return [
    ...new Set(parts.flatMap(([top, cluster]) => (top === "clusters" && cluster !== undefined ? [cluster] : []))),
  ];
}

/** Whether a file is generated: it must equal the generator's output byte for byte, or be absent. */
export function isGeneratedFile(path: string): boolean {
  const is = parsePath(path)?.is;
  return is === "generated" || is === "shared" || is === "hub";
}

function ownerOf([first = "", second, third]: readonly string[]): Pick<GeneratedPath, "tenant" | "addon" | "folder"> {
  const hosted = hostedParts.find((part) => `${first}/${second}` === hostedFolder(part));
  if (hosted !== undefined && third !== undefined) return { tenant: third, folder: hosted };
  if (first === addonsRoot && second !== undefined)
    return third === undefined
      ? { tenant: undefined, folder: first }
      : { tenant: undefined, addon: second, folder: third };
  if (`${first}/${second}` === tenantNamespaces && third !== undefined) return { tenant: third, folder: "namespace" };
  // A file directly below `tenants` belongs to no tenant.
  if (first === "tenants")
    return third === undefined ? { tenant: undefined, folder: first } : { tenant: second, folder: third };
  return { tenant: undefined, folder: second };
}
