import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { oracleNames, provideOracle } from "./oracles.ts";

/** Builds the oracles one after the other before the tests, so that shared packages are compiled once. */
export default async function warmUpOracles(): Promise<void> {
  try {
    for (const name of oracleNames()) await provideOracle(name);
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error;
    // Print one line instead of throwing: vitest would show the stack of every cause.
    process.stderr.write(`${error.message}. ${error.remedy}\n`);
    process.stdout.write("0 passed, 1 failed\n");
    process.exit(1);
  }
}
