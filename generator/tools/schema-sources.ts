import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { isVersionOf, newestFirst } from "../text/version.ts";
import type { SchemaFile, SchemaSource } from "./schema-fault.ts";

/** The software whose version a cluster declares. */
export type Software = "kubernetes" | "argoCD";
export const softwareNames: readonly Software[] = ["kubernetes", "argoCD"];

/** All sources of schemas that the clusters of a repository can use. */
export interface SchemaPins {
  /** Versions of Kubernetes and of Argo CD, newest first. */
  readonly kubernetes: readonly SchemaSource[];
  readonly argoCD: readonly SchemaSource[];
  /** Other software on clusters, in the versions whose schemas objects are validated against. */
  readonly modules: readonly SchemaSource[];
  readonly files: readonly SchemaFile[];
}

/** How Tenantry names and finds the software that clusters declare. */
export const software: Readonly<
  Record<
    Software,
    {
      readonly title: string;
      readonly module: string;
      readonly crds: readonly string[];
      /** The first minor that Tenantry supports, and the reason. */
      readonly minimum: string;
      readonly because: string;
    }
  >
> = {
  kubernetes: {
    title: "Kubernetes",
    module: "k8s.io/kubernetes",
    crds: [],
    minimum: "1.30",
    because: "its API server has no ValidatingAdmissionPolicy v1, which the generated policies need",
  },
  argoCD: {
    title: "Argo CD",
    module: "github.com/argoproj/argo-cd/v3",
    crds: ["application-crd.yaml", "applicationset-crd.yaml", "appproject-crd.yaml"].map(
      (name) => `manifests/crds/${name}`,
    ),
    minimum: "3.2",
    because: "Tenantry is tested only with Argo CD 3.2 and later",
  },
};

/** The newest patch of each supported minor, or the patch that the sample uses. */
const versions: Readonly<Record<Software, Readonly<Record<string, string>>>> = {
  kubernetes: {
    "1.30.14": "h1:MrlKXh9uhLIJpyxOeXhcndzRVSvwiV9iJ8NgH8nqPsg=",
    "1.31.14": "h1:UtjLfqvXLuSVDdJ4+NpQCIfFkKkLnAAVmxAEMsnkhjk=",
    "1.32.13": "h1:5TGYdZ6YZqdp6h/Rp1vX/4TIoybMPdgv97LCZCtPuNQ=",
    "1.33.13": "h1:bmH31xUdSzeA5vk0wZAK9MZp11mdLuzUSeKk0qN3hPQ=",
    "1.34.4": "h1:Yy6R4QB8C9kJPp25GFqEvX5XQwY5qzKeqD0Xx6oAcmk=",
    "1.35.4": "h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM=",
    "1.36.3": "h1:qDQdoMiluAE2Eab6Fa52YV+WjiGz9mZFFoagEA6cI+o=",
    "1.37.2": "h1:A2VDEiObzkYqFTKhSsn0ZEb0RlLEXpHWj93gi2HqEwE=",
  },
  argoCD: {
    "3.2.11": "h1:3hkR11XCp/nlyM2cWr3qeUSGuZgi3JkFdMpzgL5qOR8=",
    "3.3.19": "h1:jVmtyRAQo1zBMxIIx+MtI99q1FA53IMtF+yRc78XvoY=",
    "3.4.13": "h1:kmnF4nE5SQ83OhtdX6DMmLSpH0eRIa1gNYdCLNHqB+A=",
    "3.5.1": "h1:jtwPLEFX9mNj3jSq88ugFcScGnOZVs2DWaXFuZxrRT8=",
    "3.6.1": "h1:OmhqeKiR3C//awbFrhQqFdtRI+Qiv17j8vqm3UkMj/g=",
  },
};

/** The CNI, of which the generator emits kinds. */
const cilium: SchemaSource = {
  module: "github.com/cilium/cilium",
  version: "v1.18.0",
  sum: "h1:KdWgc6Jl5NmWpJGCRm69TogMgeZNFaCAxtPgBHtv33A=",
  crds: ["ciliumnetworkpolicies.yaml", "ciliumclusterwidenetworkpolicies.yaml"].map(
    (name) => `pkg/k8s/apis/cilium.io/client/crds/v2/${name}`,
  ),
};

/** A source of a version of Kubernetes or Argo CD. */
export function versionSource(of: Software, version: string, sum: string): SchemaSource {
  const { module, crds } = software[of];
  return { module, version: `v${version}`, sum, crds };
}

/** The sources that Tenantry ships. */
export const shippedPins: SchemaPins = {
  kubernetes: shippedVersions("kubernetes"),
  argoCD: shippedVersions("argoCD"),
  modules: [cilium, ...shippedModules()],
  files: [],
};

/** The shipped sources and those of a platform. A platform's version or module replaces the shipped one. */
export function withPins(own: SchemaPins): SchemaPins {
  const merged = (of: Software): readonly SchemaSource[] =>
    [...own[of], ...shippedPins[of].filter(({ version }) => own[of].every((other) => other.version !== version))].sort(
      (left, right) => newestFirst(left.version, right.version),
    );
  const replaced = new Set(own.modules.map(({ module }) => module));
  return {
    kubernetes: merged("kubernetes"),
    argoCD: merged("argoCD"),
    modules: [...shippedPins.modules.filter(({ module }) => !replaced.has(module)), ...own.modules],
    files: own.files,
  };
}

/**
 * The source for a cluster's version: the same version if it is pinned, else the newest pinned patch of its minor. Undefined if
 * no patch of the minor is pinned.
 * @param version A minor (`1.34`) or a full version (`1.34.4`).
 */
export function pinnedSource(pins: SchemaPins, of: Software, version: string): SchemaSource | undefined {
  const exact = pins[of].find((source) => source.version === `v${version}`);
  return exact ?? pins[of].find((source) => isVersionOf(source.version, version));
}

/** The full version of the pinned source, without the v. The newest one if no patch of the minor is pinned. */
export function pinnedVersion(pins: SchemaPins, of: Software, version: string): string {
  const source = pinnedSource(pins, of, version) ?? pins[of][0];
  return (source?.version ?? "").slice(1);
}

/** The versions for objects without a known cluster. */
export const newestVersions = {
  kubernetes: pinnedVersion(shippedPins, "kubernetes", ""),
  argoCD: pinnedVersion(shippedPins, "argoCD", ""),
};

function shippedVersions(of: Software): readonly SchemaSource[] {
  return Object.entries(versions[of])
    .map(([version, sum]) => versionSource(of, version, sum))
    .sort((left, right) => newestFirst(left.version, right.version));
}

function shippedModules(): readonly SchemaSource[] {
  const text = readFileSync(join(import.meta.dirname, "schemas.yaml"), "utf8");
  const document: { readonly spec: { readonly modules: Readonly<Record<string, Omit<SchemaSource, "module">>> } } =
    parse(text);
  return Object.entries(document.spec.modules).map(([module, source]) => ({ module, ...source }));
}
