import { describe, expect, test } from "vitest";
import { guardFindings } from "../guard/guard.ts";
import { edgeAddon } from "../testing/addon-clusters.ts";
import { clusterProposal, type Files, proposalOf, tenantWith } from "../testing/proposals.ts";

/** An add-on on cluster alpha, with these lines under clusterAccess. */
function edge(access: string): Files {
  return {
    "platform/addons/edge.yaml": edgeAddon(`  clusterAccess:\n${access}\n`),
    ...clusterProposal("alpha", "spec:\n", "spec:\n  addons: { edge: {} }\n"),
  };
}

const accounts = (rules: string): string => `    accounts: { edge/edge: [${rules}] }`;
const services = "{ apiGroups: [''], resources: [services], verbs: [get, list] }";
const secrets = "{ apiGroups: [''], resources: [secrets], verbs: [get] }";

async function effects(before: Files, after: Files): Promise<readonly string[]> {
  const { statements } = await proposalOf(before, after);
  return statements
    .filter(({ topic }) => topic === "access")
    .map(
      ({ cluster, about, message, widens }) => `${cluster} ${about} ${message}${widens === true ? " (widens)" : ""}`,
    );
}

describe("the permissions of an add-on on the whole cluster", () => {
  test("that an add-on gains are an effect that widens, and guard requires an approval", async () => {
    const [before, after] = [edge(accounts(services)), edge(accounts(`${services}, ${secrets}`))];
    expect(await effects(before, after)).toEqual(["alpha ServiceAccount edge/edge gains: get secrets (widens)"]);
    const found = guardFindings(await proposalOf(before, after), { teams: ["acme/retention"], approvedBy: [] });
    expect(found.map(({ code, message }) => `${code} ${message}`)).toContain(
      "guard/widens access on alpha: ServiceAccount edge/edge gains: get secrets",
    );
  });

  test.each(["view", "edit", "admin"])(
    "that it adds to the role %s of Kubernetes are an effect, although git contains no binding to it",
    async (role) => {
      const roles = (rules: string): Files => edge(`    roles: { ${role}: [${rules}] }`);
      expect(await effects(roles(services), roles(`${services}, ${secrets}`))).toEqual([
        `alpha ClusterRole ${role} of Kubernetes gains: get secrets (widens)`,
      ]);
    },
  );

  test("that it loses are an effect that does not widen", async () => {
    expect(await effects(edge(accounts(`${services}, ${secrets}`)), edge(accounts(services)))).toEqual([
      "alpha ServiceAccount edge/edge loses: get secrets",
    ]);
  });

  test("that a new add-on has are gained", async () => {
    const { "platform/addons/edge.yaml": _, ...others } = edge(accounts(secrets));
    expect(Object.keys(others)).toEqual(["clusters/alpha/cluster.yaml"]);
    expect(await effects({}, edge(accounts(secrets)))).toEqual([
      "alpha ServiceAccount edge/edge gains: get secrets (widens)",
    ]);
  });

  test("that do not change cause no effect", async () => {
    expect(
      await effects(edge(accounts(secrets)), { ...edge(accounts(secrets)), ...tenantWith("churn") }),
    ).not.toContain(expect.stringContaining("edge"));
  });
});
