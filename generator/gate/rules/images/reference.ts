/** The parts of an image's name, as every runtime reads it. */
export interface Reference {
  /** With `docker.io` and `library/` where they were left out. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Characters; registries take no more. */
const longest = 512;

/** Nothing where it is none. Grammar of the distribution project, the parts that runtimes agree about. */
export function referenceOf(image: string): Reference | undefined {
  if (image.length > longest) return undefined;
  const [rest = "", digest, more] = image.split("@");
  if (more !== undefined || (digest !== undefined && !/^[a-z0-9]+:[a-f0-9]{32,128}$/.test(digest))) return undefined;
  const slash = rest.lastIndexOf("/");
  const colon = rest.indexOf(":", slash + 1);
  const tag = colon < 0 ? undefined : rest.slice(colon + 1);
  if (tag !== undefined && !/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(tag)) return undefined;
  const parts = (colon < 0 ? rest : rest.slice(0, colon)).split("/");
  const [first = ""] = parts;
  const hasHost = parts.length > 1 && (first.includes(".") || first.includes(":") || first === "localhost");
  const host = hasHost ? first : "docker.io";
  const path = hasHost ? parts.slice(1) : parts;
  if (!/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/.test(host)) return undefined;
  if (path.length === 0 || !path.every((one) => /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/.test(one))) return undefined;
  const full = path.length === 1 && host === "docker.io" ? ["library", ...path] : path;
  return { name: [host, ...full].join("/"), tag, digest };
}
