/** The parts of an image's name, as the kubelet reads them. */
export interface ImageReference {
  /** With `docker.io` and `library/` added if they were left out. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Longer than any valid name, tag and digest together. */
const longest = 600;
const longestPath = 255;

/** Applies the grammar of the distribution project (reference 0.6), as the kubelet does. Undefined for an invalid name. */
export function parseImage(image: string): ImageReference | undefined {
  if (image.length > longest || /^[a-f0-9]{64}$/.test(image)) return undefined;
  const [named = "", digest, more] = image.split("@");
  if (more !== undefined || (digest !== undefined && !isDigest(digest))) return undefined;
  const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(tag)) return undefined;
  const { host, path } = hostAndPath(colon < 0 ? named : named.slice(0, colon));
  if (!isHost(host) || path.length > longestPath || !path.split("/").every(isPathComponent)) return undefined;
  return { name: `${host}/${path}`, tag, digest };
}

/** The part before the first slash is a host if it looks like one. Docker Hub's own images are in `library`. */
function hostAndPath(name: string): { readonly host: string; readonly path: string } {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(0, slash));
  const isHost = first === "localhost" || /[.:A-Z]/.test(first);
  const host = !isHost || first === "index.docker.io" ? "docker.io" : first;
  const path = isHost ? name.slice(slash + 1) : name;
  return { host, path: host === "docker.io" && !path.includes("/") ? `library/${path}` : path };
}

function isHost(text: string): boolean {
  return /^(\[[a-fA-F0-9:]+\]|[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*)(:\d+)?$/.test(
    text,
  );
}

function isPathComponent(text: string): boolean {
  return /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/.test(text);
}

const digestLengths: ReadonlyMap<string, number> = new Map([
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
]);

function isDigest(text: string): boolean {
  const [algorithm = "", hex = ""] = text.split(":", 2);
  return text === `${algorithm}:${hex}` && hex.length === digestLengths.get(algorithm) && /^[a-f0-9]+$/.test(hex);
}
