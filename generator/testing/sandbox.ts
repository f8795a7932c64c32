import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach } from "vitest";
import type { Context } from "../commands/context.ts";
import { program } from "../commands/program.ts";

const repository = join(import.meta.dirname, "../..");
const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own with the repository's platform and clusters and, where asked, its tenants; gone after the test. */
export function sandbox(tenants: "all" | "none" = "none"): string {
  const root = mkdtempSync(join(tmpdir(), "tenantry-test-"));
  made.push(root);
  // What is generated is the test's own to make.
  const written = (path: string): boolean => !path.endsWith("platform/policies");
  cpSync(join(repository, "platform"), join(root, "platform"), { recursive: true, filter: written });
  for (const cluster of ["production", "staging"]) {
    mkdirSync(join(root, "clusters", cluster), { recursive: true });
    cpSync(join(repository, "clusters", cluster, "cluster.yaml"), join(root, "clusters", cluster, "cluster.yaml"));
  }
  mkdirSync(join(root, "tenants"));
  if (tenants === "all") cpSync(join(repository, "tenants"), join(root, "tenants"), { recursive: true });
  return root;
}

/** Copies of a folder that takes long to make: it is made once for all tests of a file. */
export function copiesOf(make: () => Promise<string>): () => Promise<string> {
  let first: Promise<string> | undefined;
  const kept = mkdtempSync(join(tmpdir(), "tenantry-kept-"));
  afterAll(() => rmSync(kept, { recursive: true, force: true }));
  return async () => {
    first ??= make().then((root) => {
      cpSync(root, kept, { recursive: true });
      return kept;
    });
    const root = mkdtempSync(join(tmpdir(), "tenantry-test-"));
    made.push(root);
    cpSync(await first, root, { recursive: true });
    return root;
  };
}

export function write(root: string, file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** A small tenant that passes, with more of its spec as YAML lines. */
export function tenantFile(name: string, more = ""): string {
  return `apiVersion: tenantry.dev/v1alpha1
kind: Tenant
metadata: { name: ${name} }
spec:
  owner: { team: Team, contact: team@acme.test, github: acme/team }
  clusters: { production: {} }
${more.replace(/^\n/, "")}`;
}

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in `root`, in this process, and gives all that it said. */
export async function tenantry(
  root: string,
  argv: readonly string[],
  env: Context["env"] = process.env,
  ask?: Context["ask"],
): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await program(argv, {
    cwd: root,
    env,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    isTerminal: { out: false, err: false },
    ask,
    now: () => 0,
    today: () => "2026-11-23",
  });
  return { code, out: out.join(""), err: err.join("") };
}

/** "file:line:column code" of every finding of `check`, in order. */
export async function findings(root: string): Promise<readonly string[]> {
  const { out } = await tenantry(root, ["check", "--output", "json"]);
  const report: { diagnostics: { file: string; line: number; column: number; code: string }[] } = JSON.parse(out);
  return report.diagnostics
    .filter(({ code }) => code !== "publish/drift")
    .map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);
}

/** Every file below a folder, by path, with its text. */
export function tree(root: string, below = ""): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) for (const [file, text] of tree(root, path)) files.set(file, text);
    else files.set(path, readFileSync(join(root, path), "utf8"));
  }
  return files;
}
