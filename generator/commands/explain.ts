import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { CatalogueEntry } from "../diagnostics/catalogue.ts";
import type { Code } from "../diagnostics/diagnostic.ts";
import type { Outcome } from "../diagnostics/outcome.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { withOldExampleFields, withOldFixField } from "../models/retired-fields.ts";
import { byTopic, explanation, waiverToPaste } from "../report/explanation.ts";
import { fieldCalled, fieldDocument, fieldNames } from "../report/field-explanation.ts";
import { catalogue } from "../rules/table.ts";
import { heading } from "../text/document.ts";
import { nearest, suggestion } from "../text/nearest.ts";
import { visible } from "../text/visible.ts";
import type { Inventory } from "../validate/inventory.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { explainTenant } from "./explain-tenant.ts";
import { readInventory } from "./inventory.ts";
import { type DocumentForm, documentForms, type PrintedDocument, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";

export const explainCommand = defineCommand<{ readonly output: DocumentForm }>({
  name: "explain",
  group: "engineer",
  summary: "say what a code, a tenant's object or a field is",
  description: "say what a code means, where a tenant's objects and values come from, or what a field is for",
  examples: [
    "explain network/namespace-by-name",
    "explain churn",
    "explain churn Model/churn",
    "explain churn quota.requests.cpu",
    "explain models.memory",
  ],
  forms: documentForms,
  options: (command) =>
    command
      .argument(
        "[what]",
        "a code (it has a slash: network/namespace-by-name), else a tenant (churn), else a field (models.memory); the list of all codes where left out",
      )
      .argument(
        "[about...]",
        "of a tenant, an object or a field: Server/mlserver, server mlserver, models.churn.memory",
      ),
  run: ({ root, flags: { output }, args: [what, ...about], context }) =>
    explain(root, what, aboutOf(about), output, context),
});

/**
 * What a code stands for, or which codes there are; where a tenant's objects and values come from; what a field is for. A name
 * with a slash is a code's; any other one is a tenant's, if there is a repository and it has that one, or else a field's.
 */
function explain(
  root: string,
  asked: string | undefined,
  about: string | undefined,
  output: DocumentForm,
  context: CommandContext,
): ExitCode {
  if (asked === undefined) return report(everything(), output, context);
  if (asked.includes("/")) return report(one(asked, context.today()), output, context);
  const inventory = existsSync(join(root, "tenants")) ? readInventory(root) : undefined;
  const tenants = tenantsOf(root, inventory);
  if (tenants.includes(asked)) {
    if (inventory?.ok === true) return explainTenant(inventory.value, asked, about, output, context);
    if (inventory !== undefined) return printRefusal(inventory.diagnostics, output, context);
  }
  const name = [asked, ...(about?.split("/") ?? [])].join(".");
  const found = fieldCalled(name);
  if (found !== undefined) {
    const { kind, path, type, must: required, description, usual, examples, below } = found;
    const plain = {
      description,
      required,
      ...parsed("default", usual),
      examples: examples.map((example): unknown => JSON.parse(example)),
    };
    const data = { field: path, file: kind, type, ...plain, below: below.map((field) => field.path) };
    return report({ blocks: fieldDocument(found), data }, output, context);
  }
  throw unknown(asked, name, tenants);
}

function report({ blocks, data }: PrintedDocument, output: DocumentForm, context: CommandContext): ExitCode {
  printDocument({ blocks, data: { version: 1, command: "explain", ...data } }, output, context);
  return 0;
}

/** Out of the inventory; where it cannot be read, by their files. */
function tenantsOf(root: string, inventory: Outcome<Inventory> | undefined): readonly string[] {
  if (inventory === undefined) return [];
  if (!inventory.ok)
    return readdirSync(join(root, "tenants")).flatMap((file) =>
      file.endsWith(".yaml") ? [basename(file, ".yaml")] : [],
    );
  return [...new Set(inventory.value.clusters.flatMap(({ tenants }) => tenants.map(({ name }) => String(name))))];
}

function parsed(name: string, json: string): object {
  return json === "" ? {} : { [name]: JSON.parse(json) };
}

function unknown(asked: string, name: string, tenants: readonly string[]): UsageError {
  const { first, ending } = fieldNames(name);
  const meant = nearest(asked, [...tenants, ...first, ...catalogue.keys()]);
  const hint =
    ending.length > 0
      ? `Did you mean ${ending.slice(0, 4).join(", ")}?`
      : meant !== undefined
        ? `Did you mean ${meant}?`
        : `npx --no-install tenantry explain lists all codes; ${suggestion(asked, tenants)}`;
  const messages = [
    `tenant ${visible(asked)}`,
    `field ${visible(name)}`,
    ...(name === asked ? [`code ${visible(asked)}`] : []),
  ];
  return new UsageError(`there is no ${messages.join(", no ")}`, hint);
}

function everything(): PrintedDocument {
  return {
    blocks: [
      heading(1, "Codes"),
      { text: "npx --no-install tenantry explain <code> says more of each; generator/docs/rules.md has all of it." },
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

function one(asked: string, today: string): PrintedDocument {
  const [code, entry] = named(asked);
  const waiver = entry.notWaived === undefined ? waiverToPaste(code, today) : [];
  return { blocks: [...explanation(code, entry, 1), ...waiver], data: { code, ...entryData(entry) } };
}

function named(asked: string): readonly [Code, CatalogueEntry] {
  const found = [...catalogue].find(([code]) => code === asked);
  if (found !== undefined) return found;
  const meant = nearest(asked, catalogue.keys());
  throw new UsageError(
    `there is no code ${visible(asked)}`,
    `${meant === undefined ? "" : `Did you mean ${meant}? `}npx --no-install tenantry explain lists all of them.`,
  );
}

/** `server mlserver` is how kubectl writes Server/mlserver. */
function aboutOf(words: readonly string[]): string | undefined {
  const about = words.join(" ").trim().split(/\s+/).join("/");
  return about === "" ? undefined : about;
}

function entryData({ example, ...entry }: CatalogueEntry): object {
  return { ...withOldFixField(entry), ...(example === undefined ? {} : { example: withOldExampleFields(example) }) };
}
