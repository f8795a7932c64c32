import { expect, test } from "vitest";
import {
  inCentral,
  inMain,
  inMainOnStaging,
  onlyProductionInCentral,
  onlyProductionInMain,
  onlyProductionInMainInGitops,
  onlyStagingInMain,
  onlyStagingInMainOnStaging,
  withoutHub,
  withUnusedHub,
} from "../testing/hub-moves.ts";
import { layoutTree } from "../testing/layout-tree.ts";
import type { Inventory } from "../validate/inventory.ts";
import { argoCDMoves } from "./argo-cd-move.ts";
import { rollbackOfMoves, withArgoCDMoves } from "./argo-cd-move-steps.ts";
import type { CommitStep, Verification } from "./commit-step.ts";

const current: CommitStep = {
  title: "Apply the current files",
  why: "One commit is enough.",
  edits: [],
  takes: [],
  verify: [],
};

function stepBetween(before: Inventory, after: Inventory): CommitStep {
  return withArgoCDMoves(current, argoCDMoves(layoutTree(before), after));
}

const actions = {
  "patch application main.hub":
    /^kubectl --context "[$][{]OLD_ARGOCD_CONTEXT:[?][}]" patch application main[.]hub .*"automated":null/,
  "resume application main.hub":
    /^kubectl --context "[$][{]OLD_ARGOCD_CONTEXT:[?][}]" patch application main[.]hub .*"selfHeal":true/,
  "delete application main.hub": /^kubectl --context "[$][{]OLD_ARGOCD_CONTEXT:[?][}]" delete application main[.]hub /,
  "delete appproject main.hub": /^kubectl --context "[$][{]OLD_ARGOCD_CONTEXT:[?][}]" delete appproject main[.]hub /,
  "see the revision": /status[.]sync[.]revision/,
  "see no roots":
    /^kubectl --context "[$][{]OLD_ARGOCD_CONTEXT:[?][}]" get applications production[.]roots[.]tenants .*--ignore-not-found/,
  "delete the roots":
    /^kubectl --context "[$][{]OLD_ARGOCD_CONTEXT:[?][}]" delete applications production[.]roots[.]tenants production[.]roots[.]platform /,
  "remove finalizers": /xargs -r -n 1 kubectl .* patch .*"finalizers":null/,
  "see no finalizer": /FINALIZERS/,
  "delete the others": /xargs -r kubectl .* delete/,
  "see nothing": /grep --extended-regexp '[/][(]production[)][[][.][\]]'$/,
  "untrack the roots": /^kubectl --context "[$][{]OLD_ARGOCD_CONTEXT:[?][}]" annotate applications .*tracking-id-$/,
  "untrack the projects": /^kubectl --context "[$][{]OLD_ARGOCD_CONTEXT:[?][}]" annotate appprojects .*tracking-id-$/,
  "runbook of the cluster": /clusters[/]production[/]bootstrap[/]README[.]md/,
  "runbook of staging": /clusters[/]staging[/]bootstrap[/]README[.]md/,
  "runbook of main": /platform[/]hubs[/]main[/]README[.]md/,
  "runbook of central": /platform[/]hubs[/]central[/]README[.]md/,
} as const;

const named = (all: readonly Verification[] = []): readonly string[] =>
  all.map(
    ({ command }) => Object.entries(actions).find(([, form]) => form.test(command))?.[0] ?? `unknown: ${command}`,
  );

const release = ["delete the roots", "remove finalizers", "see no finalizer", "delete the others", "see nothing"];

test.each([
  {
    name: "leaves a hub that stays",
    step: () => stepBetween(inMain(), onlyStagingInMain()),
    first: ["patch application main.hub", ...release],
    next: ["see the revision", "resume application main.hub", "see no roots", "runbook of the cluster"],
  },
  {
    name: "leaves a hub as its last cluster",
    step: () => stepBetween(onlyProductionInMain(), withoutHub()),
    first: ["delete application main.hub", "delete appproject main.hub", ...release],
    next: ["runbook of the cluster"],
  },
  {
    name: "leaves a hub as its last cluster, and the platform still declares the hub",
    step: () => stepBetween(onlyProductionInMain(), withUnusedHub()),
    first: ["delete application main.hub", "delete appproject main.hub", ...release],
    next: ["runbook of the cluster"],
  },
  {
    name: "has a hub that moves to another namespace",
    step: () => stepBetween(onlyProductionInMain(), onlyProductionInMainInGitops()),
    first: ["delete application main.hub", "delete appproject main.hub", ...release],
    next: ["runbook of main", "runbook of the cluster"],
  },
  {
    name: "joins a hub",
    step: () => stepBetween(onlyStagingInMain(), inMain()),
    first: release,
    next: ["runbook of the cluster"],
  },
  {
    name: "joins a new hub, which runs on another cluster",
    step: () => stepBetween(withoutHub(), onlyProductionInMain()),
    first: release,
    next: ["runbook of main", "runbook of the cluster"],
  },
  { name: "keeps its hub", step: () => stepBetween(inMain(), inMain()), first: [], next: [] },
])("a cluster $name: the old Argo CD gives it up before the merge", ({ step, first, next }) => {
  const found = step();
  expect({ first: named(found.first), next: named(found.next) }).toEqual({ first, next });
});

test.each([
  {
    name: "the hub gets another name",
    step: () => stepBetween(inMainOnStaging(), inCentral("on staging")),
    next: [
      "delete application main.hub",
      "delete appproject main.hub",
      "untrack the roots",
      "untrack the projects",
      "runbook of central",
    ],
  },
  {
    name: "the hub, on a cluster without Tenantry, gets another name",
    step: () => stepBetween(inMain(), inCentral()),
    next: [
      "delete application main.hub",
      "delete appproject main.hub",
      "untrack the roots",
      "untrack the projects",
      "runbook of central",
    ],
  },
  {
    name: "the own Argo CD of a cluster becomes a hub",
    step: () => stepBetween(withoutHub(), onlyStagingInMainOnStaging()),
    next: ["runbook of main"],
  },
  {
    name: "a hub with one cluster becomes the own Argo CD of the cluster that it runs on",
    step: () => stepBetween(onlyStagingInMainOnStaging(), withoutHub()),
    next: [
      "delete application main.hub",
      "delete appproject main.hub",
      "untrack the roots",
      "untrack the projects",
      "runbook of staging",
    ],
  },
])("$name: nothing is removed before the merge, because the Argo CD is the same", ({ step, next }) => {
  const found = step();
  expect({ first: found.first, next: named(found.next) }).toEqual({ first: [], next });
});

test("a hub that leaves is not renamed if one of its clusters gets its own Argo CD", () => {
  const moves = argoCDMoves(layoutTree(inMain()), onlyProductionInCentral());
  expect(moves.map(({ cluster, within }) => [cluster.name, within])).toEqual([
    ["staging", false],
    ["production", false],
  ]);
  const renamed = argoCDMoves(layoutTree(onlyProductionInMain()), onlyProductionInCentral());
  expect(renamed.map(({ cluster, within }) => [cluster.name, within])).toEqual([["production", true]]);
});

test("a step that applies the current files does not call one commit enough if a cluster changes its Argo CD", () => {
  const step = stepBetween(inMain(), onlyStagingInMain());
  expect(step.title).toBe("Move production to another Argo CD");
  expect(step.why).not.toContain(current.why);
  expect(stepBetween(inMain(), inMain())).toEqual(current);
});

test.each([
  { name: "a hub", before: inMain, after: onlyStagingInMain, runbook: "platform/hubs/main/README.md" },
  {
    name: "an own Argo CD",
    before: onlyStagingInMain,
    after: inMain,
    runbook: "clusters/production/bootstrap/README.md",
  },
])(
  "the rollback of a move from $name: $runbook before the merge, and another move after it",
  ({ before, after, runbook }) => {
    const [cancel, ...others] = rollbackOfMoves(argoCDMoves(layoutTree(before()), after()));
    expect(cancel).toContain(runbook);
    expect(others).toEqual([expect.stringContaining("another move")]);
    expect(rollbackOfMoves([])).toEqual([]);
  },
);

test("a step with edits keeps its title and its reason", () => {
  const edits = [{ file: "clusters/production/cluster.yaml", path: ["spec", "seldon", "version"], value: "2.9.1" }];
  const moves = argoCDMoves(layoutTree(inMain()), onlyStagingInMain());
  const step = withArgoCDMoves({ ...current, title: "Seldon Core 2.9.1", edits }, moves);
  expect(step.title).toBe("Seldon Core 2.9.1");
  expect(step.why).toContain(current.why);
});

test("the finalizers are removed only from Applications of the moved clusters, and seen to be removed before any deletion", () => {
  const { first = [] } = stepBetween(inMain(), onlyStagingInMain());
  const commands = first.map(({ command }) => command);
  const removing = commands.filter((command) => command.includes("appprojects"));
  expect(removing.length).toBeGreaterThan(3);
  for (const command of removing) expect(command).toMatch(/grep --extended-regexp '[/^]\(production\)\[[.]\]'/);
  const seen = first.findIndex(({ command }) => command.includes("FINALIZERS"));
  expect(first[seen]?.expect).toContain('"<none>"');
  expect(commands.findIndex((command) => /xargs -r kubectl .* delete/.test(command))).toBeGreaterThan(seen);
});
