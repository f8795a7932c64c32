import { type Plan, type PlannedStep, verbOf } from "../plan/plan.ts";
import { type Block, heading } from "../text/document.ts";
import { listText } from "../text/listed.ts";
import { stepBlocks } from "./plan-step-blocks.ts";

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
