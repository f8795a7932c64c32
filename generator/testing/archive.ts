import { gzipSync } from "node:zlib";
import { ownVersion } from "../tools/own-version.ts";

/** An entry of a tar archive. `type` is a plain file if omitted. */
export interface TarEntry {
  readonly name: string;
  readonly text?: string;
  readonly type?: string;
}

/** A .tar.gz archive with these entries. */
export function tarGz(...entries: readonly TarEntry[]): Buffer {
  return gzipSync(Buffer.concat([...entries.flatMap(parts), Buffer.alloc(1024)]));
}

/** A package as npm pack creates it, with only the file that names it. Without a version, it has the running one. */
export function packageArchive(name = "tenantry", version = ownVersion()): Buffer {
  return tarGz({ name: "package/package.json", text: JSON.stringify({ name, version }) });
}

function parts({ name, text = "", type = "0" }: TarEntry): readonly Buffer[] {
  const header = Buffer.alloc(512);
  const content = Buffer.from(text);
  header.write(name, 0);
  header.write(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write(type, 156);
  header.write("ustar\u000000", 257);
  header.fill(" ", 148, 156);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
  );
  return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}
