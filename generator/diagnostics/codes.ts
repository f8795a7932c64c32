import type { WrittenEntry } from "./catalogue.ts";
import { guardCodes } from "./codes/guard.ts";
import { inputFieldCodes } from "./codes/input-fields.ts";
import { inputTextCodes } from "./codes/input-text.ts";
import { liveCodes } from "./codes/live.ts";
import { platformCodes } from "./codes/platform.ts";
import { referenceCodes } from "./codes/reference.ts";
import { seldonCodes } from "./codes/seldon.ts";
import { seldonSharedCodes } from "./codes/seldon-shared.ts";
import { treeCodes } from "./codes/tree.ts";
import { waiverCodes } from "./codes/waiver.ts";
import type { Code } from "./diagnostic.ts";

/**
 * Every code of reading the input and of checking it with the tools, with its meaning. The code of a rule is defined
 * with the rule.
 */
export const codes = {
  ...inputTextCodes,
  ...inputFieldCodes,
  ...referenceCodes,
  ...platformCodes,
  ...seldonCodes,
  ...seldonSharedCodes,
  ...treeCodes,
  ...guardCodes,
  ...liveCodes,
  ...waiverCodes,
} as const satisfies Readonly<Record<Code, WrittenEntry>>;

export type InputCode = keyof typeof codes;

/** Why one of these codes cannot be waived: a waiver covers findings of rules only. */
export function whyNotWaived(code: InputCode): string {
  if (codes[code].severity === "warning") return "It is a warning, and it stops nothing.";
  const topic = code.split("/")[0] ?? "";
  return reasons.get(topic) ?? "The input cannot be processed until this is fixed.";
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["render", "Files that cannot be built cannot be checked."],
  ["gate", "The cluster or Argo CD would reject it, even with a waiver."],
  ["lifecycle", "Seldon would wait indefinitely, even with a waiver."],
  ["plan", "Kubernetes or Seldon would reject it, even with a waiver."],
  ["guard", "A member of the platform team approves it instead."],
  ["live", "It is about the state of a running cluster, which no file of this repository describes."],
  ["waiver", "It is about a waiver itself."],
  ["publish", "Argo CD syncs the generated tree, so the tree must match the inputs."],
]);
