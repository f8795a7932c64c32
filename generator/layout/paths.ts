import { platformFile, tenantFile } from "../load/input-files.ts";
import type { PatternPart } from "../patterns/pattern.ts";

/** The folders of a cluster that are generated as a whole. */
export const areas = ["applications", "bootstrap", "overlays", "rendered"] as const;
export type Area = (typeof areas)[number];

/** What all clusters build upon, and is generated as a whole. */
export const policiesFolder = "platform/policies";

/** Where a build may prepare files in the tree: nothing of it is generated, nor obeyed, nor committed. */
export const stagingFolder = "clusters/.publishing";

export const codeOwnersFile = ".github/CODEOWNERS";

/** A folder or file below one of a cluster's generated folders; that folder itself where nothing below it is named. */
export function generatedPath(cluster: string, area: Area, ...below: readonly string[]): string {
  return ["clusters", cluster, area, ...below].join("/");
}

/** Where the Applications of a tenant, or the platform's, have their folders: below each generated folder but `bootstrap`. */
export function ownerFolder(tenant: string | undefined): string {
  return tenant === undefined ? "platform" : `tenants/${tenant}`;
}

/** Where tenants' Namespaces lie, one folder each, on clusters whose Argo CD cannot hold a project to one of them. */
export const tenantNamespaces = "platform/tenant-namespaces";

/** The folder of one of a tenant's Applications, below `overlays` and below `rendered`. */
export function tenantFolder(tenant: string, part: PatternPart): string {
  return part === "namespace" ? `${tenantNamespaces}/${tenant}` : `${ownerFolder(tenant)}/${part}`;
}

/** The folder of one of the platform's Applications, below `overlays` and below `rendered`. */
export function platformFolder(component: string): string {
  return `${ownerFolder(undefined)}/${component}`;
}

/** `<kind>-<name>.yaml`, in characters that every file system holds. */
export function fileNameOf(kind: string, name: string): string {
  const stem = `${kind}-${name}`.toLowerCase().replace(/[^a-z0-9.-]/g, "_");
  return `${stem}.yaml`;
}

/** Where the platform's project lies. */
export function platformProjectFile(cluster: string): string {
  return generatedPath(cluster, "applications", ownerFolder(undefined), fileNameOf("AppProject", "platform"));
}

/** What a path of the repository is. */
export type RepositoryPath =
  | { readonly is: "platform" }
  | { readonly is: "tenant"; readonly tenant: string }
  | { readonly is: "cluster"; readonly cluster: string }
  /** Generated for all clusters: the policies' base, and who owns which file. */
  | { readonly is: "shared" }
  | GeneratedPath;

export interface GeneratedPath {
  readonly is: "generated";
  readonly cluster: string;
  readonly area: Area;
  /** The tenant whose it is; nothing where it is the platform's. */
  readonly tenant: string | undefined;
  /** Of a file of one Application: a tenant's part, or a component of the platform. */
  readonly folder: string | undefined;
}

/** Nothing where the path is none of the repository's inputs, and nothing generated. */
export function parsePath(path: string): RepositoryPath | undefined {
  const [top = "", second = "", third = "", ...below] = path.split("/");
  if (path === platformFile) return { is: "platform" };
  if (path === codeOwnersFile || path.startsWith(`${policiesFolder}/`)) return { is: "shared" };
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

/** Whether a file is generated: what the inputs give, byte for byte, or nothing. */
export function isGeneratedFile(path: string): boolean {
  const is = parsePath(path)?.is;
  return is === "generated" || is === "shared";
}

function ownerOf([first = "", second, third]: readonly string[]): Pick<GeneratedPath, "tenant" | "folder"> {
  if (`${first}/${second}` === tenantNamespaces && third !== undefined) return { tenant: third, folder: "namespace" };
  return first === "tenants" ? { tenant: second, folder: third } : { tenant: undefined, folder: second };
}
