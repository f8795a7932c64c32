import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { CatalogueEntry } from "../diagnostics/catalogue.ts";
import type { Code } from "../diagnostics/diagnostic.ts";
import type { Outcome } from "../diagnostics/outcome.ts";
import { withOldExampleFields, withOldFixField } from "../diagnostics/retired-fields.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { loadRepository } from "../load/load-repository.ts";
import { shippedAddons } from "../load/shipped-addons.ts";
import { addonDocument } from "../report/addon-explanation.ts";
import { byTopic, explanation, waiverToPaste } from "../report/explanation.ts";
import { fieldCalled, fieldDocument, fieldNames } from "../report/field-explanation.ts";
import { catalogue } from "../rules/table.ts";
import { heading } from "../text/document.ts";
import { didYouMean, nearest, suggestion } from "../text/nearest.ts";
import { printable } from "../text/printable.ts";
import { docsPage } from "../text/program-folder.ts";
import { type AddonDefinitions, addonDefinitions } from "../validate/addons/definition.ts";
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
  summary: "explain a code, a tenant's objects, an add-on or a field",
  description:
    "explain the meaning of a code, the origin of a tenant's objects and values, the settings of an add-on, or the purpose of a field",
  examples: [
    "explain network/namespace-by-name",
    "explain churn",
    "explain churn Model/churn",
    "explain churn quota.requests.cpu",
    "explain metallb",
    "explain models.memory",
  ],
  forms: documentForms,
  options: (command) =>
    command
      .argument(
        "[name]",
        "a code, for example network/namespace-by-name, a tenant, for example churn, an add-on, for example metallb, or a field, for example models.memory (default: list all codes)",
      )
      .argument(
        "[part...]",
        "an object or a field of the tenant, for example Server/mlserver, server mlserver, or models.churn.memory",
      ),
  run: ({ root, flags: { output }, args: [name, ...part], context }) =>
    explain(root, name, subjectOfWords(part), output, context),
});

/**
 * Explains a code, a tenant, an add-on or a field, or lists all codes. A name with a slash is a code. Any other name is a
 * tenant if the repository has a tenant of this name, else an add-on, else a field.
 */
function explain(
  root: string,
  subject: string | undefined,
  about: string | undefined,
  output: DocumentForm,
  context: CommandContext,
): ExitCode {
  if (subject === undefined) return report(allCodes(), output, context);
  if (subject.includes("/")) return report(codeExplanation(subject, context.today()), output, context);
  const inventory = existsSync(join(root, "tenants")) ? readInventory(root) : undefined;
  const tenants = tenantsOf(root, inventory);
  if (tenants.includes(subject)) {
    if (inventory?.ok === true) return explainTenant(inventory.value, subject, about, output, context);
    if (inventory !== undefined) return printRefusal(inventory.diagnostics, output, context);
  }
  const addons = addonsOf(root);
  const addon = about === undefined ? addons.get(subject) : undefined;
  if (addon !== undefined) {
    const { endOfLife, provides, settings, applications } = addon.spec;
    const data = { addon: subject, endOfLife, provides, settings, applications, variants: Object.keys(addon.variants) };
    return report({ blocks: addonDocument(addon), data }, output, context);
  }
  const name = [subject, ...(about?.split("/") ?? [])].join(".");
  const found = fieldCalled(name);
  if (found !== undefined) {
    const { kind, path, type, required, description, defaultText: usual, examples, below } = found;
    const plain = {
      description,
      required,
      ...jsonField("default", usual),
      examples: examples.map((example): unknown => JSON.parse(example)),
    };
    const data = { field: path, file: kind, type, ...plain, below: below.map((field) => field.path) };
    return report({ blocks: fieldDocument(found), data }, output, context);
  }
  throw unknownSubject(subject, name, [...tenants, ...addons.keys()]);
}

function report({ blocks, data }: PrintedDocument, output: DocumentForm, context: CommandContext): ExitCode {
  printDocument({ blocks, data: { version: 1, command: "explain", ...data } }, output, context);
  return 0;
}

/** The add-ons of the repository and of the program. Other commands report mistakes in their files. */
function addonsOf(root: string): AddonDefinitions {
  const documents = existsSync(join(root, "platform")) ? loadRepository(root) : undefined;
  return addonDefinitions(documents?.ok === true ? documents.value.addons : [], shippedAddons(), []);
}

/** The tenants of the inventory. If it is invalid, the names of the tenant files. */
function tenantsOf(root: string, inventory: Outcome<Inventory> | undefined): readonly string[] {
  if (inventory === undefined) return [];
  if (!inventory.ok)
    return readdirSync(join(root, "tenants")).flatMap((file) =>
      file.endsWith(".yaml") ? [basename(file, ".yaml")] : [],
    );
  return [...new Set(inventory.value.clusters.flatMap(({ tenants }) => tenants.map(({ name }) => String(name))))];
}

function jsonField(name: string, json: string): object {
  return json === "" ? {} : { [name]: JSON.parse(json) };
}

function unknownSubject(subject: string, name: string, tenants: readonly string[]): UsageError {
  const { first, ending } = fieldNames(name);
  const meant = nearest(subject, [...tenants, ...first, ...catalogue.keys()]);
  const hint =
    ending.length > 0
      ? didYouMean(ending.slice(0, 4).join(", "))
      : meant !== undefined
        ? didYouMean(meant)
        : `npx --no-install tenantry explain lists all codes. ${tenants.length === 0 ? "" : suggestion(subject, tenants)}`.trim();
  const message =
    name === subject
      ? `unknown tenant, add-on, field or code ${printable(subject)}`
      : `unknown tenant ${printable(subject)} and unknown field ${printable(name)}`;
  return new UsageError(message, hint);
}

function allCodes(): PrintedDocument {
  return {
    blocks: [
      heading(1, "Codes"),
      {
        text: `npx --no-install tenantry explain <code> explains one code. ${docsPage("rules.md")} explains all codes.`,
      },
      ...[...byTopic(catalogue)].flatMap(([topic, entries]) => [
        heading(2, topic),
        {
          header: ["Code", "", "Summary"],
          rows: entries.map(([code, { severity, summary }]) => [code, severity, summary]),
        },
      ]),
    ],
    data: { codes: [...catalogue].map(([code, { severity, summary }]) => ({ code, severity, summary })) },
  };
}

function codeExplanation(name: string, today: string): PrintedDocument {
  const [code, entry] = requireCode(name);
  const waiver = entry.notWaived === undefined ? waiverToPaste(code, today) : [];
  return { blocks: [...explanation(code, entry, 1), ...waiver], data: { code, ...entryData(entry) } };
}

function requireCode(name: string): readonly [Code, CatalogueEntry] {
  const found = [...catalogue].find(([code]) => code === name);
  if (found !== undefined) return found;
  const meant = nearest(name, catalogue.keys());
  throw new UsageError(
    `unknown code ${printable(name)}`,
    `${meant === undefined ? "" : `${didYouMean(meant)} `}npx --no-install tenantry explain lists all codes.`,
  );
}

/** Accepts `server mlserver` for `Server/mlserver`, as kubectl does. */
function subjectOfWords(words: readonly string[]): string | undefined {
  const about = words.join(" ").trim().split(/\s+/).join("/");
  return about === "" ? undefined : about;
}

function entryData({ example, ...entry }: CatalogueEntry): object {
  return { ...withOldFixField(entry), ...(example === undefined ? {} : { example: withOldExampleFields(example) }) };
}
