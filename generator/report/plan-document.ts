import { compareStrings } from "../diagnostics/diagnostic.ts";
import { plainDiagnostics } from "../diagnostics/report.ts";
import { withOldMessageField } from "../diagnostics/retired-fields.ts";
import { defined } from "../models/defined.ts";
import { type Change, describeRef } from "../plan/change.ts";
import { describeEdit } from "../plan/edit.ts";
import type { Effect, Traffic } from "../plan/effect.ts";
import type { LastStep, Plan, PlannedStep } from "../plan/plan.ts";
import { catalogue } from "../rules/table.ts";
import { type Block, heading } from "../text/document.ts";
import { listText } from "../text/listed.ts";

/** A plan for an operator on call: the commits, the interruption, the blockers, each commit in detail, and the rollback. */
export function planDocument(plan: Plan): readonly Block[] {
  const counts = plan.steps.map(
    (step, index) => `Commit ${index + 1}: ${step.title} (${step.unseen ? "blocked, see below" : summary(step)}).`,
  );
  if (plan.steps.every(({ changes, unseen }) => changes.length === 0 && unseen === undefined)) {
    const reported =
      plan.unmet.length > 0 ? [] : [{ text: "Nothing changes: the generated files already match the target state." }];
    return [heading(1, `Plan: ${plan.title}`), ...reported, ...blockers(plan), ...lastBlocks(plan)];
  }
  return [
    heading(1, `Plan: ${plan.title}`),
    { items: counts, numbered: true },
    { text: `Interruption: ${plan.risk.message}${tenantsNote(plan.risk.tenants)}` },
    ...(plan.contexts === undefined ? [] : [{ text: plan.contexts }]),
    ...blockers(plan),
    ...plan.steps.flatMap((step, index) => stepBlocks(step, index + 1, plan.steps.length)),
    ...lastBlocks(plan),
    ...(plan.last === undefined ? rollbackSection(plan) : []),
  ];
}

function lastBlocks(plan: Plan): readonly Block[] {
  return [
    ...(plan.staysBehind.length > 0 ? [heading(2, "Remains in the cluster"), { items: plan.staysBehind }] : []),
    ...(plan.last === undefined
      ? []
      : [
          heading(2, "Manual last step"),
          { text: plan.last.message },
          ...plan.last.parts.flatMap(({ message, commands }): readonly Block[] => [
            { text: message },
            { code: commands },
          ]),
          ...rollbackSection(plan),
        ]),
  ];
}

function rollbackSection({ back }: Plan): readonly Block[] {
  return [heading(2, "Rollback"), { items: back }];
}

/** A plan as data. */
export function planData(plan: Plan): object {
  return {
    version: 1,
    title: plan.title,
    unmet: plainDiagnostics(plan.unmet, catalogue),
    traffic: withOldMessageField(plan.risk),
    steps: plan.steps.map(
      ({ title, why, edits, asWritten, first, next, takes, verify, changes, staying, effects }) => ({
        title,
        why,
        ...defined({ asWritten }),
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

function blockers({ unmet }: Plan): readonly Block[] {
  if (unmet.length === 0) return [];
  return [
    heading(2, "Blocked by"),
    {
      items: unmet.map(
        ({ at, code, message, hint }) =>
          `${at.file}:${at.line}:${at.column} ${code}: ${message}.${hint === undefined ? "" : ` ${hint}`}`,
      ),
    },
  ];
}

const mostShown = 400;

function stepBlocks(step: PlannedStep, number: number, all: number): readonly Block[] {
  const staying = step.changes.filter((change) => step.staying.has(change));
  const moving = step.changes.filter((change) => !step.staying.has(change));
  const shown = moving.slice(0, mostShown);
  const groups = Map.groupBy(shown, ({ application }) => application ?? "by hand, with the bootstrap command");
  return [
    heading(2, `Commit ${number}: ${step.title}`),
    { text: step.why },
    ...(step.asWritten && all > 1
      ? [{ text: "In this commit, restore the content that the hand-written files had before commit 1." }]
      : []),
    ...(step.edits.length > 0 ? [{ items: step.edits.map(describeEdit) }] : []),
    {
      code: [
        "npx --no-install tenantry build",
        "git add --all . ':/*CODEOWNERS' && git commit   # then open a pull request and merge it",
      ],
    },
    ...((step.first ?? []).length > 0
      ? [{ text: "Run these commands in this order before you merge:" }, ...verifications(step.first ?? [])]
      : []),
    ...((step.next ?? []).length > 0
      ? [{ text: "Run these commands in this order after the merge:" }, ...verifications(step.next ?? [])]
      : []),
    ...(step.changes.length === 0
      ? [
          {
            text: step.unseen ? "The changes are unknown until you fix the blocking findings." : "No object changes.",
          },
        ]
      : []),
    ...(shown.length === 0
      ? []
      : [
          {
            header: ["Application", "Sync wave", "Action", "Object"],
            rows: [...groups].flatMap(([name, changes]) => changes.map((change) => changeRow(name, change))),
          },
        ]),
    ...(moving.length > shown.length
      ? [{ text: `And ${moving.length - shown.length} more changes. Use --output json to see all changes.` }]
      : []),
    ...stayingBlocks(staying),
    ...(number === 1 ? [{ text: orderNote }] : []),
    ...effectBlocks(step),
    heading(3, "Duration"),
    { items: step.takes },
    heading(3, "How to verify"),
    ...verifications(step.verify),
    ...(number < all ? [{ text: `Merge commit ${number + 1} only after all checks of commit ${number} pass.` }] : []),
  ];
}

function verifications(all: PlannedStep["verify"]): readonly Block[] {
  return all.flatMap(({ command, expect }): readonly Block[] => [{ code: [command] }, { text: `Expect ${expect}.` }]);
}

const orderNote =
  "The tables of this plan list the objects of each Application in the order in which Argo CD applies them. Argo CD creates and changes objects by ascending sync wave, and deletes objects by descending sync wave. Argo CD starts a wave only after the objects of the previous wave are healthy or deleted. The Applications of the tenants root have no sync waves, so they do not wait for each other. If the dependencies of an object do not exist yet, Argo CD retries the sync until the dependencies exist. If an object moves, Argo CD creates the new object and deletes the old object, in no fixed order.";

/** The number of objects of each kind that leave git and stay in the cluster. */
function stayingBlocks(staying: readonly Change[]): readonly Block[] {
  if (staying.length === 0) return [];
  const kinds = Map.groupBy(staying, ({ ref }) => ref.kind);
  return [
    {
      text: "These objects leave git, but Argo CD does not delete them in the cluster. Use --output json to see each object.",
    },
    {
      header: ["Kind", "Objects that stay"],
      rows: [...kinds]
        .map(([kind, own]) => [kind, String(own.length)] as const)
        .toSorted(([left], [right]) => compareStrings(left, right)),
    },
  ];
}

function changeRow(application: string, { ref, from, verb, wave }: Change): readonly string[] {
  const what = from === undefined ? describeRef(ref) : `${describeRef(from)} → ${describeRef(ref)}`;
  return [application, String(wave), verb, what];
}

/** An object that leaves git without being deleted in the cluster has the verb `stay`. */
function verbOf(change: Change, staying: PlannedStep["staying"]): Change["verb"] | "stay" {
  return staying.has(change) ? "stay" : change.verb;
}

const requestImpact: Readonly<Record<Traffic, string>> = {
  none: "not affected",
  brief: "may fail briefly",
  down: "interrupted",
};

function effectBlocks({ effects }: PlannedStep): readonly Block[] {
  if (effects.length === 0) return [];
  const commands = [...new Set(effects.flatMap(({ command }) => command ?? []))];
  return [
    heading(3, "Effects"),
    {
      header: ["Object", "Requests", "Effect"],
      rows: grouped(effects).map(({ about, traffic, message }) => [about, requestImpact[traffic], message]),
    },
    ...(commands.length > 0 ? [{ text: "Run by hand:" }, { code: commands }] : []),
  ];
}

/** One row for equal effects on several objects. */
function grouped(effects: PlannedStep["effects"]): readonly Pick<Effect, "about" | "traffic" | "message">[] {
  return [...Map.groupBy(effects, ({ traffic, message }) => `${traffic}${message}`).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const about = listText(
      same.map((effect) => effect.about),
      same.length > 3 ? 2 : 3,
    );
    return [{ about, traffic: first.traffic, message: first.message }];
  });
}

function summary({ changes, staying }: PlannedStep): string {
  const words = {
    create: "created",
    change: "changed",
    move: "moved",
    delete: "deleted",
    stay: "kept in the cluster",
  } as const;
  const parts = Object.entries(words).flatMap(([verb, word]) => {
    const count = changes.filter((change) => verbOf(change, staying) === verb).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return parts.length === 0 ? "no object changes" : `objects: ${parts.join(", ")}`;
}

function tenantsNote(tenants: readonly string[]): string {
  if (tenants.length === 0) return "";
  return ` Affected: ${listText(tenants, tenants.length > 5 ? 4 : 5)}.`;
}
