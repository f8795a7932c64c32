import type { SerializedError } from "vitest";
import type { Reporter, TestModule, Vitest } from "vitest/node";

/**
 * Ends a test run with `N passed, N failed`. Failures outside of a test, and errors that prevent tests from running, count as
 * failed. So does a test name pattern that matches no test.
 */
export default class ClosingLine implements Reporter {
  #isNamed = false;

  onInit({ config }: Vitest): void {
    this.#isNamed = config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const states = tests.map((test) => test.result().state);
    const count = (state: string): number => states.filter((candidate) => candidate === state).length;
    const unloaded = modules.filter((module) => module.errors().length > 0).length;
    const skipped = count("skipped") + count("pending");
    const nothing = tests.length === 0 || (this.#isNamed && skipped === tests.length);
    const failed = count("failed") + unloaded + unhandled.length + (nothing ? 1 : 0);
    process.stdout.write(`${count("passed")} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
    if (failed > 0) process.exitCode = 1;
  }
}
