import { gunzipSync } from "node:zlib";

/** Sizes and positions in bytes: POSIX.1-2017, pax, "ustar Interchange Format". */
const block = 512;
const fields = { name: [0, 100], size: [124, 12], checksum: [148, 8], type: [156, 1], prefix: [345, 155] } as const;

/**
 * The content of a file in the root of a .tar.gz archive. Other files are ignored, but an archive with links, devices or names
 * that lead out of it is rejected.
 * @param mostBytes Limit of the unpacked archive.
 * @throws Error with the reason.
 */
export function fileInTarGz(archive: Buffer, file: string, mostBytes: number): Buffer {
  let found: Buffer | undefined;
  for (const { name, content } of filesOf(archive, mostBytes)) {
    if (name !== file) continue;
    if (found !== undefined) throw new Error(`the archive contains ${file} twice`);
    found = content;
  }
  if (found === undefined) throw new Error(`the archive contains no ${file}`);
  return found;
}

/**
 * All files of a .tar.gz archive, in its order. An archive with links, devices or names that lead out of it is rejected.
 * @param mostBytes Limit of the unpacked archive.
 * @throws Error with the reason.
 */
export function* filesOf(
  archive: Buffer,
  mostBytes: number,
): Iterable<{ readonly name: string; readonly content: Buffer }> {
  const tar = unpacked(archive, mostBytes);
  for (let at = 0; !isEnd(tar, at); ) {
    const header = tar.subarray(at, at + block);
    if (header.length < block) throw new Error("the archive is cut off");
    if (sumOf(header) !== octal(header, "checksum")) throw new Error("the archive is damaged");
    const size = octal(header, "size");
    const content = tar.subarray(at + block, at + block + size);
    if (content.length < size) throw new Error("the archive is cut off");
    const name = [text(header, "prefix"), text(header, "name")].filter((part) => part !== "").join("/");
    if (isFile(header, name, content)) yield { name: name.replace(/^[.][/]/, ""), content };
    at += block + Math.ceil(size / block) * block;
  }
}

function unpacked(archive: Buffer, mostBytes: number): Buffer {
  try {
    return gunzipSync(archive, { maxOutputLength: mostBytes });
  } catch (error) {
    throw new Error("the archive is damaged, cut off or too large", { cause: error });
  }
}

/** Whether an entry is a regular file. Folders, and extended headers that change no name and no size, have no effect. */
function isFile(header: Buffer, name: string, content: Buffer): boolean {
  if (name.startsWith("/") || name.split("/").includes(".."))
    throw new Error(`the archive contains the unsafe name ${name}`);
  const type = text(header, "type");
  if (type === "" || type === "0") return true;
  const isExtended = type === "x" || type === "g";
  if (type === "5" || (isExtended && !/ (path|linkpath|size)=/.test(content.toString("latin1")))) return false;
  throw new Error(`the archive contains ${name}, which is not a plain file or folder`);
}

function isEnd(tar: Buffer, at: number): boolean {
  return at === tar.length || (tar.length >= at + block && tar.subarray(at, at + block).every((byte) => byte === 0));
}

/** The sum of all bytes of a header, with spaces in the place of the checksum. */
function sumOf(header: Buffer): number {
  const [start, length] = fields.checksum;
  return header.reduce((sum, byte, at) => sum + (at >= start && at < start + length ? 32 : byte), 0);
}

function octal(header: Buffer, field: keyof typeof fields): number {
  const digits = text(header, field).trim();
  if (!/^[0-7]+$/.test(digits)) throw new Error("the archive is damaged");
  return Number.parseInt(digits, 8);
}

function text(header: Buffer, field: keyof typeof fields): string {
  const [start, length] = fields[field];
  const bytes = header.subarray(start, start + length);
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end === -1 ? length : end).toString("utf8");
}
