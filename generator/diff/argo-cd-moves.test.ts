import { expect, test } from "vitest";
import {
  inCentral,
  inMain,
  inMainOnStaging,
  onlyProductionInMain,
  onlyStagingInMain,
  withoutHub,
} from "../testing/hub-moves.ts";
import { layoutChanges, layoutTree } from "../testing/layout-tree.ts";
import type { Inventory } from "../validate/inventory.ts";
import { blastRadius } from "./blast-radius.ts";
import { differenceData } from "./data.ts";
import { type DesiredState, memoizedReader } from "./desired-state.ts";
import { compareStates, statementsOf } from "./difference.ts";
import type { Statement } from "./statement.ts";

const stateOf = (inventory: Inventory): DesiredState => ({
  inventory,
  tree: layoutTree(inventory),
  read: memoizedReader(),
});

/** The statements about clusters that change their Argo CD. */
function movesBetween(before: Inventory, after: Inventory): readonly Statement[] {
  const changes = layoutChanges(before, after);
  return statementsOf(stateOf(before), stateOf(after), changes).filter(
    ({ topic, about, cluster }) => topic === "platform" && about === `cluster ${cluster}`,
  );
}

test.each([
  {
    name: "leaves a hub that stays",
    before: inMain,
    after: onlyStagingInMain,
    found: ["high production"],
    text: [
      "moves from hub main to its own Argo CD. ",
      "Application main.hub deletes the root Applications, before or after they sync the merged commit. ",
      "deploys the objects to its own cluster. ",
      "two Argo CD instances manage the same objects",
    ],
  },
  {
    name: "leaves a hub as its last cluster",
    before: onlyProductionInMain,
    after: withoutHub,
    found: ["high production"],
    text: [
      "Application main.hub and the root Applications stay in the old Argo CD",
      "deploys the objects to its own cluster. ",
    ],
  },
  {
    name: "joins a hub",
    before: onlyStagingInMain,
    after: inMain,
    found: ["high production"],
    text: [
      "moves from its own Argo CD to hub main. The root Applications stay in the old Argo CD and continue to sync. ",
    ],
  },
  {
    name: "and its peer get a hub with another name in the same Argo CD",
    before: inMainOnStaging,
    after: () => inCentral("on staging"),
    found: ["medium production", "medium staging"],
    text: ["Application main.hub and its AppProject stay in Argo CD until a user deletes them"],
  },
  {
    name: "and its peer get a hub with another name and the same destinations",
    before: inMain,
    after: () => inCentral(),
    found: ["medium production", "medium staging"],
    text: ["Application main.hub and its AppProject stay in Argo CD until a user deletes them"],
  },
  { name: "keeps its hub", before: inMain, after: inMain, found: [], text: [] },
])("a cluster $name: $found", ({ before, after, found, text }) => {
  const statements = movesBetween(before(), after());
  expect(statements.map(({ risk, cluster }) => `${risk} ${cluster}`)).toEqual(found);
  for (const part of text) expect(statements[0]?.message).toContain(part);
});

test("the statement counts the Applications that stay, and those that delete their objects", () => {
  const before = inMain();
  const changes = layoutChanges(before, onlyStagingInMain());
  const applications = changes.filter(
    ({ cluster, ref, application }) =>
      cluster === "production" && ref.kind === "Application" && application?.startsWith("production.roots."),
  );
  const cascading = applications.filter(({ before: old }) => JSON.stringify(old).includes('"finalizers"'));
  const [statement] = movesBetween(before, onlyStagingInMain());
  expect(cascading.length).toBeGreaterThan(0);
  expect(statement?.message).toContain(`${applications.length} other Applications stay`);
  expect(statement?.message).toContain(
    `Of these, ${cascading.length} ${cascading.length === 1 ? "has" : "have"} a finalizer`,
  );
});

test("a removed cluster whose hub leaves: the statement names the Application of the hub", () => {
  const before = onlyProductionInMain();
  const without = withoutHub();
  const after = { ...without, clusters: without.clusters.filter(({ name }) => name !== "production") };
  expect(movesBetween(before, after).map(({ message }) => message)).toEqual([
    expect.stringContaining("Application main.hub and its AppProject stay in Argo CD until a user deletes them"),
  ]);
});

test("the blast radius counts a hub as a hub, not as a cluster, and no statement is about the folder of a hub", () => {
  const [before, after] = [withoutHub(), inMain()];
  const changes = layoutChanges(before, after);
  const statements = statementsOf(stateOf(before), stateOf(after), changes);
  expect(statements.filter(({ cluster }) => cluster.includes("/"))).toEqual([]);
  expect(blastRadius(differenceData(compareStates("main", changes, statements, [])))).toMatch(
    /^no tenant, 2 clusters, 1 hub, /,
  );
});
