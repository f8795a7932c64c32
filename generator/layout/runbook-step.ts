import type { CommandShare } from "./command-shares.ts";

/** One thing to do or to wait for, and how to see that it is done. */
export interface RunbookStep {
  readonly title: string;
  readonly why: string;
  readonly commands: readonly CommandShare[];
  readonly expect: string;
}

/** A step before anybody asked who may take it. */
export interface Step extends Pick<RunbookStep, "title" | "why" | "expect"> {
  readonly lines: readonly string[];
  /** What its lines are worth nothing without. */
  readonly needs?: readonly string[];
}
