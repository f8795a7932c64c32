import { join } from "node:path";
import { expect, test } from "vitest";
import { commitAtHead, git, initialised } from "../testing/git.ts";
import { emptyFolder, write } from "../testing/sandbox.ts";
import { objectsIn } from "./git.ts";

const files = {
  "a.txt": "first\nsecond\n",
  "folder/b.txt": "",
  "folder/with spaces.txt": "x",
  "line\nbreaks/c.txt": "c",
  "z.txt": "last",
};

test.each(["sha1", "sha256"])("files and folders of a commit, in a repository of %s", async (format) => {
  const root = emptyFolder();
  git(root, "init", "--quiet", "--template=", `--object-format=${format}`);
  for (const [file, text] of Object.entries(files)) write(root, file, text);
  initialised(root);
  // A submodule is a commit in the tree.
  git(root, "update-index", "--add", "--cacheinfo", `160000,${commitAtHead(root)},part`);
  git(root, "commit", "--quiet", "--message", "a part");
  const names = ["a.txt", "part", "folder", "line\nbreaks", "gone", "line\nbreaks/c.txt", "no\nsuch", "", "z.txt"];
  expect(
    await objectsIn(
      root,
      names.map((name) => `HEAD:./${name}`),
    ),
  ).toEqual([
    "first\nsecond\n",
    undefined,
    ["b.txt", "with spaces.txt"],
    ["c.txt"],
    undefined,
    "c",
    undefined,
    ["a.txt", "folder", "line\nbreaks", "part", "z.txt"],
    "last",
  ]);
});

test("a file by its id, and by its path relative to a folder of the clone", async () => {
  const root = emptyFolder();
  write(root, "below/a.txt", "a");
  initialised(root);
  const id = git(root, "rev-parse", "HEAD:below/a.txt").trim();
  expect(await objectsIn(join(root, "below"), [id, "HEAD:./a.txt", "HEAD:./below/a.txt"])).toEqual([
    "a",
    "a",
    undefined,
  ]);
});

test.each(["HEAD:./a.txt", "HEAD:./line\nbreak"])(
  "an object that git cannot read is a failure, not a missing object: %j",
  async (name) => {
    const whole = emptyFolder();
    write(whole, "a.txt", "a");
    initialised(whole);
    git(whole, "config", "uploadpack.allowFilter", "true");
    const root = emptyFolder();
    git(root, "clone", "--quiet", "--no-checkout", "--filter=tree:0", `file://${whole}`, "partial");
    const partial = join(root, "partial");
    git(partial, "remote", "set-url", "origin", "file:///nowhere");
    await expect(objectsIn(partial, [name])).rejects.toMatchObject({ name: "ToolFailure" });
  },
);

test("outside of a clone reading an object fails", async () => {
  await expect(objectsIn(emptyFolder(), ["HEAD"])).rejects.toMatchObject({ name: "ToolFailure" });
});
