import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { moduleZipOf, pinOfModule, zipOf } from "../testing/module-proxy.ts";
import { emptyFolder } from "../testing/sandbox.ts";
import { readModuleZip } from "./module-zip.ts";

const name = "example.com/widgets@v1.2.0";
const file = (path: string, more: object = {}) => ({ name: `${name}/${path}`, text: "kind: Widget\n", ...more });

function read(archive: Buffer, paths: readonly string[] = []): ReturnType<typeof readModuleZip> {
  const path = join(emptyFolder(), "module.zip");
  writeFileSync(path, archive);
  return readModuleZip(path, name, paths);
}

const published = {
  module: "example.com/widgets",
  version: "v1.2.0",
  files: {
    "go.mod": "module example.com/widgets\n",
    "crds/b.yaml": "b\n",
    "crds/a.yaml": "a\n",
    "ü.txt": "",
    empty: "",
  },
};

test("a module: the sum covers all files, and only the requested files are kept", () => {
  const content = read(moduleZipOf(published), ["crds/a.yaml", "crds/none.yaml"]);
  expect(content.sum).toBe(pinOfModule(published, []).sum);
  expect([...content.files].map(([path, bytes]) => [path, bytes.toString()])).toEqual([["crds/a.yaml", "a\n"]]);
});

test("a path in another folder: the file with the same name is similar", () => {
  expect(read(moduleZipOf(published)).similar("deploy/b.yaml")).toBe("crds/b.yaml");
  expect(read(moduleZipOf(published)).similar("deploy/c.yaml")).toBeUndefined();
});

const whole = zipOf([file("a.yaml")]);

test.each([
  { case: "an HTML page", archive: Buffer.from("<html>Sign in</html>"), reason: "not a zip archive" },
  { case: "an empty file", archive: Buffer.from(""), reason: "not a zip archive" },
  { case: "the first half of a zip", archive: whole.subarray(0, whole.length / 2), reason: "not a zip archive" },
  { case: "a zip without its first bytes", archive: whole.subarray(10), reason: "damaged" },
  { case: "a zip without files", archive: zipOf([]), reason: "the archive is empty" },
  { case: "a file of another module", archive: zipOf([{ name: "x@v1.0.0/a", text: "" }]), reason: "is not below" },
  { case: "a path out of the module", archive: zipOf([file("../a.yaml")]), reason: "invalid file name" },
  { case: "an absolute path", archive: zipOf([file("/a.yaml")]), reason: "invalid file name" },
  { case: "a line break in a name", archive: zipOf([file("a\nb")]), reason: "invalid file name" },
  { case: "a folder", archive: zipOf([file("crds/")]), reason: "invalid file name" },
  { case: "the same file twice", archive: zipOf([file("a"), file("a")]), reason: "duplicate file" },
  { case: "names that differ only in case", archive: zipOf([file("a"), file("A")]), reason: "duplicate file" },
  { case: "a symbolic link", archive: zipOf([file("a", { mode: 0o120777 })]), reason: "is a symbolic link" },
  { case: "an encrypted file", archive: zipOf([file("a", { flags: 1 })]), reason: "encrypted" },
  {
    case: "files that declare more than the limit",
    archive: zipOf([file("a", { declaredSize: 300 * 1024 ** 2 }), file("b", { declaredSize: 300 * 1024 ** 2 })]),
    reason: "exceed 500 MiB",
  },
  {
    case: "a file that inflates to more than it declares",
    archive: zipOf([file("a", { text: "0".repeat(10_000_000), declaredSize: 100 })]),
    reason: "larger than declared",
  },
  {
    case: "a file that inflates to less than it declares",
    archive: zipOf([file("a", { declaredSize: 100 })]),
    reason: "declared size",
  },
])("$case is rejected: $reason", ({ archive, reason }) => {
  expect(() => read(archive)).toThrow(reason);
});
