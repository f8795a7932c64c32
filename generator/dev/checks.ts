import { readdirSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../tools/cache.ts";
import { run } from "../tools/run.ts";

/** One check of the project itself: a program, and the output that proves that it checked something. */
interface Check {
  readonly name: string;
  /** Node.js by default. */
  readonly program?: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly proof: RegExp;
}

const root = join(import.meta.dirname, "../..");
const bin = (name: string): string => join(root, "node_modules", name);

/** Exit code 0 is not enough: a check that checked nothing has failed. */
const checks: readonly Check[] = [
  { name: "format", args: [bin("@biomejs/biome/bin/biome"), "format", "."], proof: /Checked (?!0\b)\d+ files/ },
  {
    name: "lint",
    args: [bin("@biomejs/biome/bin/biome"), "lint", "--error-on-warnings", "."],
    proof: /Checked (?!0\b)\d+ files/,
  },
  {
    name: "types",
    args: [bin("typescript/bin/tsc"), "--project", ".", "--listFiles"],
    proof: /\/generator\/cli[.]ts$/m,
  },
  {
    name: "layers",
    args: [bin("dependency-cruiser/bin/dependency-cruiser.mjs"), "--config", "generator/dev/layers.mjs", "generator"],
    proof: /\((?!0\b)\d+ modules/,
  },
  {
    name: "dead code",
    args: [bin("knip/bin/knip.js"), "--no-progress", "--performance-fn", "parseFile"],
    proof: /parseFile +(?!0\b)\d+/,
  },
  {
    name: "words",
    args: ["generator/dev/words/check.ts"],
    proof: /^(?!0\b)\d+ texts in (?!0\b)\d+ files, 0 to change$/m,
  },
  {
    name: "tenantry check",
    args: ["generator/cli.ts", "check", "--drift"],
    proof: /kubeconform\s+(?!0\b)\d+ valid, 0 invalid, 0 skipped\n\s+rules\s+(?!0\b)\d+ over (?!0\b)\d+ objects/,
  },
];

/** Two linters for workflows, both pinned in `generator/tools/workflows/`: actionlint by Go's checksums, zizmor by pip's hashes. */
const workflowTools = join(root, "generator/tools/workflows");
const workflows = join(root, ".github/workflows");
// Also reads the actions and its configuration.
const github = join(root, ".github");
const zizmor = join(cacheFolder({ env: process.env, log: () => {} }), "zizmor");
const workflowChecks: readonly Check[] = [
  {
    name: "actionlint",
    program: "go",
    args: ["tool", "actionlint", "-verbose", ...readdirSync(workflows).map((file) => join(workflows, file))],
    cwd: workflowTools,
    proof: /Found 0 errors in (?!0\b)\d+ files/,
  },
  {
    name: "zizmor, installed",
    program: "python3",
    args: [
      ...[
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--root-user-action",
        "ignore",
        "--upgrade",
      ],
      ...["--no-deps", "--require-hashes", "--only-binary=:all:", "--target", zizmor],
      ...["--requirement", join(workflowTools, "requirements.txt")],
    ],
    proof: /^/,
  },
  {
    name: "zizmor",
    program: join(zizmor, "bin/zizmor"),
    args: ["--offline", "--strict-collection", "--persona", "pedantic", "--no-progress", github],
    proof: /No findings to report[\s\S]* completed .*pull-request[.]yaml/,
  },
];

let failed = 0;
for (const { name, program, args, cwd, proof } of [...checks, ...workflowChecks]) {
  const env = { ...process.env, NO_COLOR: "1" };
  const done = await run(program ?? process.execPath, args, { cwd: cwd ?? root, env }).catch((error: unknown) => ({
    code: 2,
    stdout: "",
    stderr: String(error),
  }));
  const message = done.stdout + done.stderr;
  const passed = done.code === 0 && proof.test(message);
  if (!passed) failed += 1;
  process.stdout.write(`${passed ? "passed" : "failed"}  ${name}\n${passed ? "" : `${message.trim()}\n`}`);
}
process.stdout.write(`${checks.length + workflowChecks.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
