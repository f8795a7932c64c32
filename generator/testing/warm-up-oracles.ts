import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { oracleNames, provideOracle } from "./oracles.ts";

/** Oracles are built one after the other, before any test waits for one: what two of them share is compiled once. */
export default async function warmUpOracles(): Promise<void> {
  try {
    for (const name of oracleNames()) await provideOracle(name);
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error;
    // In a line of our own: what is thrown here is shown with the stack of every cause.
    process.stderr.write(`${error.message}. ${error.remedy}\n`);
    process.stdout.write("0 passed, 1 failed\n");
    process.exit(1);
  }
}
