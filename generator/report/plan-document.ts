import { plainDiagnostics } from "../diagnostics/report.ts";
import { defined } from "../models/defined.ts";
import { withOldMessageField } from "../models/retired-fields.ts";
import { type Change, describeRef } from "../plan/change.ts";
import { describeEdit } from "../plan/edit.ts";
import type { Plan, PlannedStep } from "../plan/plan.ts";
import { catalogue } from "../rules/table.ts";
import { type Block, heading } from "../text/document.ts";
import { listText } from "../text/listed.ts";

/** A plan in the order in which somebody reads it at night: what, what stops it, each commit, the risk, the way back. */
export function planDocument(plan: Plan): readonly Block[] {
  const counts = plan.steps.map(
    (step, index) =>
      `Commit ${index + 1}, ${lowerFirst(step.title)}: ${step.unseen ? "stopped by what is below" : summary(step)}.`,
  );
  if (plan.steps.every(({ changes, unseen }) => changes.length === 0 && unseen === undefined)) {
    const reported = plan.unmet.length > 0 ? [] : [{ text: "Nothing changes: the tree is what this asks for." }];
    return [heading(1, `Plan: ${plan.title}`), ...reported, ...unmet(plan), ...lastBlocks(plan)];
  }
  return [
    heading(1, `Plan: ${plan.title}`),
    { items: counts, numbered: true },
    { text: `Requests: ${plan.risk.message}${tenantsNote(plan.risk.tenants)}` },
    ...unmet(plan),
    ...plan.steps.flatMap((step, index) => stepBlocks(step, index + 1, plan.steps.length)),
    ...lastBlocks(plan),
    ...(plan.last === undefined ? rollback(plan) : []),
  ];
}

function lastBlocks(plan: Plan): readonly Block[] {
  return [
    ...(plan.staysBehind.length > 0 ? [heading(2, "What stays behind"), { items: plan.staysBehind }] : []),
    ...(plan.last === undefined
      ? []
      : [
          heading(2, "What a person does last"),
          { text: plan.last.message },
          { code: plan.last.commands },
          ...rollback(plan),
        ]),
  ];
}

function rollback({ back }: Plan): readonly Block[] {
  return [heading(2, "How to go back"), { items: back }];
}

/** A plan for programs. */
export function planData(plan: Plan): object {
  return {
    version: 1,
    title: plan.title,
    unmet: plainDiagnostics(plan.unmet, catalogue),
    traffic: withOldMessageField(plan.risk),
    steps: plan.steps.map(({ title, why, edits, asWritten, first, takes, verify, changes, staying, effects }) => ({
      title,
      why,
      ...defined({ asWritten }),
      first: first ?? [],
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
        const { cluster, application, tenant, ref, from, wave } = change;
        return {
          verb: verbOf(change, staying),
          cluster,
          application,
          tenant,
          object: ref,
          ...defined({ from }),
          wave,
        };
      }),
    })),
    staysBehind: plan.staysBehind,
    last: plan.last === undefined ? undefined : withOldMessageField(plan.last),
    back: plan.back,
  };
}

function unmet({ unmet: found }: Plan): readonly Block[] {
  if (found.length === 0) return [];
  return [
    heading(2, "What stops it today"),
    {
      items: found.map(
        ({ at, code, message, hint }) =>
          `${at.file}:${at.line}:${at.column} ${code}: ${message}.${hint === undefined ? "" : ` ${hint}`}`,
      ),
    },
  ];
}

const mostShown = 400;

function stepBlocks(step: PlannedStep, number: number, all: number): readonly Block[] {
  const shown = step.changes.slice(0, mostShown);
  const groups = Map.groupBy(shown, ({ application }) => application ?? "a person, with the bootstrap's command");
  return [
    heading(2, `Commit ${number}: ${step.title}`),
    { text: step.why },
    ...(step.asWritten && all > 1 ? [{ text: "The files as they are now." }] : []),
    ...(step.edits.length > 0 ? [{ items: step.edits.map(describeEdit) }] : []),
    { code: ["npx --no-install tenantry build", "git add --all && git commit   # then a pull request, and its merge"] },
    ...((step.first ?? []).length > 0 ? [{ text: "Before it is merged:" }, ...verifications(step.first ?? [])] : []),
    ...(shown.length === 0
      ? [{ text: step.unseen ? "What it does can be said when the files allow it." : "No object changes." }]
      : [
          {
            header: ["By", "Order", "", "Object"],
            rows: [...groups].flatMap(([name, changes]) =>
              changes.map((change) => changeRow(name, change, step.staying)),
            ),
          },
        ]),
    ...(step.changes.length > shown.length
      ? [{ text: `And ${step.changes.length - shown.length} more; --output json has all of them.` }]
      : []),
    ...(number === 1 ? [{ text: orderNote }] : []),
    ...effectBlocks(step),
    heading(3, "How long"),
    { items: step.takes },
    heading(3, "How to see that it is done"),
    ...verifications(step.verify),
    ...(number < all ? [{ text: `Merge commit ${number + 1} only when all of that is so.` }] : []),
  ];
}

function verifications(all: PlannedStep["verify"]): readonly Block[] {
  return all.flatMap(({ command, expect }): readonly Block[] => [{ code: [command] }, { text: `Expect ${expect}.` }]);
}

const orderNote =
  "In this table and in all below: rows of one Application happen in the order shown: what is made by rising wave, what goes by falling wave, and each wave waits until the one before is healthy or gone. Applications do not wait for each other, but those of the platform's root, which has waves of its own: what has to be there first is tried again until it is. What moves is made in the one place and removed from the other, in no order. What stays is taken out of git, and nobody deletes it in the cluster.";

function changeRow(application: string, change: Change, staying: PlannedStep["staying"]): readonly string[] {
  const { ref, from, wave } = change;
  const verb = verbOf(change, staying);
  const what = from === undefined ? describeRef(ref) : `${describeRef(from)} → ${describeRef(ref)}`;
  return [application, `wave ${wave}`, verb, what];
}

/** What is no longer in git, and nobody deletes, stays. */
function verbOf(change: Change, staying: PlannedStep["staying"]): Change["verb"] | "stay" {
  return staying.has(change) ? "stay" : change.verb;
}

function effectBlocks({ effects }: PlannedStep): readonly Block[] {
  if (effects.length === 0) return [];
  const commands = [...new Set(effects.flatMap(({ command }) => command ?? []))];
  return [
    heading(3, "What that does"),
    {
      header: ["Object", "Requests", "What happens"],
      rows: grouped(effects).map(({ about, traffic, message }) => [about, traffic, message]),
    },
    ...(commands.length > 0 ? [{ text: "By hand:" }, { code: commands }] : []),
  ];
}

/** The same thing said of many objects is said once. */
function grouped(effects: PlannedStep["effects"]): readonly { about: string; traffic: string; message: string }[] {
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
    create: "made",
    change: "changed",
    move: "moved",
    delete: "removed",
    stay: "left in the cluster",
  } as const;
  const parts = Object.entries(words).flatMap(([verb, word]) => {
    const count = changes.filter((change) => verbOf(change, staying) === verb).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return parts.length === 0 ? "nothing changes" : `objects: ${parts.join(", ")}`;
}

function tenantsNote(tenants: readonly string[]): string {
  if (tenants.length === 0) return "";
  return ` It concerns ${listText(tenants, tenants.length > 5 ? 4 : 5)}.`;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) && !text.startsWith("Seldon") ? `${text[0]?.toLowerCase()}${text.slice(1)}` : text;
}
