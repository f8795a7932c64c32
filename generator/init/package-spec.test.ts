import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageArchive, tarGz } from "../testing/archive.ts";
import { emptyFolder } from "../testing/sandbox.ts";
import { ownVersion } from "../tools/own-version.ts";
import { packageToPin } from "./package-spec.ts";

test.each([
  { name: "a text instead of an archive", bytes: Buffer.from("root:x:0:0"), message: "damaged" },
  { name: "an archive without package.json", bytes: tarGz({ name: "a.txt" }), message: "no package/package.json" },
  {
    name: "a package.json that is not JSON",
    bytes: tarGz({ name: "package/package.json", text: "{" }),
    message: "its package.json is not JSON",
  },
  { name: "another package", bytes: packageArchive("tenantry-plugin"), message: "it contains tenantry-plugin" },
  { name: "another version", bytes: packageArchive("tenantry", "0.0.9"), message: "it contains tenantry 0.0.9" },
])("$name is not pinned", ({ bytes, message }) => {
  const folder = emptyFolder();
  writeFileSync(join(folder, "a.tgz"), bytes);
  expect(() => packageToPin("a.tgz", folder)).toThrow(message);
});

test("a missing file, a folder, and a link to another file are not pinned", () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, "folder.tgz"));
  symlinkSync("/dev/zero", join(folder, "device.tgz"));
  writeFileSync(join(folder, "secret"), "secret");
  symlinkSync("secret", join(folder, "link.tgz"));
  expect(() => packageToPin("none.tgz", folder)).toThrow("none.tgz: it does not exist");
  expect(() => packageToPin("folder.tgz", folder)).toThrow("it is not a file");
  expect(() => packageToPin("device.tgz", folder)).toThrow("it is not a file");
  expect(() => packageToPin("link.tgz", folder)).toThrow("damaged");
});

test("the package of the running version becomes a file of the repository", () => {
  const folder = emptyFolder();
  const bytes = packageArchive();
  writeFileSync(join(folder, "a.tgz"), bytes);
  expect(packageToPin("file:a.tgz", folder)).toEqual({
    spec: "file:vendor/a.tgz",
    tarball: { file: "vendor/a.tgz", bytes },
  });
});

test.each([
  "https://user:secret@packages.acme.test/tenantry.tgz",
  "https://secret@packages.acme.test/tenantry.tgz",
  "git+https://secret@git.acme.test/ml/tenantry.git",
  "git+ssh://git:secret@git.acme.test/ml/tenantry.git",
])("%s is not pinned, and the message does not contain the secret", (spec) => {
  expect(() => packageToPin(spec, ".")).toThrow(/^invalid package: its URL contains credentials$/);
});

test.each([
  "https://packages.acme.test/tenantry.tgz",
  "git+ssh://git@git.acme.test/ml/tenantry.git#v1",
  `npm:@acme/tenantry@${ownVersion()}`,
])("%s is pinned as it is", (spec) => {
  expect(packageToPin(spec, ".")).toEqual({ spec });
});
