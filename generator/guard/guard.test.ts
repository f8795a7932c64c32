import { describe, expect, test } from "vitest";
import { external, proposedChanges } from "../testing/attacks/proposed-changes.ts";
import { type Files, platformProposal, proposalOf, tenantWith } from "../testing/proposals.ts";
import { guardFindings, isSafe, type Proposal, type ProposalTeams } from "./guard.ts";

const serving = `
servers: { mlserver: { template: mlserver } }
models: { churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 64Mi } }
`;
const fraud = tenantWith("fraud", "", "acme/fraud");
const retention = { teams: ["acme/retention"], approvedBy: [] };

/** What guard says of a change of churn that its own team proposes: `safe`, `allowed`, or the codes that stop it. */
async function verdict(before: string, after: string, more: { readonly before?: Files; readonly after?: Files } = {}) {
  const proposal = await proposalOf(
    { ...fraud, ...tenantWith("churn", before), ...more.before },
    { ...fraud, ...more.before, ...tenantWith("churn", after), ...more.after },
  );
  const codes = new Set(guardFindings(proposal, retention).map(({ code }) => code));
  return codes.size === 0 ? (isSafe(proposal) ? "safe" : "allowed") : [...codes].sort().join(" ");
}

describe.each(proposedChanges)("$about", ({ changes, files }) => {
  test.each(changes)("$0: $3", async (_, before, after, expected) => {
    expect(await verdict(before, after, files === undefined ? {} : { before: files })).toBe(expected);
  });
});

test("a network outside on one cluster only", async () => {
  const network = external("corp", "10.0.0.0/8")
    .trim()
    .replace(/^network: /, "");
  expect(await verdict("", `clusters: { alpha: {}, beta: { network: ${network} }, gamma: {} }`)).toBe("guard/widens");
});

test("a network outside that another tenant has already", async () => {
  const theirs = tenantWith("fraud", external("bureau", "203.0.113.0/24"), "acme/fraud");
  expect(await verdict("", external("bureau", "203.0.113.0/24"), { before: theirs })).toBe("guard/widens");
});

test("labels that begin as the platform says are a tenant's own", async () => {
  const own = platformProposal("  floors:\n", "  tenantLabels: [acme.test/]\n  floors:\n");
  expect(await verdict("", 'labels: { acme.test/team: "a" }', { before: own })).toBe("safe");
  expect(await verdict("", 'labels: { acme.testing/team: "a" }', { before: own })).toBe("guard/widens");
  expect(await verdict("", 'labels: { x.acme.test/team: "a" }', { before: own })).toBe("guard/widens");
});

describe("a team", () => {
  const churn = (spec: string, owner?: string): Files => tenantWith("churn", `${serving}${spec}`, owner);
  const approved = { ...retention, approvedBy: ["acme/ml-platform"] };
  /** Codes of what stops it, each once: a finding may be on three clusters. */
  const codesOf = (proposal: Proposal, who: ProposalTeams): readonly string[] => [
    ...new Set(guardFindings(proposal, who).map(({ code }) => code)),
  ];

  test.each([
    { name: "quota", more: "quota: { size: medium }\n" },
    { name: "reach", more: "network: { needs: [mlflow] }\n" },
    { name: "access", more: "access: { groups: { churn-people: viewer } }\n" },
    { name: "of one container", more: "containers: { max: { cpu: 12 } }\n" },
    { name: "of the world outside", more: external("all", "203.0.113.0/24") },
    { name: "nodes", more: "nodePool: gpu\n" },
  ])("gets no more $name without the platform team", async ({ more }) => {
    const proposal = await proposalOf(churn(""), churn(more));
    expect(codesOf(proposal, retention)).toEqual(["guard/widens"]);
    expect([codesOf(proposal, approved), isSafe(proposal)]).toEqual([[], false]);
  });

  test.each([
    { name: "quota", more: "quota: { size: medium }\n", line: 0 },
    { name: "access", more: "lifecycle: active\naccess: { groups: { churn-people: viewer } }\n", line: 1 },
    {
      name: "a waiver",
      more: 'waivers:\n  images/missing: { reason: Not needed today, owner: Retention, expires: "2026-12-24" }\n',
      line: 1,
    },
  ])("is shown the line that asks for more: $name", async ({ more, line }) => {
    const text = (files: Files): string => files["tenants/churn.yaml"] ?? "";
    const first = text(churn("")).trimEnd().split("\n").length + 1;
    const found = guardFindings(await proposalOf(churn(""), churn(more)), retention);
    expect(found.length).toBeGreaterThan(0);
    for (const { at } of found) expect(at).toMatchObject({ file: "tenants/churn.yaml", line: first + line });
  });

  test("has no more of a network outside than it had, whatever it is called", async () => {
    const value = external("bureau", "203.0.113.8/32");
    const two = external("bureau", "203.0.113.8/32", "198.51.100.0/25");
    const found = guardFindings(await proposalOf(churn(value), churn(two)), retention);
    expect(found.map(({ message }) => message)).toContainEqual(
      expect.stringContaining("churn -> 198.51.100.0/25 opens 443/TCP"),
    );
    expect(await verdict(two, value)).toBe("safe");
    expect(await verdict(value, "")).toBe("allowed");
  });

  test("takes something away only where somebody looks: no safe change suspends it", async () => {
    expect(await verdict(serving, `${serving}lifecycle: suspended\n`)).toBe("allowed");
  });

  test("does not waive a rule by itself", async () => {
    const waiver =
      'waivers: { images/missing: { reason: Not needed today, owner: Retention, expires: "2026-12-24" } }\n';
    expect(codesOf(await proposalOf(churn(""), churn(waiver)), retention)).toEqual(["guard/platform"]);
  });

  test("does not make a tenant", async () => {
    const proposal = await proposalOf(churn(""), { ...churn(""), ...tenantWith("third") });
    expect(codesOf(proposal, retention)).toContain("guard/platform");
    expect(codesOf(proposal, approved)).toEqual([]);
  });

  test("does not hand one over, and who gets it has no say before that", async () => {
    const proposal = await proposalOf(churn(""), churn("", "acme/fraud"));
    expect(codesOf(proposal, retention)).toEqual(["guard/platform"]);
    expect(codesOf(proposal, { teams: ["acme/fraud"], approvedBy: [] })).toEqual(["guard/not-yours"]);
  });

  test("does not change another tenant beside its own", async () => {
    const both = { ...churn("labels: {}\n"), ...tenantWith("fraud", "labels: {}\n", "acme/fraud") };
    const proposal = await proposalOf({ ...churn(""), ...fraud }, both);
    expect(codesOf(proposal, retention).toSorted()).toEqual(["guard/not-yours", "guard/platform"]);
    expect(codesOf(proposal, approved)).toEqual([]);
  });

  test.each(["platform/platform.yaml", "clusters/alpha/cluster.yaml", "README.md", ".github/workflows/x.yaml"])(
    "does not change %s",
    async (file) => {
      const proposal = { ...(await proposalOf(churn(""), churn(""))), files: [file] };
      expect(codesOf(proposal, retention)).toEqual(["guard/platform"]);
      expect(codesOf(proposal, approved)).toEqual([]);
    },
  );

  test("changes nothing beside its own that is safe to merge by itself", async () => {
    const proposal = await proposalOf(churn(""), churn("labels: {}\n"));
    expect(isSafe(proposal)).toBe(true);
    expect(isSafe({ ...proposal, files: [...proposal.files, "README.md"] })).toBe(false);
  });

  test("cannot make itself the platform team", async () => {
    const after = { ...churn(""), ...platformProposal("acme/ml-platform }", "acme/retention }") };
    expect(codesOf(await proposalOf(churn(""), after), retention)).toContain("guard/platform");
  });
});

describe("files and people", () => {
  const team = (...teams: readonly string[]): ProposalTeams => ({ teams, approvedBy: [] });

  test.each([
    { name: "its own team", who: team("acme/retention"), codes: [] },
    { name: "its own team in capitals, which GitHub does not tell apart", who: team("ACME/Retention"), codes: [] },
    { name: "another team", who: team("acme/other"), codes: ["guard/not-yours"] },
  ])("a change within what a tenant has, proposed by $name: $codes", async ({ who, codes }) => {
    const proposal = await proposalOf(tenantWith("churn"), tenantWith("churn", "labels: {}\n"));
    expect(guardFindings(proposal, who).map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    { name: "nobody", who: team("acme/retention"), codes: ["guard/widens"] },
    {
      name: "another tenant's team",
      who: { ...team("acme/retention"), approvedBy: ["acme/fraud"] },
      codes: ["guard/widens"],
    },
    { name: "the platform team", who: { ...team("acme/retention"), approvedBy: ["acme/ml-platform"] }, codes: [] },
    { name: "nobody, and proposed by the platform team", who: team("acme/ml-platform"), codes: [] },
  ])("a change that widens, approved by $name: $codes", async ({ who, codes }) => {
    const proposal = await proposalOf(tenantWith("churn"), tenantWith("churn", "quota: { size: medium }\n"));
    expect([...new Set(guardFindings(proposal, who).map(({ code }) => code))]).toEqual(codes);
  });

  test("another owner", async () => {
    const after = tenantWith("churn", "", "acme/fraud");
    expect(await verdict("", "", { after })).toBe("guard/platform");
    const findings = guardFindings(await proposalOf(tenantWith("churn"), after), retention);
    expect(findings.map(({ message }) => message)).toContainEqual(
      expect.stringContaining("churn would be handed from acme/retention to acme/fraud"),
    );
  });

  test("two tenants at once", async () => {
    const after = tenantWith("fraud", "labels: {}\n", "acme/fraud");
    expect(await verdict("", "labels: {}\n", { after })).toBe("guard/not-yours guard/platform");
  });

  test("a new tenant", async () => {
    expect(await verdict("", "", { after: tenantWith("third") })).toBe("guard/platform guard/widens");
  });

  test("the platform's file", async () => {
    expect(await verdict("", "", { after: platformProposal("acme/ml-platform }", "acme/retention }") })).toBe(
      "guard/platform",
    );
  });

  test("nobody knows who the platform team is", async () => {
    const proposal = await proposalOf(tenantWith("churn"), tenantWith("churn", "labels: {}\n"));
    const everybody = { teams: ["acme/ml-platform", "acme/retention"], approvedBy: ["acme/ml-platform"] };
    expect(guardFindings({ ...proposal, platformTeam: undefined }, everybody)).toHaveLength(1);
  });

  test("the base is not understood: only the platform team, as a trusted checkout names it", async () => {
    const proposal = {
      ...(await proposalOf(tenantWith("churn"), tenantWith("churn", "labels: {}\n"))),
      before: undefined,
    };
    expect(guardFindings(proposal, retention).map(({ code }) => code)).toEqual(["guard/platform"]);
    expect(isSafe(proposal)).toBe(false);
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
    { name: "is taken", before: "", after: "components: [account]" },
    { name: "is left", before: "components: [account]", after: "" },
  ])(
    "that $name needs the platform team, unless the platform gave it to whoever wants it",
    async ({ before, after }) => {
      expect(await verdict(before, after, { before: offered("") })).toContain("guard/platform");
      expect(await verdict(before, after, { before: offered(", tenantry.dev/opt-in: free") })).not.toContain("guard");
      expect(await verdict(before, after, { before: offered(", tenantry.dev/opt-in: later") })).toContain(
        "guard/platform",
      );
    },
  );
});
