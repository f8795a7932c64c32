import { execFileSync } from "node:child_process";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type TarEntry, tarGz } from "../testing/archive.ts";
import { emptyFolder, write } from "../testing/sandbox.ts";
import { fileInTarGz } from "./tar.ts";

const program: TarEntry = { name: "kustomize", text: "program" };
const limit = 100_000;
const read = (archive: Buffer): string => fileInTarGz(archive, "kustomize", limit).toString();

test.each<{ readonly name: string; readonly entries: readonly TarEntry[] }>([
  { name: "only the program", entries: [program] },
  {
    name: "the program below ./",
    entries: [
      { name: "./", type: "5" },
      { ...program, name: "./kustomize" },
    ],
  },
  { name: "other files", entries: [{ name: "LICENSE", text: "x".repeat(600) }, program] },
  { name: "a comment of git", entries: [{ name: "pax_global_header", text: "52 comment=1\n", type: "g" }, program] },
  { name: "a time in an extended header", entries: [{ name: "x", text: "20 mtime=1.5\n", type: "x" }, program] },
])("an archive with $name contains the program", ({ entries }) => {
  expect(read(tarGz(...entries))).toBe("program");
});

test("an archive that tar wrote contains the program", () => {
  const folder = emptyFolder();
  write(folder, "kustomize", "program".repeat(200));
  const archive = execFileSync("tar", ["-cz", "-C", folder, "kustomize"]);
  expect(read(archive)).toBe("program".repeat(200));
});

test.each<{ readonly name: string; readonly archive: Buffer; readonly message: string }>([
  { name: "no program", archive: tarGz({ name: "bin/kustomize", text: "x" }), message: "contains no kustomize" },
  { name: "no entries", archive: tarGz(), message: "contains no kustomize" },
  { name: "the program twice", archive: tarGz(program, program), message: "contains kustomize twice" },
  { name: "a name with ..", archive: tarGz({ name: "../x", text: "x" }, program), message: "unsafe name ../x" },
  { name: "an absolute name", archive: tarGz({ name: "/etc/x" }, program), message: "unsafe name /etc/x" },
  {
    name: "a symbolic link",
    archive: tarGz({ ...program, type: "2" }),
    message: "kustomize, which is not a plain file",
  },
  { name: "a hard link", archive: tarGz(program, { name: "a", type: "1" }), message: "a, which is not a plain file" },
  {
    name: "an extended header with another name",
    archive: tarGz({ name: "x", text: "18 path=kustomize\n", type: "x" }, { name: "other", text: "x" }),
    message: "x, which is not a plain file",
  },
  {
    name: "an extended header whose second record sets a size",
    archive: tarGz({ name: "x", text: "11 mtime=1\n10 size=5\n", type: "x" }, program),
    message: "x, which is not a plain file",
  },
  { name: "a changed header", archive: changed(10, 1), message: "damaged" },
  { name: "half of its bytes", archive: tarGz(program).subarray(0, 60), message: "damaged, cut off or too large" },
  { name: "half of a file", archive: gzipSync(gunzipSync(tarGz(program)).subarray(0, 515)), message: "cut off" },
  { name: "half of a header", archive: gzipSync(gunzipSync(tarGz(program)).subarray(0, 100)), message: "cut off" },
  { name: "too many bytes", archive: gzipSync(Buffer.alloc(limit + 1)), message: "damaged, cut off or too large" },
])("an archive with $name is rejected: $message", ({ archive, message }) => {
  expect(() => read(archive)).toThrow(message);
});

function changed(at: number, byte: number): Buffer {
  const tar = gunzipSync(tarGz(program));
  tar[at] = byte;
  return gzipSync(tar);
}
