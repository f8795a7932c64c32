import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleFolder } from "../init/sample-folder.ts";

/** The hand-written files of a platform like the sample without add-ons: its services are written by hand. Most tests need no add-ons. */
const byHandFolder = join(import.meta.dirname, "by-hand");

/** The text of one of these files. */
export function writtenByHand(file: string): string {
  return readFileSync(join(byHandFolder, file), "utf8");
}

/** Replaces the files of these folders in a copy of the sample. */
export function writeByHand(root: string, folders: readonly string[] = ["platform", "clusters", "tenants"]): void {
  for (const folder of folders) cpSync(join(byHandFolder, folder), join(root, folder), { recursive: true });
}

let folder: string | undefined;

/** A copy of the sample on a platform without add-ons, for all tests of a process. */
export function sampleByHand(): string {
  if (folder !== undefined) return folder;
  const root = mkdtempSync(join(tmpdir(), "tenantry-sample-"));
  cpSync(sampleFolder, root, { recursive: true });
  writeByHand(root);
  process.on("exit", () => rmSync(root, { recursive: true, force: true }));
  folder = root;
  return root;
}
