import type { CommandShare } from "./command-shares.ts";

/** One thing to do or to wait for, and the output that shows that it is done. */
export interface RunbookStep {
  readonly title: string;
  readonly why: string;
  readonly commands: readonly CommandShare[];
  readonly expect: string;
}

/** A step before its commands are grouped by who may run them. */
export interface Step extends Pick<RunbookStep, "title" | "why" | "expect"> {
  readonly lines: readonly string[];
  /** Commands that the lines depend on. */
  readonly needs?: readonly string[];
}
