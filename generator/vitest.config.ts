import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

const here = import.meta.dirname;
const references = "**/*.reference.test.ts";
const oracles = "**/*.oracle.test.ts";
/** Command lines on git histories: pull requests, pushes, merges. */
const histories = [
  "commands/{commit,diff,guard,monorepo,publish,remove-sample,upgrade}.test.ts",
  "gate/{lifecycle-order,removed-clusters,repository-path}.test.ts",
  "github/pull-request-loop.test.ts",
  "layout/troubleshooting-delivery.test.ts",
  "publish/{git-commit,index-modes,staging,tree-layouts}.test.ts",
];
/** Slow tests: other command lines, and properties of all inputs. */
const endToEnd = [
  "commands/**/*.test.ts",
  "testing/**/*.test.ts",
  "cli.test.ts",
  "dev/compile.test.ts",
  "diagnostics/codes.test.ts",
  "object-prototype.test.ts",
  "properties.test.ts",
  "layout/code-owners.test.ts",
  "lint/lint-folder.test.ts",
  "plan/plan.test.ts",
  "render/**/*.test.ts",
  "rules/hostile.test.ts",
  "validate/hints.test.ts",
  "validate/mistakes.test.ts",
];
const compared = [references, oracles];

export default defineConfig({
  test: {
    root: here,
    reporters: ["default", join(here, "dev/closing-line.ts")],
    // The very first run builds the tools and fetches the schemas.
    globalSetup: join(here, "testing/warm-up.ts"),
    setupFiles: join(here, "testing/each-file.ts"),
    testTimeout: 120_000,
    // Do not shorten expected results in the names of cases.
    taskTitleValueFormatTruncate: 200,
    // No test replaces a module or changes the process, so test files of one worker share modules, and Node.js imports them.
    isolate: false,
    experimental: { viteModuleRunner: false },
    // By default vitest leaves one processor idle.
    maxWorkers: availableParallelism(),
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["**/*.test.ts"], exclude: [...compared, ...endToEnd, ...histories] },
      },
      { extends: true, test: { name: "e2e", include: endToEnd, exclude: [...compared, ...histories] } },
      { extends: true, test: { name: "git", include: histories, exclude: compared } },
      // Comparisons with reference material that a user's clone does not have.
      { extends: true, test: { name: "reference", include: [references] } },
      // Comparisons with independent implementations. The Go programs among them take minutes to build the first time.
      {
        extends: true,
        test: { name: "oracles", include: [oracles], globalSetup: join(here, "testing/warm-up-oracles.ts") },
      },
    ],
  },
});
