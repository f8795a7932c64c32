import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { tenantry } from "../testing/command-line.ts";
import { cachedCopies, sandbox, tenantText, treeOf, write } from "../testing/sandbox.ts";

const staging = "clusters/staging/cluster.yaml";

/** Staging has other services, brokers, stores, folders, registries, namespaces and floors than production. */
const overrides = `
  platform:
    namespaces:
      tracking: { labels: { pod-security.kubernetes.io/enforce: baseline } }
    services:
      kafka: { namespace: streaming, pods: { strimzi.io/cluster: staging } }
      mlflow: { namespace: tracking, ports: [{ port: 5001 }] }
    artifactStores:
      minio: { locations: ["s3://{tenant}-{environment}/"] }
    secretStores:
      vault: { prefix: "ml-platform-{cluster}/{tenant}/" }
    registries: [harbor.staging.test/, docker.io/seldonio/, nvcr.io/nvidia/]
    defaults: { podSecurity: { enforce: privileged } }
    floors: { podSecurity: privileged }
    seldon:
      kafka: { bootstrap: "kafka-bootstrap.streaming:9092", topicPrefix: "seldon-{cluster}" }
`.slice(1);

const tenant = tenantText(
  "churn",
  `
  servers: { mlserver: { template: mlserver } }
  models:
    churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 64Mi }
  pipelines: { predict: { steps: { churn: {} }, output: [churn] } }
  secrets: { slack: { keys: [url], from: { store: vault, path: alerting/slack } } }
  network: { needs: [mlflow] }
`,
).replace(
  "{ production: {} }",
  `{ production: {}, staging: { models: { churn: { storageUri: "s3://churn-staging/model/7" } } } }`,
);

const built = cachedCopies(async () => {
  const root = sandbox();
  const file = readFileSync(join(root, staging), "utf8");
  write(root, staging, `${file}${overrides}`);
  write(root, "tenants/churn.yaml", tenant);
  const { code, out } = await tenantry(root, ["build"]);
  expect(out).toContain("0 invalid");
  expect(code).toBe(0);
  return root;
});

let root = "";
beforeEach(async () => {
  root = await built();
}, 120_000);

/** A rendered object of a cluster, by the end of the path of its file. */
// biome-ignore lint/suspicious/noExplicitAny: the test reads objects of any kind
function objectOn(cluster: string, file: string): any {
  const found = [...treeOf(join(root, "clusters", cluster, "rendered"))].filter(([path]) => path.endsWith(`/${file}`));
  if (found.length !== 1) throw new Error(`${found.length} files ${file} on ${cluster}`);
  return parse(found[0]?.[1] ?? "");
}

describe("two clusters with different values of the platform", () => {
  test.each([
    ["production", "s3://churn/model/7", "ml-platform/churn/alerting/slack", "ml-platform/churn/artifacts/minio"],
    [
      "staging",
      "s3://churn-staging/model/7",
      "ml-platform-staging/churn/alerting/slack",
      "ml-platform-staging/churn/artifacts/minio",
    ],
  ])("%s: the artifact %s, and the keys %s and %s of its secrets", (cluster, artifact, slack, minio) => {
    const keyOf = (name: string): unknown =>
      objectOn(cluster, `churn/guardrails/externalsecret-${name}.yaml`).spec.data[0].remoteRef.key;
    expect(objectOn(cluster, "model-churn.yaml").spec.storageUri).toBe(artifact);
    expect([keyOf("slack"), keyOf("artifacts-minio")]).toEqual([slack, minio]);
  });

  test.each([
    ["production", "seldon-kafka-bootstrap.kafka:9092", "seldon"],
    ["staging", "kafka-bootstrap.streaming:9092", "seldon-staging"],
  ])("%s: the brokers %s and the prefix %s of the topics", (cluster, bootstrap, prefix) => {
    expect(objectOn(cluster, "seldonruntime-seldon.yaml").spec.config.kafkaConfig).toMatchObject({
      "bootstrap.servers": bootstrap,
      topicPrefix: prefix,
    });
  });

  test("the connections to Kafka and MLflow use the namespaces, pods and ports of each cluster", async () => {
    const port = async (target: string, cluster: string): Promise<number> =>
      (await tenantry(root, ["reach", "churn", target, "--cluster", cluster])).code;
    expect([await port("mlflow:5000", "production"), await port("mlflow:5001", "production")]).toEqual([0, 1]);
    expect([await port("mlflow:5000", "staging"), await port("mlflow:5001", "staging")]).toEqual([1, 0]);
    const kafka = (cluster: string): string =>
      JSON.stringify(
        [...treeOf(join(root, "clusters", cluster, "rendered"))]
          .filter(([path]) => path.includes("to-kafka"))
          .map(([, text]) => parse(text).spec),
      );
    expect(kafka("production")).not.toContain("streaming");
    expect(kafka("staging")).toContain("streaming");
  });

  test("only staging has the additional namespace and the lower level of pod security", () => {
    const namespaces = (cluster: string): readonly string[] =>
      [...treeOf(join(root, "clusters", cluster, "rendered")).keys()].filter((file) =>
        file.endsWith("/namespace-tracking.yaml"),
      );
    expect([namespaces("production").length, namespaces("staging").length]).toEqual([0, 1]);
    const level = (cluster: string): unknown =>
      objectOn(cluster, "namespace-churn.yaml").metadata.labels["pod-security.kubernetes.io/enforce"];
    expect([level("production"), level("staging")]).toEqual(["baseline", "privileged"]);
  });

  test("the policies of both clusters are equal, and their parameters contain the registries of each cluster", () => {
    const registries = (cluster: string): string =>
      objectOn(cluster, "configmap-tenantry-policies.yaml").data.registries;
    expect(registries("production")).not.toContain("harbor.staging.test/");
    expect(registries("staging").split("\n")[0]).toBe("harbor.staging.test/");
    const policies = (cluster: string): readonly string[] =>
      [...treeOf(join(root, "clusters", cluster, "rendered"))].flatMap(([file, text]) =>
        file.includes("/validatingadmissionpolicy-") ? [text] : [],
      );
    expect(policies("production").length).toBeGreaterThan(0);
    expect(policies("staging")).toEqual(policies("production"));
  });

  test("explain names the file that each value comes from", async () => {
    const { out } = await tenantry(root, ["explain", "churn", "podSecurity.enforce"]);
    expect(out).toMatch(/production\s+baseline\s+defaulted, platform\/platform[.]yaml:/);
    expect(out).toMatch(/staging\s+privileged\s+defaulted, clusters\/staging\/cluster[.]yaml:/);
  });

  test("new proposes a location, and rejects one that only some of the clusters have", async () => {
    const flags = ["--team", "Ads", "--contact", "ads@acme.test", "--github", "acme/ads"];
    const run = (...more: readonly string[]) => tenantry(root, ["new", "ads", ...flags, ...more]);
    const refused = await run("--storage-uri", "s3://ads/model/1");
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("contains s3://ads/model/1 on staging") });
    expect((await run("--cluster", "staging")).code).toBe(0);
    expect(readFileSync(join(root, "tenants/ads.yaml"), "utf8")).toContain("s3://ads-staging/ads/1");
  });
});
