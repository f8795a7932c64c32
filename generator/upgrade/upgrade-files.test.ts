import { expect, test } from "vitest";
import type { Migration, Release } from "./releases.ts";
import type { RepositoryFiles } from "./repository.ts";
import { type Upgrade, upgradeFiles } from "./upgrade-files.ts";

function inMemory(texts: Readonly<Record<string, string>>): RepositoryFiles {
  return {
    read: (file) => texts[file],
    below: (folder) =>
      Object.keys(texts)
        .filter((file) => file.startsWith(`${folder}/`))
        .sort(),
  };
}

const replacing =
  (file: string, from: string, to: string): Migration["changes"] =>
  ({ read }) => ({ writes: new Map([[file, (read(file) ?? "missing").replace(from, to)]]), removes: [] });
const removing =
  (...removes: readonly string[]): Migration["changes"] =>
  () => ({ writes: new Map(), removes });

function upgraded(
  texts: Readonly<Record<string, string>>,
  all: readonly Migration["changes"][],
  spec = "file:vendor/tenantry-0.2.0.tgz",
): Upgrade["changes"] {
  const files = inMemory({
    "package.json": JSON.stringify({ dependencies: { tenantry: "file:vendor/tenantry-0.1.0.tgz" } }),
    ...texts,
  });
  const release: Release = {
    version: "0.2.0",
    breaking: false,
    migrations: all.map((changes) => ({ summary: "a change", changes })),
  };
  const pinned = { version: "0.1.0", as: "package" } as const;
  const file = spec.replace("file:", "");
  const tarball = { file, bytes: new Uint8Array() };
  const start = {
    files,
    rootFiles: files,
    ids: new Map<string, string>(),
    changedFiles: new Map<string, readonly string[]>(),
    pinned,
  };
  return upgradeFiles(start, "0.2.0", { spec, tarball }, [release]).changes;
}

test("two migrations change one file: the file has both changes", () => {
  const file = "platform/platform.yaml";
  const all = [replacing(file, "a", "A"), replacing(file, "b", "B")];
  expect(upgraded({ [file]: "a b" }, all).writes.get(file)).toBe("A B");
});

test("a migration changes package.json: the file keeps the new version of the package", () => {
  const text = upgraded({}, [
    replacing("package.json", '"dependencies"', '"overrides": {}, "dependencies"'),
  ]).writes.get("package.json");
  expect(JSON.parse(String(text))).toEqual({
    overrides: {},
    dependencies: { tenantry: "file:vendor/tenantry-0.2.0.tgz" },
  });
});

test("a migration reads what an earlier one wrote and removed", () => {
  const read: string[] = [];
  const { writes, removes } = upgraded({ "old/a": "1", "old/b": "2" }, [
    () => ({ writes: new Map([["new/a", "1"]]), removes: ["old"] }),
    (files) => {
      read.push(...files.below("old"), ...files.below("new"), String(files.read("old/b")));
      return { writes: new Map(), removes: [] };
    },
    removing("new/a"),
  ]);
  expect(read).toEqual(["new/a", "undefined"]);
  expect([writes.has("new/a"), removes]).toEqual([false, ["old", "new/a"]]);
});

test.each([
  { name: "the previous tarball", previous: "file:vendor/tenantry-0.1.0.tgz", removes: ["vendor/tenantry-0.1.0.tgz"] },
  { name: "the previous tarball", previous: "./vendor/renamed.tgz", removes: ["vendor/renamed.tgz"] },
  { name: "no file of a version", previous: "npm:@acme/tenantry@0.1.0", removes: [] },
  { name: "no file outside of the repository", previous: "file:../vendor/tenantry-0.1.0.tgz", removes: [] },
  { name: "no file that the new version has", previous: "file:vendor/tenantry-0.2.0.tgz", removes: [] },
])("package.json names $previous: the upgrade removes $name, and no other package", ({ previous, removes }) => {
  const vendor = ["tenantry-0.1.0.tgz", "tenantry-0.2.0.tgz", "renamed.tgz", "tenantry-plugin-1.0.0.tgz"];
  const texts = Object.fromEntries(vendor.map((file) => [`vendor/${file}`, ""]));
  const packageJson = JSON.stringify({ devDependencies: { tenantry: previous } });
  expect(upgraded({ ...texts, "package.json": packageJson }, []).removes).toEqual(removes);
});
