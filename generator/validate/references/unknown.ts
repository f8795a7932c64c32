import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { suggestion } from "../../text/nearest.ts";
import { findingAt, type Origin } from "../inventory.ts";

interface ReferenceOptions {
  /** Where the name must be declared, after the name in the message: `in this tenant`. */
  readonly scope?: string;
  readonly part?: "value" | "key";
  /** Names next to this one, which the hint must not suggest again. */
  readonly siblings?: readonly string[] | undefined;
  /** Another way to fix the finding, for the end of the hint. */
  readonly otherwise?: string;
}

/** The finding `unknown <noun> <name> <scope>`, if the name is given and not among `known`. */
export function* unknownReference(
  at: Origin,
  name: string | undefined,
  known: readonly string[],
  noun: string,
  { scope, part = "value", siblings = [], otherwise }: ReferenceOptions = {},
): Iterable<Diagnostic> {
  if (name === undefined || known.includes(name)) return;
  const left = known.filter((candidate) => !siblings.includes(candidate));
  const message = codes["reference/unknown"].messages.unknownName(noun, name, scope);
  const hint = [suggestion(name, left, known), ...(otherwise === undefined ? [] : [otherwise])].join(" ");
  yield findingAt(at, "reference/unknown", message, hint, part);
}

/**
 * A cluster's override of an entry that the spec does not declare.
 * @param required The fields that a new entry for this cluster alone needs.
 */
export function undeclaredOverride(
  at: Origin,
  cluster: string,
  [section, name]: readonly [section: string, name: string],
  declared: readonly string[],
  required: string,
): Diagnostic {
  return findingAt(
    at,
    "reference/unknown",
    codes["reference/unknown"].messages.undeclaredOverride(section, name, cluster),
    `${suggestion(name, declared)} To add an entry only for ${cluster}, set ${required}.`,
    "key",
  );
}
