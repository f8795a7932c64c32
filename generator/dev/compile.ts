import { copyFileSync, globSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "../tools/run.ts";

/** Files that the program reads when it runs. */
const data = [
  "addons/**/*.yaml",
  "init/*.{hbs,yaml}",
  "layout/**/*.hbs",
  "models/seldon/*/kinds/schemas/*.json",
  "models/strimzi/*/*.json",
  "sample/**/*.{yaml,lua}",
  "tools/*.{mod,sum,yaml}",
];

const generator = join(import.meta.dirname, "..");
const root = join(generator, "..");
const compiled = join(root, "dist");

// `npm pack` runs this file. Node.js does not run TypeScript below node_modules, so the package contains JavaScript.
rmSync(compiled, { recursive: true, force: true });
const { code, stdout } = await run(
  process.execPath,
  [join(root, "node_modules/typescript/bin/tsc"), "--project", join(import.meta.dirname, "tsconfig.package.json")],
  { cwd: root },
);
process.stderr.write(stdout);
process.exitCode = code;
for (const pattern of data) {
  const files = globSync(pattern, { cwd: generator });
  if (files.length === 0) throw new Error(`missing files: ${pattern}`);
  for (const file of files) {
    mkdirSync(dirname(join(compiled, file)), { recursive: true });
    copyFileSync(join(generator, file), join(compiled, file));
  }
}
