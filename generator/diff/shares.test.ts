import { describe, expect, test } from "vitest";
import { guardFindings } from "../guard/guard.ts";
import { type Files, proposalOf, repositoryWith, tenantWith } from "../testing/proposals.ts";
import { treeOf } from "../testing/sandbox.ts";
import { withStreams } from "../testing/streams.ts";

const serving = `
servers: { mlserver: { template: mlserver } }
models: { churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 64Mi } }
`;
const pipelines = "pipelines: { p: { steps: { churn: {} }, output: [churn] } }\n";

/** The statements of a change of churn on alpha about add-ons, access and secrets, and the findings of guard on alpha. */
async function changed(before: string, after: string) {
  const files: Files = Object.fromEntries(treeOf(withStreams(repositoryWith({}))));
  const proposal = await proposalOf(
    { ...files, ...tenantWith("churn", before) },
    { ...files, ...tenantWith("churn", after) },
  );
  const topics = ["access", "add-ons", "objects", "secrets"];
  return {
    statements: proposal.statements
      .filter(({ cluster, topic }) => cluster === "alpha" && topics.includes(topic))
      .map(({ topic, about, message, widens }) => `${topic}: ${about}: ${message}${widens ? " (widens)" : ""}`),
    findings: guardFindings(proposal, { teams: ["acme/retention"], approvedBy: [] })
      .filter(({ message }) => /^(access|add-ons|objects|secrets) on alpha/.test(message))
      .map(({ at, code }) => `${at.file}:${at.line} ${code}`),
  };
}

describe("a tenant's share", () => {
  test("the first pipeline gives a user and two copies, and guard reports them at the pipeline", async () => {
    const { statements, findings } = await changed(serving, serving + pipelines);
    expect(statements).toEqual([
      "access: ServiceAccount churn/stream-broker-reader in churn: gains: get secrets broker-certificate in streams (widens)",
      "access: ServiceAccount churn/stream-client-reader in churn: gains: get secrets user-churn in streams (widens)",
      "add-ons: StreamUser churn in streams: gives churn: a user of the streams (widens)",
    ]);
    expect(new Set(findings)).toEqual(new Set(["tenants/churn.yaml:9 guard/widens"]));
  });

  test("the last pipeline goes with the user", async () => {
    const { statements, findings } = await changed(serving + pipelines, serving);
    expect(statements).toEqual([
      "access: ServiceAccount churn/stream-broker-reader in churn: loses: get secrets broker-certificate in streams",
      "access: ServiceAccount churn/stream-client-reader in churn: loses: get secrets user-churn in streams",
      "add-ons: StreamUser churn in streams: goes: the user. The topics remain",
    ]);
    expect(findings).toEqual([]);
  });

  test("another pipeline gives nothing more", async () => {
    const more =
      "pipelines: { p: { steps: { churn: {} }, output: [churn] }, q: { steps: { churn: {} }, output: [churn] } }\n";
    expect((await changed(serving + pipelines, serving + more)).statements).toEqual([]);
  });
});
