import { join } from "node:path";
import { run } from "./tools/run.ts";

/** One check of the project on itself: a program, and what its words must show for it to have checked anything. */
interface Check {
  readonly name: string;
  readonly args: readonly string[];
  readonly proof: RegExp;
}

const root = join(import.meta.dirname, "..");
const bin = (name: string): string => join(root, "node_modules", name);

/** A check that found nothing to check has failed: exit code 0 is not enough. */
const checks: readonly Check[] = [
  { name: "format", args: [bin("@biomejs/biome/bin/biome"), "format", "."], proof: /Checked (?!0\b)\d+ files/ },
  {
    name: "lint",
    args: [bin("@biomejs/biome/bin/biome"), "lint", "--error-on-warnings", "."],
    proof: /Checked (?!0\b)\d+ files/,
  },
  { name: "types", args: [bin("typescript/bin/tsc"), "--project", ".", "--diagnostics"], proof: /Files:\s+(?!0\b)\d+/ },
  {
    name: "layers",
    args: [bin("dependency-cruiser/bin/dependency-cruiser.mjs"), "--config", "generator/layers.mjs", "generator"],
    proof: /\((?!0\b)\d+ modules/,
  },
  { name: "dead code", args: [bin("knip/bin/knip.js"), "--no-progress"], proof: /^/ },
  {
    name: "tenantry check",
    args: ["generator/cli.ts", "check"],
    proof: /kubeconform\s+(?!0\b)\d+ valid, 0 invalid, 0 skipped\n\s+rules\s+(?!0\b)\d+ over (?!0\b)\d+ objects/,
  },
];

let failed = 0;
for (const { name, args, proof } of checks) {
  const done = await run(process.execPath, args, { cwd: root, env: { ...process.env, NO_COLOR: "1" } });
  const said = done.stdout + done.stderr;
  const passed = done.code === 0 && proof.test(said);
  if (!passed) failed += 1;
  process.stdout.write(`${passed ? "passed" : "failed"}  ${name}\n${passed ? "" : `${said.trim()}\n`}`);
}
process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
