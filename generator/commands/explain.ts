import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Entry } from "../diagnostics/catalogue.ts";
import type { Code } from "../diagnostics/diagnostic.ts";
import { nearest, suggestion } from "../diagnostics/nearest.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { visible } from "../diagnostics/visible.ts";
import { catalogue } from "../gate/rules/table.ts";
import { type Block, heading, markdown, plainText } from "../layout/document.ts";
import { byTopic, explanation, waiverToPaste } from "../report/explanation.ts";
import type { Inventory } from "../validate/inventory.ts";
import type { Context, ExitCode } from "./context.ts";
import { explainTenant } from "./explain-tenant.ts";
import { readInventory, refused } from "./inventory.ts";

export type ExplainForm = "text" | "json" | "markdown";

/**
 * What a code stands for, or which codes there are: no repository is needed for that. A name without a slash is a
 * tenant's, if there is a repository and it has that one.
 */
export function explain(
  root: string,
  asked: string | undefined,
  about: string | undefined,
  output: ExplainForm,
  context: Context,
): ExitCode {
  if (asked !== undefined && !asked.includes("/")) {
    const inventory = existsSync(join(root, "tenants")) ? readInventory(root) : undefined;
    if (inventory?.ok === false) return refused(inventory.diagnostics, output, context);
    const names = tenantsOf(inventory?.value);
    if (inventory !== undefined && names.includes(asked))
      return explainTenant(inventory.value, asked, about, output, context);
    if (inventory !== undefined) throw new UsageError(`there is no tenant ${visible(asked)}`, suggestion(asked, names));
  }
  const { blocks, data } = asked === undefined ? everything() : one(asked, context.today());
  context.out(
    output === "json"
      ? `${JSON.stringify({ version: 1, command: "explain", ...data }, null, 2)}\n`
      : (output === "markdown" ? markdown : plainText)(blocks),
  );
  return 0;
}

function tenantsOf(inventory: Inventory | undefined): readonly string[] {
  return [...new Set(inventory?.clusters.flatMap(({ tenants }) => tenants.map(({ name }) => String(name))) ?? [])];
}

interface Answer {
  readonly blocks: readonly Block[];
  readonly data: object;
}

function everything(): Answer {
  return {
    blocks: [
      heading(1, "Codes"),
      { text: "npx tenantry explain <code> says more of each; generator/docs/rules.md has all of it." },
      ...[...byTopic(catalogue)].flatMap(([topic, entries]) => [
        heading(2, topic),
        {
          header: ["Code", "", "What it finds"],
          rows: entries.map(([code, { severity, summary }]) => [code, severity, summary]),
        },
      ]),
    ],
    data: { codes: [...catalogue].map(([code, { severity, summary }]) => ({ code, severity, summary })) },
  };
}

function one(asked: string, today: string): Answer {
  const [code, entry] = named(asked);
  const waiver = entry.notWaived === undefined ? waiverToPaste(code, today) : [];
  return { blocks: [...explanation(code, entry, 1), ...waiver], data: { code, ...entry } };
}

function named(asked: string): readonly [Code, Entry] {
  const found = [...catalogue].find(([code]) => code === asked);
  if (found !== undefined) return found;
  const meant = nearest(asked, catalogue.keys());
  throw new UsageError(
    `there is no code ${visible(asked)}`,
    `${meant === undefined ? "" : `Did you mean ${meant}? `}npx tenantry explain lists all of them.`,
  );
}
