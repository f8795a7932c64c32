import { policyName } from "../admission/policy.ts";
import { type Catalogue, type CatalogueEntry, fullEntry } from "../diagnostics/catalogue.ts";
import { codes, type InputCode, whyNotWaived } from "../diagnostics/codes.ts";
import { defined } from "../models/defined.ts";
import { accessRules } from "./access/table.ts";
import { capacityRules } from "./capacity/table.ts";
import { changeRules } from "./change/table.ts";
import { gitopsRules } from "./gitops/table.ts";
import { imageRules } from "./images/table.ts";
import { monitoringRules } from "./monitoring/table.ts";
import { networkRules } from "./network/table.ts";
import { podSecurityRules } from "./pod-security/table.ts";
import type { CheckRule } from "./rule.ts";
import { secretRules } from "./secrets/table.ts";
import { seldonRules } from "./seldon/table.ts";

const all = [
  ...networkRules,
  ...seldonRules,
  ...capacityRules,
  ...podSecurityRules,
  ...accessRules,
  ...secretRules,
  ...imageRules,
  ...gitopsRules,
  ...monitoringRules,
  ...changeRules,
] as const;

/** All rules, by topic. */
export const rules: readonly CheckRule[] = all;

/** Every code that a run can report: those of reading the input, and those of the rules. */
type KnownCode = InputCode | (typeof all)[number]["code"];

/** The catalogue entry of each code. */
export const catalogue: Catalogue = new Map<KnownCode, CatalogueEntry>([
  ...inputEntries(),
  ...all.map(
    (rule: CheckRule & { readonly code: (typeof all)[number]["code"] }) => [rule.code, entryOf(rule)] as const,
  ),
]);

function* inputEntries(): Iterable<readonly [InputCode, CatalogueEntry]> {
  let code: InputCode;
  for (code in codes) yield [code, fullEntry({ ...codes[code], notWaived: whyNotWaived(code) })];
}

function entryOf({ severity, summary, docs: page, inCluster, neverWaived }: CheckRule): CatalogueEntry {
  return fullEntry({
    summary,
    severity,
    why: page.why,
    fix: page.fix,
    example: page,
    ...(inCluster === undefined ? {} : { policies: inCluster.map(({ policy }) => policyName(policy)) }),
    ...defined({ notWaived: neverWaived }),
  });
}
