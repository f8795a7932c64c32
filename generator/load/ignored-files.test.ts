import { expect, test } from "vitest";
import { git } from "../testing/git.ts";
import { sandbox, write } from "../testing/sandbox.ts";
import { ignoredFiles } from "./ignored-files.ts";
import { loadRepository } from "./load-repository.ts";

const found = async (root: string): Promise<readonly string[]> => {
  const documents = loadRepository(root);
  if (!documents.ok) throw new Error("the sample is not valid");
  return (await ignoredFiles(root, documents.value)).map(({ code, at }) => `${at.file} ${code}`);
};

test("a file of a component that git ignores is reported", async () => {
  const root = sandbox();
  const component = "platform/components/no-load-balancers";
  write(root, `${component}/local.yaml`, "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n");
  expect(await found(root)).toEqual([]);
  git(root, "init", "--quiet");
  write(root, ".gitignore", "local.yaml\n");
  expect(await found(root)).toEqual([`${component}/local.yaml input/ignored-file`]);
  git(root, "add", "--force", `${component}/local.yaml`);
  expect(await found(root)).toEqual([]);
});
