import type { Catalogue, CatalogueEntry } from "../diagnostics/catalogue.ts";
import type { Code } from "../diagnostics/diagnostic.ts";
import { type Block, heading } from "../text/document.ts";

/** A code's page: what it stands for, why, how it looks, how to fix it, and whether somebody may waive it. */
export function explanation(code: Code, entry: CatalogueEntry, level: 1 | 2 | 3): readonly Block[] {
  const { severity, summary, why, fix, example } = entry;
  return [
    heading(level, code),
    { text: `${severity === "error" ? "Error" : "Warning"}: ${summary}` },
    { text: why },
    ...(example === undefined
      ? []
      : [{ text: "Wrong:" }, yaml(example.invalid), { text: "Right:" }, yaml(example.valid)]),
    { text: `To fix it: ${fix}` },
    ...(entry.policies === undefined ? [] : [{ text: inCluster(entry.policies, entry.notWaived === undefined) }]),
    { text: waivable(entry) },
  ];
}

function inCluster(policies: readonly string[], waivable: boolean): string {
  const many = policies.length > 1;
  return `In tenants' namespaces the API server refuses it too, by ${many ? "the policies" : "the policy"} ${policies.join(", ")}.${waivable ? " What is waived here is waived there, in the tenant's namespace or on the cluster." : ""}`;
}

function waivable({ notWaived }: CatalogueEntry): string {
  return notWaived === undefined
    ? "It may be waived until a day, by somebody who answers for it."
    : `It is never waived. ${notWaived}`;
}

/** The waiver to paste: `check` refuses it until what stands in angle brackets is filled in. */
export function waiverToPaste(code: Code, today: string): readonly Block[] {
  return [
    {
      text: "In a tenant's file it covers what stands in that file, in a cluster's what is on that cluster, in platform/platform.yaml everything. Paste it, and fill in what is in angle brackets:",
    },
    {
      code: [
        "spec:",
        "  waivers:",
        `    ${code}:`,
        "      reason: <why it is right here>",
        "      owner: <who answers for it>",
        `      expires: "${inThreeMonths(today)}"`,
      ],
      language: "yaml",
    },
  ];
}

/** Every code by its topic, in the order of the catalogue: of reading the input first, then of the rules. */
export function byTopic(catalogue: Catalogue): ReadonlyMap<string, readonly (readonly [Code, CatalogueEntry])[]> {
  return Map.groupBy(catalogue, ([code]) => code.split("/")[0] ?? "");
}

function yaml(text: string): Block {
  return { code: text.trim().split("\n"), language: "yaml" };
}

/** Long enough to fix something, and short enough to be asked again while somebody remembers. */
function inThreeMonths(today: string): string {
  return new Date(Date.parse(today) + 90 * 86_400_000).toISOString().slice(0, 10);
}
