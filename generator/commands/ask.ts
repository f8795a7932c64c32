import type { z } from "zod";
import { printable } from "../text/printable.ts";
import type { CommandContext } from "./context.ts";

/**
 * Prompts until an answer has no problem. An empty line is the proposed answer.
 * @param proposed Undefined if only the user can know the value.
 * @param problem The problem with an answer. Undefined if the answer is valid.
 */
export async function promptedAnswer(
  prompt: string,
  proposed: string | undefined,
  problem: (answer: string) => string | undefined,
  ask: NonNullable<CommandContext["prompt"]>,
  { err }: CommandContext,
): Promise<string> {
  for (;;) {
    const line = (await ask(`${prompt}${proposed === undefined ? "" : ` [${proposed}]`}: `)).trim();
    const answer = line === "" ? proposed : line;
    const found = answer === undefined ? "missing value" : problem(answer);
    if (answer !== undefined && found === undefined) return answer;
    err(`  ${printable(found ?? "")}\n`);
  }
}

/** The problem of an answer with its field's schema. Undefined if the answer is valid. */
export function problemWith(schema: z.ZodType, answer: string): string | undefined {
  const read = schema.safeParse(answer);
  return read.success ? undefined : (read.error.issues[0]?.message ?? "invalid value");
}

/** Splits names at spaces or commas, and removes duplicates. */
export function splitWords(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((part) => part !== ""))];
}
