import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { parse, stringify } from "yaml";
import { sampleFolder } from "../init/sample-folder.ts";
import { isMap, merge, type RawMap } from "../validate/merge.ts";
import { sampleRepository } from "../validate/sample.ts";
import { pack } from "./git.ts";
import { writeByHand } from "./sample-by-hand.ts";

const folders: string[] = [];

/** Removes the folders that a test created. `each-file.ts` calls it after each test. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/**
 * Creates an empty folder, which is deleted after the test. Folders of one worker have the same names in every test, so that
 * tenantry reuses its caches for a folder, as for a user who works in it.
 * @param name A name that no other test uses, for a test of these caches.
 */
export function emptyFolder(name = String(folders.length)): string {
  const folder = join(tmpdir(), `worker-${process.env["VITEST_POOL_ID"]}`, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  folders.push(folder);
  return folder;
}

/**
 * Creates a folder with the sample's platform and clusters without add-ons, and with its tenants for "all". It is deleted after
 * the test. It names another repository than the sample, because tests must hold for a platform that runs.
 */
export function sandbox(tenants: "all" | "none" = "none"): string {
  const root = emptyFolder();
  const folders = ["platform", "clusters", ...(tenants === "all" ? ["tenants"] : [])];
  for (const folder of folders) cpSync(join(sampleFolder, folder), join(root, folder), { recursive: true });
  writeByHand(root, folders);
  mkdirSync(join(root, "tenants"), { recursive: true });
  replaceInFile(root, "platform/platform.yaml", sampleRepository, "https://github.com/acme/ml-platform.git");
  return root;
}

/** Gives both clusters of a sandbox the same version of Argo CD, so that kubeconform is started once for both. */
export function withOneArgoCD(root: string): string {
  replaceInFile(root, "clusters/staging/cluster.yaml", "version: 3.5.1", "version: 3.2.11");
  return root;
}

/** Adds a cluster to a sandbox: production, with another name and order, and with these differences. */
export function addCluster(root: string, name: string, order: number, differences: RawMap = {}): void {
  const production: unknown = parse(readFileSync(join(root, "clusters/production/cluster.yaml"), "utf8"));
  if (!isMap(production)) throw new Error("invalid clusters/production/cluster.yaml: not a map");
  const named = merge(production, { metadata: { name }, spec: { order } });
  write(root, `clusters/${name}/cluster.yaml`, stringify(merge(named, differences)));
}

/**
 * Merges fields into the spec of a file.
 * @param unmatched Whether the file keeps or drops a null that removes nothing.
 */
export function mergeSpec(root: string, file: string, spec: RawMap, unmatched: "keep" | "drop" = "keep"): void {
  const before: unknown = parse(readFileSync(join(root, file), "utf8"));
  if (!isMap(before)) throw new Error(`invalid ${file}: not a map`);
  write(root, file, stringify(merge(before, { spec }, unmatched)));
}

/** Removes the Kafka of platform.yaml, in whose place an add-on provides one. */
export function removeKafka(root: string): void {
  const kafka = { kafka: null };
  mergeSpec(root, "platform/platform.yaml", { namespaces: kafka, services: kafka, seldon: kafka }, "drop");
}

/** Replaces a text in a file. */
export function replaceInFile(root: string, file: string, from: string, to: string): void {
  const text = readFileSync(join(root, file), "utf8");
  writeFileSync(join(root, file), text.replace(from, to));
}

/** Copies the shipped sample to a new folder, which is deleted after the test. */
export function sampleCopy(): string {
  const root = emptyFolder();
  cpSync(sampleFolder, root, { recursive: true });
  return root;
}

/** Returns copies of a folder that takes long to create. It is created once for all tests of a file. */
export function cachedCopies(make: () => Promise<string>): () => Promise<string> {
  let first: Promise<string> | undefined;
  const kept = mkdtempSync(join(tmpdir(), "tenantry-kept-"));
  afterAll(() => rmSync(kept, { recursive: true, force: true }));
  return async () => {
    first ??= make().then((root) => {
      if (existsSync(join(root, ".git"))) pack(root);
      cpSync(root, kept, { recursive: true });
      return kept;
    });
    const root = emptyFolder();
    cpSync(await first, root, { recursive: true });
    return root;
  };
}

export function write(root: string, file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** A small valid tenant file. `more` adds fields to its spec, as YAML lines. */
export function tenantText(name: string, more = ""): string {
  return `apiVersion: tenantry.dev/v1alpha1
kind: Tenant
metadata: { name: ${name} }
spec:
  owner: { team: Team, contact: team@acme.test, github: acme/team }
  clusters: { production: {} }
${more.replace(/^\n/, "")}`;
}

/** The text of every file below a folder, by path. Skips `.git`, which changes without the tests. */
export function treeOf(root: string, below = ""): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (path === ".git") continue;
    if (entry.isDirectory()) for (const [file, text] of treeOf(root, path)) files.set(file, text);
    else files.set(path, readFileSync(join(root, path), "utf8"));
  }
  return files;
}
