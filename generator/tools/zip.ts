import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

/** A file in a zip archive, as its central directory describes it. */
export interface ZipEntry {
  readonly name: string;
  /** In bytes, uncompressed. */
  readonly size: number;
  readonly isSymbolicLink: boolean;
  readonly compressedSize: number;
  readonly method: number;
  /** The position of its local header in the archive. */
  readonly offset: number;
}

/** An open zip archive. Only the central directory and one entry at a time are in memory. */
export interface ZipArchive {
  readonly entries: readonly ZipEntry[];
  /** @throws Error if the entry is damaged or larger than the directory declares. */
  readonly read: (entry: ZipEntry) => Buffer;
}

/** Signatures and sizes of the records: APPNOTE.TXT of PKWARE, 4.3. */
const endRecord = { signature: 0x06054b50, size: 22, longestComment: 0xffff };
const directoryRecord = { signature: 0x02014b50, size: 46 };
const localRecord = { signature: 0x04034b50, size: 30 };
const [stored, deflated] = [0, 8];
/** Values of fields whose real value is in a ZIP64 record. */
const [zip64Count, zip64Size] = [0xffff, 0xffffffff];

/**
 * Opens an archive, and closes it after `use`. Archives with encryption, ZIP64 or several parts are not supported: a Go module
 * has none of them.
 * @throws Error with the reason if the file is not such an archive.
 */
export function withZip<T>(file: string, use: (archive: ZipArchive) => T): T {
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    const read = (position: number, length: number): Buffer => {
      if (position + length > size) throw new Error("the archive is cut off");
      const bytes = Buffer.alloc(length);
      for (let done = 0; done < length; ) {
        const count = readSync(descriptor, bytes, done, length - done, position + done);
        if (count === 0) throw new Error("the archive is cut off");
        done += count;
      }
      return bytes;
    };
    return use({ entries: entriesOf(read, size), read: (entry) => contentOf(read, entry) });
  } finally {
    closeSync(descriptor);
  }
}

type ReadBytes = (position: number, length: number) => Buffer;

function entriesOf(read: ReadBytes, size: number): readonly ZipEntry[] {
  const tail = read(
    Math.max(0, size - endRecord.size - endRecord.longestComment),
    Math.min(size, endRecord.size + endRecord.longestComment),
  );
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(endRecord.signature);
  const end = tail.lastIndexOf(signature);
  if (end === -1 || tail.length < end + endRecord.size) throw new Error("not a zip archive, or cut off");
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (count === zip64Count || length === zip64Size || start === zip64Size) throw new Error("ZIP64 is not supported");
  const directory = read(start, length);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + directoryRecord.size > length || directory.readUInt32LE(at) !== directoryRecord.signature)
      throw new Error("the directory of the archive is damaged");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
    const nameStart = at + directoryRecord.size;
    const next = nameStart + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
    if (next > length) throw new Error("the directory of the archive is damaged");
    if ((directory.readUInt16LE(at + 8) & 1) === 1) throw new Error("the archive is encrypted");
    entries.push({
      name: new TextDecoder("utf-8", { fatal: true }).decode(
        directory.subarray(nameStart, nameStart + (nameLength ?? 0)),
      ),
      method: directory.readUInt16LE(at + 10),
      compressedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      // The mode of Unix is in the upper half of the external attributes.
      isSymbolicLink: (directory.readUInt16LE(at + 40) & 0o170000) === 0o120000,
      offset: directory.readUInt32LE(at + 42),
    });
    at = next;
  }
  return entries;
}

function contentOf(read: ReadBytes, { name, method, size, compressedSize, offset }: ZipEntry): Buffer {
  const local = read(offset, localRecord.size);
  if (local.readUInt32LE(0) !== localRecord.signature) throw new Error(`damaged entry ${name}`);
  const start = offset + localRecord.size + local.readUInt16LE(26) + local.readUInt16LE(28);
  const bytes = read(start, compressedSize);
  if (method !== stored && method !== deflated) throw new Error(`unsupported compression of ${name}`);
  const content = method === stored ? bytes : inflated(bytes, size, name);
  if (content.length !== size) throw new Error(`entry ${name} does not have its declared size`);
  return content;
}

/** Never inflates more than the declared size. */
function inflated(bytes: Buffer, size: number, name: string): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    throw new Error(`damaged entry ${name}, or larger than declared`, { cause: error });
  }
}
