import type { WrittenEntry } from "./catalogue.ts";
import { addonContentsCodes } from "./codes/addon-contents.ts";
import { addonNeedsCodes } from "./codes/addon-needs.ts";
import { addonOperationCodes } from "./codes/addon-operation.ts";
import { chartCodes } from "./codes/charts.ts";
import { guardCodes } from "./codes/guard.ts";
import { inputFieldCodes } from "./codes/input-fields.ts";
import { inputTextCodes } from "./codes/input-text.ts";
import { liveCodes } from "./codes/live.ts";
import { platformCodes } from "./codes/platform.ts";
import { platformPlaceCodes } from "./codes/platform-places.ts";
import { referenceCodes } from "./codes/reference.ts";
import { routeCodes } from "./codes/routes.ts";
import { schemaCodes } from "./codes/schemas.ts";
import { seldonCodes } from "./codes/seldon.ts";
import { seldonComponentCodes } from "./codes/seldon-components.ts";
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
  ...addonNeedsCodes,
  ...addonContentsCodes,
  ...addonOperationCodes,
  ...platformPlaceCodes,
  ...schemaCodes,
  ...chartCodes,
  ...seldonCodes,
  ...seldonSharedCodes,
  ...seldonComponentCodes,
  ...treeCodes,
  ...guardCodes,
  ...liveCodes,
  ...routeCodes,
  ...waiverCodes,
} as const satisfies Readonly<Record<Code, WrittenEntry>>;

export type InputCode = keyof typeof codes;

/** Why one of these codes cannot be waived: a waiver covers findings of rules only. */
export function whyNotWaived(code: InputCode): string {
  if (codes[code].severity === "warning") return "The finding is a warning, which stops no build.";
  const topic = code.split("/")[0] ?? "";
  return reasons.get(topic) ?? "The generator cannot process the input until the error is fixed.";
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["render", "Tenantry cannot check files that kustomize cannot build, and two Applications cannot own one object."],
  ["gate", "The API server or Argo CD would reject the object, even with a waiver."],
  ["lifecycle", "Seldon's objects would wait for each other indefinitely, even with a waiver."],
  ["plan", "Kubernetes or Seldon would reject the change, even with a waiver."],
  ["guard", "The finding is about the pull request, and a waiver covers only findings of rules."],
  ["live", "The finding is about the state of a running cluster, which no file of this repository describes."],
  ["waiver", "The finding is about the waiver, so no waiver can cover it."],
  ["publish", "Argo CD syncs the generated tree, so the tree must match the inputs."],
]);
