import { policyName } from "../admission/policy.ts";
import { type Catalogue, type Entry, inFull } from "../diagnostics/catalogue.ts";
import { codes, type InputCode, whyNotWaived } from "../diagnostics/codes.ts";
import { defined } from "../models/defined.ts";
import { access } from "./access/table.ts";
import { capacity } from "./capacity/table.ts";
import { change } from "./change/table.ts";
import { gitops } from "./gitops/table.ts";
import { images } from "./images/table.ts";
import { monitoring } from "./monitoring/table.ts";
import { network } from "./network/table.ts";
import { podSecurity } from "./pod-security/table.ts";
import type { Rule } from "./rule.ts";
import { secrets } from "./secrets/table.ts";
import { seldon } from "./seldon/table.ts";

const all = [
  ...network,
  ...seldon,
  ...capacity,
  ...podSecurity,
  ...access,
  ...secrets,
  ...images,
  ...gitops,
  ...monitoring,
  ...change,
] as const;

/** Every rule that there is, by topic. */
export const rules: readonly Rule[] = all;

/** Every code that a run can give: of reading the input, and of the rules. */
type KnownCode = InputCode | (typeof all)[number]["code"];

/** What each of them stands for. */
export const catalogue: Catalogue = new Map<KnownCode, Entry>([
  ...inputEntries(),
  ...all.map((rule: Rule & { readonly code: (typeof all)[number]["code"] }) => [rule.code, entryOf(rule)] as const),
]);

function* inputEntries(): Iterable<readonly [InputCode, Entry]> {
  let code: InputCode;
  for (code in codes) yield [code, inFull({ ...codes[code], notWaived: whyNotWaived(code) })];
}

function entryOf({ severity, summary, page, inCluster, neverWaived }: Rule): Entry {
  return inFull({
    summary,
    severity,
    why: page.why,
    mend: page.mend,
    example: page,
    ...(inCluster === undefined ? {} : { policies: inCluster.map(({ policy }) => policyName(policy)) }),
    ...defined({ notWaived: neverWaived }),
  });
}
