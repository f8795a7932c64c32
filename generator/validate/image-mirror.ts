import { z } from "zod";
import { parseImage } from "../models/image-reference.ts";
import type { ClusterEntry, PlatformEntry } from "./inventory.ts";
import { distinctItems, field, RegistryHost } from "./terms.ts";

const Project = z
  .string()
  .max(200)
  .regex(/^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/, "it must be a path in the mirror: dockerhub");

/** A registry that keeps copies of the images of other registries, for example Harbor with a proxy project for each. */
export const ImageMirror = z.strictObject({
  host: field(RegistryHost, "Host of the registry that contains the copies.", "harbor.acme.test"),
  projects: field(
    z.record(RegistryHost, Project),
    "The project of the mirror for each registry. Tags and digests remain the same.",
    { "docker.io": "dockerhub", "quay.io": "quay" },
  ),
  direct: field(
    distinctItems(z.array(RegistryHost).max(50)),
    "Registries from which nodes pull directly, for example your own registry.",
    ["registry.acme.test"],
  ).default([]),
});
export type ImageMirror = z.infer<typeof ImageMirror>;

export const imageMirrorExample = { host: "harbor.acme.test", projects: { "docker.io": "dockerhub" } };

/** An image as the nodes of a cluster pull it. An image of a registry without a project stays as it is (platform/mirror). */
export function mirroredImage({ imageMirror }: ClusterEntry["spec"], image: string): string {
  const reference = parseImage(image);
  if (imageMirror === undefined || reference === undefined) return image;
  const { name, tag, digest } = reference;
  const copy = copyOf(imageMirror, name);
  if (copy === undefined) return image;
  return `${copy}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}

/**
 * A registry or a repository as the nodes of a cluster use it.
 * @param name `docker.io`, `docker.io/seldonio/` or `docker.io/seldonio/mlserver`.
 */
export function mirroredName({ imageMirror }: ClusterEntry["spec"], name: string): string {
  return (imageMirror === undefined ? undefined : copyOf(imageMirror, name)) ?? name;
}

/** The prefixes of the images that nodes may pull: the platform's registries, or their copies in the mirror. */
export function allowedRegistries(
  { spec }: PlatformEntry,
  cluster: ClusterEntry["spec"] | undefined,
): readonly string[] {
  return cluster === undefined ? spec.registries : spec.registries.map((registry) => mirroredName(cluster, registry));
}

/** Whether an image comes from the mirror itself, or from a registry that nodes use directly. */
export function isPulledAsDeclared({ host: mirror, direct }: ImageMirror, host: string): boolean {
  return host === mirror || direct.includes(host);
}

function copyOf({ host: mirror, projects }: Pick<ImageMirror, "host" | "projects">, name: string): string | undefined {
  const slash = name.indexOf("/");
  const first = slash < 0 ? name : name.slice(0, slash);
  // A repository without a registry is on Docker Hub.
  if (slash > 0 && !/[.:]|^localhost$/.test(first)) return copyOf({ host: mirror, projects }, `docker.io/${name}`);
  if (!Object.hasOwn(projects, first)) return undefined;
  return `${mirror}/${projects[first]}${name.slice(first.length)}`;
}
