import { z } from "zod";
import { plainDiagnostics } from "../diagnostics/report.ts";
import { oldFixFields, readOldMessageField, withOldMessageField } from "../diagnostics/retired-fields.ts";
import { fieldChanges } from "../plan/fields.ts";
import { retainedObjects } from "../plan/retained-objects.ts";
import { catalogue } from "../rules/table.ts";
import { blastRadius } from "./blast-radius.ts";
import type { Difference } from "./difference.ts";

const Text = z.string();
const Ref = z.strictObject({
  group: Text,
  kind: Text,
  namespace: Text.optional(),
  name: Text,
});
const Risk = z.enum(["none", "low", "medium", "high", "refused"]);

const Diagnostics = z.array(
  z.object({
    code: Text,
    summary: Text.optional(),
    severity: z.enum(["error", "warning"]),
    message: Text,
    hint: Text.optional(),
    fix: Text.optional(),
    ...oldFixFields,
    file: Text,
    line: z.number(),
    column: z.number(),
  }),
);
export type PlainDiagnostics = z.infer<typeof Diagnostics>;

/** The data in place of a difference where the inputs are invalid. */
export const RefusalData = z.strictObject({ version: z.literal(1), clean: z.literal(false), diagnostics: Diagnostics });

/** A difference as data: the output of `tenantry diff --output json`, and the source of a comment. */
const Data = z.strictObject({
  version: z.literal(1),
  base: Text,
  message: Text,
  risk: Risk,
  clean: z.boolean(),
  statements: z.array(
    z.preprocess(
      readOldMessageField,
      z.strictObject({
        topic: Text,
        risk: Risk,
        cluster: Text,
        tenant: Text.optional(),
        about: Text,
        message: Text,
        widens: z.literal(true).optional(),
        headline: Text.optional(),
      }),
    ),
  ),
  changes: z.array(
    z.strictObject({
      verb: z.enum(["create", "change", "move", "delete", "stay"]),
      cluster: Text,
      hub: Text.optional(),
      tenant: Text.optional(),
      application: Text.optional(),
      object: Ref,
      from: Ref.optional(),
      fields: z.array(z.strictObject({ path: Text, before: z.json(), after: z.json() })).optional(),
    }),
  ),
  diagnostics: Diagnostics,
});
export const DifferenceData = z.preprocess(readOldMessageField, Data);
export type DifferenceData = z.infer<typeof Data>;

/** The difference with its old field names added. */
export function printedData(data: DifferenceData): object {
  return withOldMessageField({ ...data, statements: data.statements.map(withOldMessageField) });
}

/** The complete difference as data, without grouping. */
export function differenceData({ base, changes, statements, risk, findings }: Difference): DifferenceData {
  const { orphans, kept } = retainedObjects(changes);
  const data = {
    version: 1,
    base,
    risk: statements.length === 0 ? "none" : risk,
    clean: findings.every(({ severity }) => severity !== "error"),
    statements,
    changes: changes.map((change) => ({
      verb: orphans.has(change) || kept.has(change) ? "stay" : change.verb,
      cluster: change.cluster,
      hub: change.hub,
      tenant: change.tenant,
      application: change.application,
      object: change.ref,
      from: change.from,
      fields:
        change.verb === "change"
          ? fieldChanges(change.before, change.after).map((field) => ({
              path: field.path,
              before: field.before ?? null,
              after: field.after ?? null,
            }))
          : undefined,
    })),
    diagnostics: plainDiagnostics(findings, catalogue),
  };
  const plain = JSON.parse(JSON.stringify(data));
  return DifferenceData.parse({ ...plain, message: blastRadius(plain) });
}
