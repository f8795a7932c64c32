import { createHash } from "node:crypto";
import { compareStrings } from "../diagnostics/diagnostic.ts";
import { withZip, type ZipArchive, type ZipEntry } from "./zip.ts";

/** The limit of a module's zip, compressed and uncompressed: MaxZipFile of golang.org/x/mod/zip. */
export const mostModuleBytes = 500 * 1024 ** 2;

/** The content of a module's zip: its h1 sum, and the texts of the requested files. */
export interface ModuleContent {
  readonly sum: string;
  /** By path in the module. A path that the module does not have is missing. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** The path in the module of a file with the same name as a missing one. */
  readonly similar: (path: string) => string | undefined;
}

/**
 * Reads a module's zip. It checks the whole archive, computes the sum over all files, and keeps the requested ones.
 * @param name `<module>@<version>`, the folder of every file.
 * @throws Error with the reason if the file is not a zip, or violates Go's format of module zips.
 */
export function readModuleZip(file: string, name: string, paths: readonly string[]): ModuleContent {
  return withZip(file, (archive) => {
    const prefix = `${name}/`;
    requireModule(archive.entries, prefix);
    const wanted = new Set(paths.map((path) => prefix + path));
    const files = new Map<string, Buffer>();
    const sum = hash1(archive, (entry, content) => {
      if (wanted.has(entry.name)) files.set(entry.name.slice(prefix.length), content);
    });
    const known = archive.entries.map((entry) => entry.name.slice(prefix.length));
    return { sum, files, similar: (path) => similarPath(path, known) };
  });
}

function similarPath(path: string, known: readonly string[]): string | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return known.find((candidate) => candidate === name || candidate.endsWith(`/${name}`));
}

/** The rules of golang.org/x/mod/zip that concern the sum, or that a reader depends on. */
function requireModule(entries: readonly ZipEntry[], prefix: string): void {
  if (entries.length === 0) throw new Error("the archive is empty");
  const seen = new Set<string>();
  let total = 0;
  for (const { name, size, isSymbolicLink } of entries) {
    const path = name.slice(prefix.length);
    if (!name.startsWith(prefix)) throw new Error(`file ${name} is not below ${prefix}`);
    if (path.split("/").some((step) => ["", ".", ".."].includes(step)) || /[\\\n\0]/.test(path))
      throw new Error(`invalid file name ${JSON.stringify(name)}`);
    if (isSymbolicLink) throw new Error(`file ${name} is a symbolic link`);
    // Some file systems ignore case, so Go does not allow names that differ only in case.
    if (seen.has(path.toLowerCase())) throw new Error(`duplicate file ${name}`);
    seen.add(path.toLowerCase());
    total += size;
    if (total > mostModuleBytes) throw new Error("the files exceed 500 MiB");
  }
}

/** Hash1 of golang.org/x/mod/sumdb/dirhash: the SHA-256 of the sorted lines with the SHA-256 and the name of each file. */
function hash1(archive: ZipArchive, visit: (entry: ZipEntry, content: Buffer) => void): string {
  const all = createHash("sha256");
  for (const entry of archive.entries.toSorted(byBytes)) {
    const content = archive.read(entry);
    visit(entry, content);
    all.update(`${createHash("sha256").update(content).digest("hex")}  ${entry.name}\n`);
  }
  return `h1:${all.digest("base64")}`;
}

/** Go sorts by bytes. Without surrogate pairs, the order of UTF-16 is the same. */
function byBytes({ name: left }: ZipEntry, { name: right }: ZipEntry): number {
  return /[\ud800-\udfff]/.test(left + right)
    ? Buffer.compare(Buffer.from(left), Buffer.from(right))
    : compareStrings(left, right);
}
