/** The process, injected: commands are functions of it, and tests bring their own. */
export interface CommandContext {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Data: what was asked for. */
  readonly out: (text: string) => void;
  /** Words on the way: lines about slow work, and on a terminal a progress line. */
  readonly err: (text: string) => void;
  readonly isTerminal: { readonly out: boolean; readonly err: boolean };
  /** How wide the terminal behind `out` is; nothing where there is none. */
  readonly columns?: number | undefined;
  /** Asks whoever sits there, and gives the line that they type; not there where nobody does. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** Called before the first file is written or anything is sent: whoever interrupts before that has changed nothing. */
  readonly writing?: () => void;
  /** Milliseconds since the process began: what somebody waited for, loading the program included. */
  readonly now: () => number;
  /** The day, as ISO 8601 writes it: what has a day of review may be overdue. */
  readonly today: () => string;
}

/** 0: clean. 1: findings in the input. 2: a wrong call, or a tool that failed. */
export type ExitCode = 0 | 1 | 2;

/** Whether to colour what goes to stdout: https://no-color.org. */
export function coloured({ env, isTerminal }: CommandContext): boolean {
  return isTerminal.out && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}

/** How long a line of a text may be: 80 columns, or what a wider terminal or COLUMNS says. */
export function widthOf({ env, columns }: CommandContext): number {
  const reported = Number(env["COLUMNS"]);
  return Math.max(80, Number.isInteger(reported) ? reported : 0, columns ?? 0);
}
