import { plainDiagnostics } from "../diagnostics/report.ts";
import { withOldMessageField } from "../diagnostics/retired-fields.ts";
import { defined } from "../models/defined.ts";
import { describeEdit } from "../plan/edit.ts";
import { type LastStep, type Plan, verbOf } from "../plan/plan.ts";
import { catalogue } from "../rules/table.ts";

/** A plan as data. */
export function planData(plan: Plan): object {
  return {
    version: 1,
    title: plan.title,
    unmet: plainDiagnostics(plan.unmet, catalogue),
    traffic: withOldMessageField(plan.risk),
    steps: plan.steps.map(
      ({ title, why, edits, asWritten, differences, first, next, takes, verify, changes, staying, effects }) => ({
        title,
        why,
        ...defined({ asWritten, differences }),
        first: first ?? [],
        next: next ?? [],
        edits: edits.map((edit) =>
          "delete" in edit
            ? { ...edit, goes: true }
            : withOldMessageField({
                file: edit.file,
                path: edit.path,
                value: edit.value ?? null,
                message: describeEdit(edit),
              }),
        ),
        takes,
        verify,
        effects: effects.map(withOldMessageField),
        changes: changes.map((change) => {
          const { cluster, hub, application, tenant, ref, from, wave } = change;
          return {
            verb: verbOf(change, staying),
            cluster,
            ...defined({ hub }),
            application,
            tenant,
            object: ref,
            ...defined({ from }),
            wave,
          };
        }),
      }),
    ),
    staysBehind: plan.staysBehind,
    last: plan.last === undefined ? undefined : lastData(plan.last),
    contexts: plan.contexts,
    back: plan.back,
  };
}

/** `commands` are those of all parts. */
function lastData({ message, parts }: LastStep): object {
  return withOldMessageField({ message, commands: parts.flatMap(({ commands }) => commands), parts });
}
