import { describe, expect, test } from "vitest";
import { external } from "../testing/attacks/proposed-change.ts";
import { proposedChanges } from "../testing/attacks/proposed-changes.ts";
import { type Files, platformProposal, proposalOf, tenantWith } from "../testing/proposals.ts";
import { guardFindings, mergesAutomatically, type ProposalTeams } from "./guard.ts";
import type { Proposal } from "./proposal.ts";

const serving = `
servers: { mlserver: { template: mlserver } }
models: { churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 64Mi } }
`;
const fraud = tenantWith("fraud", "", "acme/fraud");
const retention = { teams: ["acme/retention"], approvedBy: [] };

/** The verdict on a change of churn that its own team proposes: `safe`, `allowed`, or the codes that block it. */
async function verdict(before: string, after: string, more: { readonly before?: Files; readonly after?: Files } = {}) {
  const proposal = await proposalOf(
    { ...fraud, ...tenantWith("churn", before), ...more.before },
    { ...fraud, ...more.before, ...tenantWith("churn", after), ...more.after },
  );
  const codes = new Set(guardFindings(proposal, retention).map(({ code }) => code));
  return codes.size === 0 ? (mergesAutomatically(proposal) ? "safe" : "allowed") : [...codes].sort().join(" ");
}

describe.each(proposedChanges)("$about", ({ changes, files }) => {
  test.each(changes)("$0: $3", async (_, before, after, expected) => {
    expect(await verdict(before, after, files === undefined ? {} : { before: files })).toBe(expected);
  });
});

test("an external network on one cluster only widens", async () => {
  const network = external("corp", "10.0.0.0/8")
    .trim()
    .replace(/^network: /, "");
  expect(await verdict("", `clusters: { alpha: {}, beta: { network: ${network} }, gamma: {} }`)).toBe("guard/widens");
});

test("an external network that another tenant already has widens", async () => {
  const theirs = tenantWith("fraud", external("bureau", "203.0.113.0/24"), "acme/fraud");
  expect(await verdict("", external("bureau", "203.0.113.0/24"), { before: theirs })).toBe("guard/widens");
});

test("a label with a prefix that the platform allows is safe", async () => {
  const own = platformProposal("  floors:\n", "  tenantLabels: [acme.test/]\n  floors:\n");
  expect(await verdict("", 'labels: { acme.test/team: "a" }', { before: own })).toBe("safe");
  expect(await verdict("", 'labels: { acme.testing/team: "a" }', { before: own })).toBe("guard/widens");
  expect(await verdict("", 'labels: { x.acme.test/team: "a" }', { before: own })).toBe("guard/widens");
});

describe("a team", () => {
  const churn = (spec: string, owner?: string): Files => tenantWith("churn", `${serving}${spec}`, owner);
  const approved = { ...retention, approvedBy: ["acme/ml-platform"] };
  /** The codes that block it, each once: a finding can exist on three clusters. */
  const codesOf = (proposal: Proposal, who: ProposalTeams): readonly string[] => [
    ...new Set(guardFindings(proposal, who).map(({ code }) => code)),
  ];

  test.each([
    { name: "quota", more: "quota: { size: medium }\n" },
    { name: "reach", more: "network: { needs: [mlflow] }\n" },
    { name: "access", more: "access: { groups: { churn-people: viewer } }\n" },
    { name: "CPU per container", more: "containers: { max: { cpu: 12 } }\n" },
    { name: "external networks", more: external("all", "203.0.113.0/24") },
    { name: "nodes", more: "nodePool: gpu\n" },
  ])("more $name needs the platform team", async ({ more }) => {
    const proposal = await proposalOf(churn(""), churn(more));
    expect(codesOf(proposal, retention)).toEqual(["guard/widens"]);
    expect([codesOf(proposal, approved), mergesAutomatically(proposal)]).toEqual([[], false]);
  });

  test.each([
    { name: "quota", more: "quota: { size: medium }\n", line: 0 },
    { name: "access", more: "lifecycle: active\naccess: { groups: { churn-people: viewer } }\n", line: 1 },
    {
      name: "a waiver",
      more: 'waivers:\n  images/missing: { reason: Not needed today, owner: Retention, expires: "2026-12-24" }\n',
      line: 1,
    },
  ])("the finding is at the line that requests more: $name", async ({ more, line }) => {
    const text = (files: Files): string => files["tenants/churn.yaml"] ?? "";
    const first = text(churn("")).trimEnd().split("\n").length + 1;
    const found = guardFindings(await proposalOf(churn(""), churn(more)), retention);
    expect(found.length).toBeGreaterThan(0);
    for (const { at } of found) expect(at).toMatchObject({ file: "tenants/churn.yaml", line: first + line });
  });

  test("more reach is at the network's line, although a model's artifact changes too", async () => {
    const before = tenantWith("churn", serving);
    const after = tenantWith("churn", `${serving.replace("model/7", "model/8")}network: { needs: [mlflow] }\n`);
    const found = guardFindings(await proposalOf(before, after), retention);
    const lines = (after["tenants/churn.yaml"] ?? "").split("\n");
    expect(found.map(({ at }) => lines[at.line - 1])).toEqual(
      found.map(() => expect.stringContaining("needs: [mlflow]")),
    );
    expect(found.length).toBeGreaterThan(0);
  });

  test("a larger external network of the same name widens, and a smaller one does not", async () => {
    const value = external("bureau", "203.0.113.8/32");
    const two = external("bureau", "203.0.113.8/32", "198.51.100.0/25");
    const found = guardFindings(await proposalOf(churn(value), churn(two)), retention);
    expect(found.map(({ message }) => message)).toContainEqual(
      expect.stringContaining("churn -> 198.51.100.0/25 opens 443/TCP"),
    );
    expect(await verdict(two, value)).toBe("safe");
    expect(await verdict(value, "")).toBe("allowed");
  });

  test("a change that suspends the tenant needs a review", async () => {
    expect(await verdict(serving, `${serving}lifecycle: suspended\n`)).toBe("allowed");
  });

  test("a waiver needs the platform team", async () => {
    const waiver =
      'waivers: { images/missing: { reason: Not needed today, owner: Retention, expires: "2026-12-24" } }\n';
    expect(codesOf(await proposalOf(churn(""), churn(waiver)), retention)).toEqual(["guard/platform"]);
  });

  test("a new tenant needs the platform team", async () => {
    const proposal = await proposalOf(churn(""), { ...churn(""), ...tenantWith("third") });
    expect(codesOf(proposal, retention)).toContain("guard/platform");
    expect(codesOf(proposal, approved)).toEqual([]);
  });

  test("a new owner needs the platform team, and the new owner cannot propose it", async () => {
    const proposal = await proposalOf(churn(""), churn("", "acme/fraud"));
    expect(codesOf(proposal, retention)).toEqual(["guard/platform"]);
    expect(codesOf(proposal, { teams: ["acme/fraud"], approvedBy: [] })).toEqual(["guard/not-yours"]);
  });

  test("a change of two tenants needs the platform team", async () => {
    const both = { ...churn("labels: {}\n"), ...tenantWith("fraud", "labels: {}\n", "acme/fraud") };
    const proposal = await proposalOf({ ...churn(""), ...fraud }, both);
    expect(codesOf(proposal, retention).toSorted()).toEqual(["guard/not-yours", "guard/platform"]);
    expect(codesOf(proposal, approved)).toEqual([]);
  });

  test.each([
    "platform/platform.yaml",
    "platform/schemas.yaml",
    "platform/schemas/widget.yaml",
    "clusters/alpha/cluster.yaml",
    "README.md",
    ".github/workflows/x.yaml",
  ])("a change of %s needs the platform team", async (file) => {
    const proposal = { ...(await proposalOf(churn(""), churn(""))), files: [file] };
    expect(codesOf(proposal, retention)).toEqual(["guard/platform"]);
    expect(codesOf(proposal, approved)).toEqual([]);
  });

  test("a change of another file as well is not safe", async () => {
    const proposal = await proposalOf(churn(""), churn("labels: {}\n"));
    expect(mergesAutomatically(proposal)).toBe(true);
    expect(mergesAutomatically({ ...proposal, files: [...proposal.files, "README.md"] })).toBe(false);
  });

  test("a proposal that makes it the platform team needs the platform team", async () => {
    const after = { ...churn(""), ...platformProposal("acme/ml-platform }", "acme/retention }") };
    expect(codesOf(await proposalOf(churn(""), after), retention)).toContain("guard/platform");
  });
});

describe("files and people", () => {
  const team = (...teams: readonly string[]): ProposalTeams => ({ teams, approvedBy: [] });

  test.each([
    { name: "its own team", who: team("acme/retention"), codes: [] },
    { name: "its own team in capitals, which GitHub does not distinguish", who: team("ACME/Retention"), codes: [] },
    { name: "another team", who: team("acme/other"), codes: ["guard/not-yours"] },
  ])("a change within what a tenant has, proposed by $name: $codes", async ({ who, codes }) => {
    const proposal = await proposalOf(tenantWith("churn"), tenantWith("churn", "labels: {}\n"));
    expect(guardFindings(proposal, who).map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    { name: "no team", who: team("acme/retention"), codes: ["guard/widens"] },
    {
      name: "another tenant's team",
      who: { ...team("acme/retention"), approvedBy: ["acme/fraud"] },
      codes: ["guard/widens"],
    },
    { name: "the platform team", who: { ...team("acme/retention"), approvedBy: ["acme/ml-platform"] }, codes: [] },
    { name: "no team, and proposed by the platform team", who: team("acme/ml-platform"), codes: [] },
  ])("a change that widens, approved by $name: $codes", async ({ who, codes }) => {
    const proposal = await proposalOf(tenantWith("churn"), tenantWith("churn", "quota: { size: medium }\n"));
    expect([...new Set(guardFindings(proposal, who).map(({ code }) => code))]).toEqual(codes);
  });

  test("a new owner is reported", async () => {
    const after = tenantWith("churn", "", "acme/fraud");
    expect(await verdict("", "", { after })).toBe("guard/platform");
    const findings = guardFindings(await proposalOf(tenantWith("churn"), after), retention);
    expect(findings.map(({ message }) => message)).toContainEqual(
      expect.stringContaining("new owner of tenant churn: acme/fraud instead of acme/retention"),
    );
  });

  test("a change of two tenants is reported", async () => {
    const after = tenantWith("fraud", "labels: {}\n", "acme/fraud");
    expect(await verdict("", "labels: {}\n", { after })).toBe("guard/not-yours guard/platform");
  });

  test("a new tenant is reported", async () => {
    expect(await verdict("", "", { after: tenantWith("third") })).toBe("guard/platform guard/widens");
  });

  test("a change of the platform's file is reported", async () => {
    expect(await verdict("", "", { after: platformProposal("acme/ml-platform }", "acme/retention }") })).toBe(
      "guard/platform",
    );
  });

  test("an unknown platform team is reported for every author", async () => {
    const proposal = await proposalOf(tenantWith("churn"), tenantWith("churn", "labels: {}\n"));
    const allTeams = { teams: ["acme/ml-platform", "acme/retention"], approvedBy: ["acme/ml-platform"] };
    expect(guardFindings({ ...proposal, platformTeam: undefined }, allTeams)).toHaveLength(1);
  });

  test("an invalid base needs the platform team that a trusted checkout names", async () => {
    const proposal = {
      ...(await proposalOf(tenantWith("churn"), tenantWith("churn", "labels: {}\n"))),
      before: undefined,
    };
    expect(guardFindings(proposal, retention).map(({ code }) => code)).toEqual(["guard/platform"]);
    expect(mergesAutomatically(proposal)).toBe(false);
    expect(guardFindings(proposal, { teams: [], approvedBy: ["acme/ml-platform"] })).toEqual([]);
  });
});

describe("a component", () => {
  const offered = (optIn: string): Files => ({
    "platform/components/account/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nmetadata: { annotations: { tenantry.dev/part: guardrails${optIn} } }\nresources: [account.yaml]\n`,
    "platform/components/account/account.yaml":
      "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: cloud, annotations: { cloud.acme.test/role: reader } }\nautomountServiceAccountToken: true\n",
  });

  test.each([
    { name: "added", before: "", after: "components: [account]" },
    { name: "removed", before: "components: [account]", after: "" },
  ])("that is $name needs the platform team, unless it is free to use", async ({ before, after }) => {
    expect(await verdict(before, after, { before: offered("") })).toContain("guard/platform");
    expect(await verdict(before, after, { before: offered(", tenantry.dev/opt-in: free") })).not.toContain("guard");
    expect(await verdict(before, after, { before: offered(", tenantry.dev/opt-in: later") })).toContain(
      "guard/platform",
    );
  });

  test("with an object of a kind that the platform allows in addition needs the platform team, although it is free to use", async () => {
    const files = {
      ...platformProposal(
        "  floors:\n",
        "  tenantKinds: [{ group: acme.test, kind: Widget, part: guardrails }]\n  floors:\n",
      ),
      ...offered(", tenantry.dev/opt-in: free"),
      "platform/components/account/account.yaml": "apiVersion: acme.test/v1\nkind: Widget\nmetadata: { name: cloud }\n",
    };
    expect(await verdict("", "components: [account]", { before: files })).toContain("guard/widens");
  });
});
