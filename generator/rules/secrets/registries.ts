import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, mapAt, textAt } from "../../evaluate/manifests/reading.ts";
import { parseImage } from "../../models/image-reference.ts";
import { externalSecretKind } from "../../models/kinds.ts";
import { isMap, valueAt } from "../../validate/merge.ts";

/** The registry of an image, as container runtimes read it. Undefined for an invalid image name. */
export function registryOf(image: string): string | undefined {
  return parseImage(image)?.name.split("/")[0];
}

/** Whether a registry is public, or belongs to a cloud whose nodes have access to it without a pull secret. */
export function isPublicRegistry(registry: string): boolean {
  return open.has(registry) || registry.startsWith("localhost:") || clouds.some((domain) => registry.endsWith(domain));
}

const open: ReadonlySet<string> = new Set(
  (
    "docker.io quay.io ghcr.io gcr.io registry.k8s.io k8s.gcr.io mcr.microsoft.com nvcr.io public.ecr.aws " +
    "docker.elastic.co registry.gitlab.com registry.access.redhat.com registry.redhat.io cgr.dev localhost"
  ).split(" "),
);
const clouds = [".gcr.io", ".pkg.dev", ".amazonaws.com", ".amazonaws.com.cn", ".azurecr.io"];

/** The registries that a pull secret has credentials for. Undefined if no file lists them. */
export function registriesOpenedBy(
  manifestSet: ManifestSet,
  namespace: string,
  name: string,
): readonly string[] | undefined {
  const { platform, cluster, tenant } = manifestSet.context;
  const ofTenant = tenant?.name === namespace ? tenant.spec.pullSecrets[name] : undefined;
  if (ofTenant !== undefined) return [ofTenant.registry];
  const ofOperator = platform?.spec.seldon.namespace === namespace ? cluster?.spec.seldon.pullSecrets[name] : undefined;
  if (ofOperator !== undefined) return ofOperator.registries;
  const secret = manifestSet.named("Secret", namespace, name)?.object;
  if (secret !== undefined)
    return hosts(textAt(secret, "stringData", dockerKey) ?? decoded(textAt(secret, "data", dockerKey)));
  const external = manifestSet
    .of(externalSecretKind)
    .find(
      (manifest) =>
        manifest.namespace === namespace &&
        (textAt(manifest.object, "spec", "target", "name") ?? manifest.name) === name,
    );
  return hosts(textAt(external?.object, "spec", "target", "template", "data", dockerKey));
}

const dockerKey = ".dockerconfigjson";

/** The hosts of a Docker configuration. Their credentials are not read. */
function hosts(config: string | undefined): readonly string[] | undefined {
  if (config === undefined || config.length > longest) return undefined;
  try {
    const read: unknown = JSON.parse(config);
    const found = Object.keys(mapAt(read, "auths")).map(hostOf);
    return found.length > 0 && isMap(valueAt(read, ["auths"])) ? found : undefined;
  } catch {
    return undefined;
  }
}

const longest = 100_000;

function hostOf(key: string): string {
  const host = key.replace(/^https?:\/\//, "").split("/")[0] ?? "";
  return host === "index.docker.io" || host === "registry-1.docker.io" ? "docker.io" : host;
}

function decoded(value: string | undefined): string | undefined {
  return value === undefined || value.length > longest ? undefined : Buffer.from(value, "base64").toString("utf8");
}

/** Kubelets compare a host part by part. An asterisk matches one part, or a piece of it. */
export function pullSecretOpens(opened: string, registry: string): boolean {
  const [patterns, parts] = [opened.split("."), registry.split(".")];
  return (
    patterns.length === parts.length &&
    patterns.every(
      (pattern, index) => pattern === parts[index] || (pattern.includes("*") && matches(pattern, parts[index] ?? "")),
    )
  );
}

function matches(pattern: string, part: string): boolean {
  const [start = "", ...pieces] = pattern.split("*");
  const end = pieces.at(-1) ?? "";
  return part.startsWith(start) && part.endsWith(end) && part.length >= start.length + end.length;
}

export function pullSecretNames(spec: unknown): readonly string[] {
  return listAt(spec, "imagePullSecrets").flatMap((secret) => textAt(secret, "name") ?? []);
}
