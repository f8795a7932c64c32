import { UsageError } from "../diagnostics/usage-error.ts";
import { readWholePath } from "../edit/assignment.ts";
import { unknownStep } from "../edit/unknown-step.ts";
import { toYaml } from "../layout/to-yaml.ts";
import { type Block, heading } from "../text/document.ts";
import { suggestion } from "../text/nearest.ts";
import type { ClusterEntry, TenantEntry } from "../validate/inventory.ts";
import { effectiveSpec, type FieldValue, fieldValue } from "./explain-field.ts";
import type { PrintedDocument } from "./print-document.ts";

export type ValueOrigin = readonly { readonly cluster: ClusterEntry; readonly tenant: TenantEntry }[];

/**
 * The value of one field on each cluster, and its origin.
 * @param made The names of the tenant's objects. A single word that does not name a field can be a misspelt object.
 */
export function explainValue(tenant: string, about: string, on: ValueOrigin, made: readonly string[]): PrintedDocument {
  const path = readWholePath(about);
  const unknown = unknownStep(
    path,
    on.map((item) => effectiveSpec(item.cluster, item.tenant)),
  );
  if (unknown !== undefined) {
    const objects = path.length === 1 ? made : [];
    throw new UsageError(
      `unknown field or object ${about} of tenant ${tenant}`,
      suggestion(unknown.step, [...unknown.known, ...objects]),
    );
  }
  const rows = on.map((item) => ({
    cluster: item.cluster.name,
    ...fieldValue(item.cluster, item.tenant, path),
  }));
  return {
    blocks: [heading(1, `${about} of ${tenant}`), ...fieldBlocks(rows)],
    data: {
      field: path.join("."),
      clusters: rows.map(({ leftOut, ...row }) => ({
        ...row,
        value: row.value ?? null,
        where: row.where ?? null,
        leftOut: leftOut ?? null,
      })),
    },
  };
}

type FieldRow = FieldValue & { readonly cluster: string };

/** A table if all values are short, else YAML for each cluster. */
function fieldBlocks(rows: readonly FieldRow[]): readonly Block[] {
  if (rows.every(({ value }) => valueText(value).length <= longest))
    return [
      {
        header: ["Cluster", "Value", "Comes from"],
        rows: rows.map((row) => [row.cluster, valueText(row.value), writtenBy(row)]),
      },
    ];
  return rows.flatMap((row): readonly Block[] => [
    heading(2, row.cluster),
    { text: `Comes from: ${writtenBy(row)}` },
    { code: toYaml(row.value).trimEnd().split("\n"), language: "yaml" },
  ]);
}

const longest = 40;

function valueText(value: unknown): string {
  if (value === undefined) return "not set";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function writtenBy({ cluster, value, how, where, override, group, leftOut }: FieldRow): string {
  if (where === undefined) return value === undefined ? how : `${how}, from the schema`;
  const others = leftOut === undefined ? "" : `, other parts from ${leftOut}`;
  const layer = override ? ` for ${cluster}` : group === undefined ? "" : ` for group ${group}`;
  return `${how}${layer}, ${where}${others}`;
}
