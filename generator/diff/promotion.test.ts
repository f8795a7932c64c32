import { expect, test } from "vitest";
import { clusterProposal, type Files, platformProposal, proposalOf, tenantWith } from "../testing/proposals.ts";

/** churn with an artifact on all clusters, or other artifacts on some. */
function churn(artifact: string, on: Readonly<Record<string, string>> = {}): Files {
  const of = (storageUri: string): string => `models: { churn: { storageUri: "${storageUri}"`;
  const overrides = ["alpha", "beta", "gamma"].map((name) => {
    const own = on[name];
    return `${name}: ${own === undefined ? "{}" : `{ ${of(own)} } } }`}`;
  });
  return tenantWith(
    "churn",
    `clusters: { ${overrides.join(", ")} }\nservers: { mlserver: { template: mlserver } }\n${of(artifact)}, requirements: [sklearn], memory: 64Mi } }\n`,
  );
}

const inEnvironment = (cluster: "alpha" | "beta" | "gamma", environment: string): Files =>
  clusterProposal(cluster, `environment: ${cluster}`, `environment: ${environment}`);
/** alpha and beta are peers, and gamma follows them. */
const peers: Files = { ...inEnvironment("alpha", "eu"), ...inEnvironment("beta", "eu") };
const [old, fresh] = ["s3://churn/model/1", "s3://churn/model/2"];
const byPlace = platformProposal('"s3://{tenant}/"', '"s3://{tenant}/{cluster}/"');

test.each([
  {
    name: "an artifact that reaches clusters of three environments together",
    before: churn(old),
    after: churn(fresh),
    found: [
      "reaches beta before alpha: reaches beta with content that never ran on alpha: artifact",
      "reaches gamma before beta: reaches gamma with content that never ran on beta: artifact",
    ],
  },
  {
    name: "an artifact that reaches both clusters of the first environment together",
    before: { ...peers, ...churn(old, { gamma: old }) },
    after: { ...peers, ...churn(fresh, { gamma: old }) },
    found: [],
  },
  {
    name: "an artifact that reaches an environment and the next one together",
    before: { ...peers, ...churn(old) },
    after: { ...peers, ...churn(fresh) },
    found: [
      "reaches gamma before environment eu: reaches gamma with content that never ran in environment eu: artifact",
    ],
  },
  {
    name: "an artifact that ran on one cluster of the earlier environment",
    before: { ...peers, ...churn(old, { alpha: fresh }) },
    after: { ...peers, ...churn(fresh) },
    found: [],
  },
  {
    name: "an artifact in a folder of each cluster, which the earlier clusters run",
    before: { ...byPlace, ...churn("s3://churn/{cluster}/model/2", { gamma: "s3://churn/{cluster}/model/1" }) },
    after: { ...byPlace, ...churn("s3://churn/{cluster}/model/2") },
    found: [],
  },
  {
    name: "an artifact in a folder of each cluster that reaches the last cluster first",
    before: { ...byPlace, ...churn("s3://churn/{cluster}/model/1") },
    after: { ...byPlace, ...churn("s3://churn/{cluster}/model/1", { gamma: "s3://churn/{cluster}/model/2" }) },
    found: ["reaches gamma before beta: reaches gamma with content that never ran on beta: artifact"],
  },
])("$name: $found", async ({ before, after, found }) => {
  const { statements } = await proposalOf(before, after);
  expect(
    statements
      .filter(({ topic }) => topic === "promotion")
      .map(({ headline, message }) => `${headline}: ${message}`)
      .sort(),
  ).toEqual(found);
});
