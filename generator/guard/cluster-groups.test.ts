import { expect, test } from "vitest";
import { clusterProposal, type Files, proposalOf, tenantWith } from "../testing/proposals.ts";
import { guardFindings, mergesAutomatically } from "./guard.ts";

const churn = (selection: string): Files => tenantWith("churn", `${selection}\n`);
const inGroups = (cluster: "alpha" | "beta", groups: string): Files =>
  clusterProposal(cluster, "spec:\n", `spec:\n  groups: [${groups}]\n`);
const retention = { teams: ["acme/retention"], approvedBy: [] };
const platformTeam = { teams: ["acme/ml-platform"], approvedBy: [] };

/** The findings that list a change of a tenant's clusters. */
async function listed(before: Files, after: Files): Promise<readonly string[]> {
  const proposal = await proposalOf(before, after);
  expect(mergesAutomatically(proposal)).toBe(false);
  expect(guardFindings(proposal, platformTeam)).toEqual([]);
  return guardFindings(proposal, retention)
    .filter(({ message }) => /cluster/.test(message) && !message.includes("belongs to"))
    .map(({ code, at, message }) => `${at.file}:${at.line} ${code} ${message}`);
}

test("a cluster that joins a group: the tenant that gains it is listed, with the group", async () => {
  const before = { ...churn("clusterGroups: { eu: {} }"), ...inGroups("alpha", "eu") };
  expect(await listed(before, { ...before, ...inGroups("beta", "eu") })).toEqual([
    "clusters/beta/cluster.yaml:7 guard/widens clusters on beta: tenant churn gains cluster beta by group eu",
  ]);
});

test("a label that a selector matches: the tenant that gains the cluster is listed, with the selector", async () => {
  const before = {
    ...churn("clusters: { alpha: {} }\nclusterSelector: { matchLabels: { acme.test/region: eu } }"),
    ...clusterProposal("alpha", "name: alpha", "name: alpha\n  labels: { acme.test/region: eu }"),
  };
  const after = {
    ...before,
    ...clusterProposal("beta", "name: beta", "name: beta\n  labels: { acme.test/region: eu }"),
  };
  expect(await listed(before, after)).toEqual([
    "clusters/beta/cluster.yaml:6 guard/widens clusters on beta: tenant churn gains cluster beta by spec.clusterSelector",
  ]);
});

test("a cluster that leaves a group: the tenant that loses it is listed", async () => {
  const stays = { ...churn("clusterGroups: { eu: {} }"), ...inGroups("alpha", "eu") };
  expect(await listed({ ...stays, ...inGroups("beta", "eu") }, { ...stays, ...inGroups("beta", "") })).toEqual([
    "clusters/beta/cluster.yaml:7 guard/platform tenant churn loses cluster beta, which it had by group eu",
  ]);
});

test.each([
  {
    name: "a group",
    line: 7,
    selection: "clusters: { alpha: {} }\nclusterGroups: { eu: {} }",
    more: ["tenants/churn.yaml:7 guard/platform new cluster groups for tenant churn: eu"],
  },
  {
    name: "a selector",
    line: 7,
    selection: "clusters: { alpha: {} }\nclusterSelector: { matchLabels: { tenantry.dev/cluster: beta } }",
    more: [
      "tenants/churn.yaml:7 guard/platform new or wider spec.clusterSelector of tenant churn: it can select later clusters",
    ],
  },
  { name: "a cluster", line: 6, selection: "clusters: { alpha: {}, beta: {} }", more: [] },
])(
  "a tenant that adds $name to its file needs the platform team for the new cluster",
  async ({ selection, line, more }) => {
    const clusters = inGroups("beta", "eu");
    expect(
      await listed({ ...churn("clusters: { alpha: {} }"), ...clusters }, { ...churn(selection), ...clusters }),
    ).toEqual([...more, `tenants/churn.yaml:${line} guard/platform new cluster beta for tenant churn`]);
  },
);

test.each([
  {
    name: "an empty selector instead of all clusters",
    before: "clusters: { alpha: {}, beta: {}, gamma: {} }",
    after: "clusterSelector: {}",
    found: "new or wider spec.clusterSelector of tenant churn: it can select later clusters",
  },
  {
    name: "a label of a later cluster",
    before: "clusters: { alpha: {} }\nclusterSelector: { matchLabels: { tenantry.dev/cluster: alpha } }",
    after:
      "clusters: { alpha: {} }\nclusterSelector: { matchExpressions: [{ key: tenantry.dev/cluster, operator: In, values: [alpha, later] }] }",
    found: "new or wider spec.clusterSelector of tenant churn: it can select later clusters",
  },
  {
    name: "a group whose clusters the tenant has",
    before: "clusters: { beta: {} }",
    after: "clusters: { beta: {} }\nclusterGroups: { eu: null }",
    found: "new cluster groups for tenant churn: eu",
  },
  {
    name: "an exclusion of a named cluster less",
    before: "clusters: { beta: {} }\nclusterGroups: { eu: {} }\nexcludeClusters: [gamma]",
    after: "clusters: { beta: {} }\nclusterGroups: { eu: {} }",
    found: "removed entries of spec.excludeClusters of tenant churn: gamma",
  },
])("$name needs the platform team, although no cluster is new", async ({ before, after, found }) => {
  const clusters = inGroups("beta", "eu");
  const proposal = await proposalOf({ ...churn(before), ...clusters }, { ...churn(after), ...clusters });
  expect(guardFindings(proposal, platformTeam)).toEqual([]);
  expect(guardFindings(proposal, retention).map(({ message }) => message)).toEqual([found]);
});

test("a tenant that selects fewer clusters needs no approval for later clusters", async () => {
  const clusters = inGroups("beta", "eu");
  const before = { ...churn("clusters: { beta: {} }\nclusterGroups: { eu: {} }"), ...clusters };
  const proposal = await proposalOf(before, { ...churn("clusters: { beta: {} }"), ...clusters });
  expect(guardFindings(proposal, retention)).toEqual([]);
});

test("a tenant that no longer excludes a cluster needs the platform team", async () => {
  const clusters = { ...inGroups("alpha", "eu"), ...inGroups("beta", "eu") };
  const before = { ...churn("clusterGroups: { eu: {} }\nexcludeClusters: [beta]"), ...clusters };
  expect(await listed(before, { ...churn("clusterGroups: { eu: {} }"), ...clusters })).toEqual([
    "tenants/churn.yaml:6 guard/platform new cluster beta for tenant churn",
  ]);
});
