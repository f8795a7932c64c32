import type { Catalogue, CatalogueEntry } from "../diagnostics/catalogue.ts";
import type { Code } from "../diagnostics/diagnostic.ts";
import { type Block, heading } from "../text/document.ts";
import { joinNames } from "../text/listed.ts";

/** The page of a code: its fault, why it matters, an example, the fix, the admission policies and the waivers. */
export function explanation(code: Code, entry: CatalogueEntry, level: 1 | 3): readonly Block[] {
  const { severity, summary, why, fix, example, policies, notWaived } = entry;
  // In the reference, a page is one section among many: a label in place of a heading.
  const section = (title: string, text: string): readonly Block[] =>
    level === 1 ? [heading(2, title), { text }] : [{ text: `${title}: ${text}` }];
  return [
    heading(level, code),
    { text: `${severity === "error" ? "Error" : "Warning"}: ${summary}` },
    ...section("Why", why),
    ...(example === undefined
      ? []
      : [
          ...(level === 1 ? [heading(2, "Example")] : []),
          { text: "Invalid:" },
          yaml(example.invalid),
          { text: "Valid:" },
          yaml(example.valid),
        ]),
    ...section("How to fix", fix),
    ...(policies === undefined ? [] : section("Admission", admissionSentence(policies, notWaived === undefined))),
    ...section("Waivers", waivable(entry)),
  ];
}

function admissionSentence(all: readonly string[], hasWaivers: boolean): string {
  const policies = [...new Set(all)];
  const many = policies.length > 1;
  return `On a cluster, the admission ${many ? "policies" : "policy"} ${joinNames(policies)} also ${many ? "reject" : "rejects"} such objects.${hasWaivers ? " The API server accepts an object that a waiver covers." : ""}`;
}

function waivable({ notWaived }: CatalogueEntry): string {
  return notWaived === undefined
    ? "An accountable owner can waive a finding of this code until an expiry date."
    : `A finding of this code cannot be waived. ${notWaived}`;
}

/** The scope of a waiver, by the file that contains it. */
export const waiverScope =
  "A waiver in a tenant file covers findings in the same tenant file. A waiver in a cluster file covers findings on the same cluster. A waiver in platform/platform.yaml covers all findings of its code.";

/** The waiver to paste: `check` rejects it until the values in angle brackets are replaced. */
export function waiverToPaste(code: Code, today: string): readonly Block[] {
  return [
    {
      text: `${waiverScope} Paste the waiver below into a tenant, cluster or platform file, and replace the values in angle brackets:`,
    },
    {
      code: [
        "spec:",
        "  waivers:",
        `    ${code}:`,
        "      reason: <why the finding is acceptable here>",
        "      owner: <who is accountable for the waiver>",
        `      expires: "${inThreeMonths(today)}"`,
      ],
      language: "yaml",
    },
  ];
}

/** All codes by topic, in the order of the catalogue: input codes first, then those of the rules. */
export function byTopic(catalogue: Catalogue): ReadonlyMap<string, readonly (readonly [Code, CatalogueEntry])[]> {
  return Map.groupBy(catalogue, ([code]) => code.split("/")[0] ?? "");
}

function yaml(text: string): Block {
  return { code: text.trim().split("\n"), language: "yaml" };
}

/** Long enough for a fix, and short enough that the owner still remembers the reason at the review. */
function inThreeMonths(today: string): string {
  return new Date(Date.parse(today) + 90 * 86_400_000).toISOString().slice(0, 10);
}
