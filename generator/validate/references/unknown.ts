import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { suggestion } from "../../text/nearest.ts";
import { findingAt, type Origin } from "../inventory.ts";

/** A name that is none of `known`, said as "x is no <what>"; nothing where no name is given. */
export function* unknownReference(
  at: Origin,
  name: string | undefined,
  known: readonly string[],
  what: string,
  part: "value" | "key" = "value",
  /** What stands beside it, and cannot stand there once more. */
  beside: readonly string[] = [],
): Iterable<Diagnostic> {
  if (name === undefined || known.includes(name)) return;
  const left = known.filter((candidate) => !beside.includes(candidate));
  yield findingAt(at, "reference/unknown", `${name} is no ${what}`, suggestion(name, left, known), part);
}
