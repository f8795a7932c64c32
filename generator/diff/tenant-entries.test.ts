import { expect, test } from "vitest";
import { guardFindings, mergesAutomatically } from "../guard/guard.ts";
import { codeOwners } from "../layout/code-owners.ts";
import { withBuckets } from "../testing/buckets.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { type Files, proposalOf, repositoryWith, tenantWith } from "../testing/proposals.ts";
import { sandbox, treeOf } from "../testing/sandbox.ts";
import type { Inventory } from "../validate/inventory.ts";
import type { DesiredState } from "./desired-state.ts";
import { shareStatements } from "./shares.ts";

const serving = `
servers: { mlserver: { template: mlserver } }
models: { churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 64Mi } }
`;
const other = tenantWith("other", "servers: { mlserver: { template: mlserver } }\n");
const store = "clusters/alpha/applications/addons/buckets/application-store.yaml";

/** The statements of a change of churn on alpha about add-ons, and the findings of guard for the team of churn. */
async function changed(before: string, after: string) {
  const files: Files = Object.fromEntries(treeOf(withBuckets(repositoryWith({}))));
  const proposal = await proposalOf(
    { ...files, ...tenantWith("churn", before), ...other },
    { ...files, ...tenantWith("churn", after), ...other },
  );
  const withGenerated = { ...proposal, files: [...proposal.files, store] };
  return {
    automatic: mergesAutomatically(withGenerated),
    statements: proposal.statements
      .filter(({ cluster, topic }) => cluster === "alpha" && topic === "add-ons")
      .map(({ tenant, about, message, widens }) => `${tenant}: ${about}: ${message}${widens ? " (widens)" : ""}`),
    findings: guardFindings(withGenerated, { teams: ["acme/retention"], approvedBy: [] })
      .filter(({ message, at }) => /^add-ons on alpha/.test(message) || at.file === store)
      .map(({ at, code }) => `${at.file}:${at.line} ${code}`),
  };
}

const about = (list: string): string => `${list} of Application alpha.platform.buckets.store`;

test("the first Server gives entries in the values, and guard reports them at the Server", async () => {
  const { statements, findings } = await changed("", serving);
  expect(statements).toEqual([
    `churn: ${about("server.buckets")}: gives churn: a bucket (widens)`,
    `churn: ${about("server.users")}: gives churn: a bucket (widens)`,
  ]);
  expect(new Set(findings)).toEqual(new Set(["tenants/churn.yaml:7 guard/widens"]));
});

test("the last Server goes with the entries", async () => {
  const { statements } = await changed(serving, "");
  expect(statements).toEqual([
    `churn: ${about("server.buckets")}: goes: nothing. The bucket remains`,
    `churn: ${about("server.users")}: goes: nothing. The bucket remains`,
  ]);
});

test("a change without entries needs no approval, also if the file of the Application differs", async () => {
  expect(await changed(serving, `${serving}labels: {}\n`)).toEqual({ automatic: true, statements: [], findings: [] });
});

test("entries that leave with their cluster are part of the statement about the cluster", () => {
  const files: Files = {
    ...Object.fromEntries(treeOf(withBuckets(repositoryWith({})))),
    ...tenantWith("churn", serving),
  };
  const inventory = inventoryOf(repositoryWith(files));
  const state = (clusters: Inventory["clusters"]): DesiredState => ({
    inventory: { ...inventory, clusters },
    tree: { read: () => undefined, below: () => [], clusters: () => [] },
    read: () => undefined,
  });
  const [, ...others] = inventory.clusters;
  expect(shareStatements(state(inventory.clusters), state(others), [])).toEqual([]);
  expect(shareStatements(state(others), state(inventory.clusters), [])).toHaveLength(2);
});

test("the file of the Application has no code owner, and those of other add-ons have", () => {
  const owners = (root: string): readonly string[] =>
    codeOwners(inventoryOf(root))
      .split("\n")
      .filter((line) => line.includes("/applications/addons/"));
  expect(owners(withBuckets(sandbox("none")))).toEqual([
    "/clusters/*/applications/addons/buckets/application-store.yaml",
  ]);
  expect(owners(sandbox("none"))).toEqual([]);
});
