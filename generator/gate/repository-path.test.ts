import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { initialised } from "../testing/git.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { emptyFolder, replaceInFile, sandbox } from "../testing/sandbox.ts";
import { misplacedFolder } from "./repository-path.ts";

/** A clone with the sandbox's files in a folder, and with `repository.path` set. Returns that folder. */
function cloneWith({ folder, path }: { readonly folder: string; readonly path: string | undefined }): string {
  const files = sandbox();
  if (path !== undefined)
    replaceInFile(
      files,
      "platform/platform.yaml",
      "revision: refs/heads/main",
      `revision: refs/heads/main\n    path: ${path}`,
    );
  const top = emptyFolder();
  mkdirSync(dirname(join(top, folder)), { recursive: true });
  cpSync(files, join(top, folder), { recursive: true });
  initialised(top);
  return join(top, folder);
}

async function findings(root: string): Promise<readonly string[]> {
  const found = await misplacedFolder(root, inventoryOf(root));
  return found.map(({ code, at, fix }) => `${at.file}:${at.line}:${at.column} ${code} ${fix ?? ""}`.trim());
}

test.each([
  { folder: ".", path: undefined, found: [] },
  { folder: "deploy/ml", path: "deploy/ml", found: [] },
  {
    folder: "deploy/ml",
    path: undefined,
    found: ["platform/platform.yaml:9:3 platform/repository-path"],
  },
  {
    folder: "deploy/ml",
    path: "deploy/mlops",
    found: ["platform/platform.yaml:12:11 platform/repository-path deploy/ml"],
  },
  { folder: ".", path: "deploy/ml", found: ["platform/platform.yaml:12:11 platform/repository-path"] },
  { folder: "deploy/my ml", path: "deploy/ml", found: ["platform/platform.yaml:12:11 platform/repository-path"] },
])("the files in $folder, and repository.path $path: $found", async ({ folder, path, found }) => {
  expect(await findings(cloneWith({ folder, path }))).toEqual(found);
});

test("a symbolic link to the folder has the place of the folder itself", async () => {
  const root = cloneWith({ folder: "deploy/ml", path: "deploy/ml" });
  const link = join(root, "../../link");
  symlinkSync(root, link);
  expect(await findings(link)).toEqual([]);
});

test("without git, the path is not checked", async () => {
  const root = cloneWith({ folder: "deploy/ml", path: "deploy/other" });
  rmSync(join(root, "../../.git"), { recursive: true });
  expect(await findings(root)).toEqual([]);
});
