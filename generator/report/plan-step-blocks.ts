import { compareStrings } from "../diagnostics/diagnostic.ts";
import { type Change, describeRef } from "../plan/change.ts";
import { describeEdit } from "../plan/edit.ts";
import type { Effect, Traffic } from "../plan/effect.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { type Block, heading } from "../text/document.ts";
import { listText } from "../text/listed.ts";

const mostShown = 400;
const mostDifferences = 40;

/** One commit of a plan in detail. */
export function stepBlocks(step: PlannedStep, number: number, all: number): readonly Block[] {
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
    ...differenceBlocks(step.differences ?? []),
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

function differenceBlocks(differences: readonly string[]): readonly Block[] {
  if (differences.length === 0) return [];
  return [
    { text: "Differences of the chart, by its two descriptions:" },
    { items: differences.slice(0, mostDifferences) },
    ...(differences.length > mostDifferences
      ? [
          {
            text: `And ${differences.length - mostDifferences} more differences. Use --output json to see all of them.`,
          },
        ]
      : []),
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
