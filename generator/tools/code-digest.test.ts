import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, write } from "../testing/sandbox.ts";
import { codeDigest, digestOfCode } from "./code-digest.ts";

const files = {
  "package.json": "{}",
  "package-lock.json": "{}",
  "generator/tools/go.mod": "module tools",
  "generator/cli.ts": "1",
  "generator/gate/kubeconform.ts": "2",
  "generator/gate/kubeconform.test.ts": "3",
  "generator/golden/a/b.ts": "4",
};

test.each([
  { file: "package.json", changes: true },
  { file: "package-lock.json", changes: true },
  { file: "generator/tools/go.mod", changes: true },
  { file: "generator/cli.ts", changes: true },
  { file: "generator/gate/kubeconform.ts", changes: true },
  { file: "generator/gate/added.ts", changes: true },
  { file: "generator/gate/compiled.js", changes: true },
  { file: "generator/gate/kubeconform.test.ts", changes: false },
  { file: "generator/golden/a/b.ts", changes: false },
])("a change of $file changes the digest: $changes", ({ file, changes }) => {
  const root = emptyFolder();
  for (const [name, text] of Object.entries(files)) write(root, name, text);
  const before = digestOfCode(join(root, "generator"));
  write(root, file, "changed");
  expect(digestOfCode(join(root, "generator")) !== before).toBe(changes);
});

test("the program's digest is the digest of its folder", () => {
  expect(codeDigest()).toBe(digestOfCode(join(import.meta.dirname, "..")));
});
