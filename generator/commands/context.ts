/** The process, injected. Commands are functions of it, and tests pass a substitute. */
export interface CommandContext {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes the requested output. */
  readonly out: (text: string) => void;
  /** Writes messages during a run: lines about slow work and, on a terminal, a progress line. */
  readonly err: (text: string) => void;
  /**
   * The path from the root of the clone to the folder with the input files. Findings name files from that folder. Undefined
   * or empty if the folder is the root.
   */
  readonly folder?: string | undefined;
  readonly isTerminal: { readonly out: boolean; readonly err: boolean };
  /** The width of the terminal behind `out`. Undefined if it is not a terminal. */
  readonly columns?: number | undefined;
  /** Prompts the user and returns the typed line. Undefined if the session is not interactive. */
  readonly prompt?: ((question: string) => Promise<string>) | undefined;
  /** Called before the first file is written or anything is sent. An interrupt before this call changes nothing. */
  readonly writing?: () => void;
  /** Milliseconds since the process started, including the time to load the program. */
  readonly now: () => number;
  /** The current date in ISO 8601. Review and expiry dates are compared with it. */
  readonly today: () => string;
}

/** 0: clean. 1: findings in the input. 2: incorrect usage or a failed tool. */
export type ExitCode = 0 | 1 | 2;

/** Whether to colour the output on stdout: https://no-color.org. */
export function coloured({ env, isTerminal }: CommandContext): boolean {
  return isTerminal.out && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}

/** The maximum length of a line: 80 columns, or the width of a wider terminal or COLUMNS. */
export function widthOf({ env, columns }: CommandContext): number {
  const reported = Number(env["COLUMNS"]);
  return Math.max(80, Number.isInteger(reported) ? reported : 0, columns ?? 0);
}
