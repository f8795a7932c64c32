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
 * Every code that reading the input and holding it against the tools can give, with what it stands for. What a rule
 * finds has its code beside the rule.
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

/** Why nobody may waive one of these: a waiver is for what a rule finds. */
export function whyNotWaived(code: InputCode): string {
  if (codes[code].severity === "warning") return "It is a warning, and stops nothing.";
  const topic = code.split("/")[0] ?? "";
  return (
    reasons.get(topic) ?? "It is no rule but a condition of reading the input: nothing is made of input without it."
  );
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["render", "What cannot be built cannot be looked at."],
  ["gate", "The cluster or Argo CD would refuse it, whoever waives it here."],
  ["lifecycle", "Seldon would wait for ever, whoever waives it here."],
  ["plan", "Kubernetes or Seldon would refuse it, whoever waives it here."],
  ["guard", "A member of the platform team approves it instead."],
  ["live", "It is about what runs, and no file of this repository says so."],
  ["waiver", "It is about a waiver itself."],
  ["publish", "The tree is what Argo CD syncs: it is what the inputs give, or it is wrong."],
]);
