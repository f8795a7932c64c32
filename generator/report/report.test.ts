import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { shippedAddons } from "../load/shipped-addons.ts";
import { tenantry } from "../testing/command-line.ts";
import { mergeSpec, sandbox } from "../testing/sandbox.ts";
import { patternReference } from "./pattern-reference.ts";
import { tenantObjectsReference } from "./tenant-objects-reference.ts";

test("the committed reference of patterns equals the generated one (npx --no-install tenantry schema)", () => {
  expect(readFileSync(join(import.meta.dirname, "../docs/patterns.md"), "utf8")).toBe(patternReference());
});

test("the committed page on objects of add-ons equals the generated one (npx --no-install tenantry schema)", () => {
  const page = readFileSync(join(import.meta.dirname, "../docs/tenant-objects.md"), "utf8");
  expect(page).toBe(tenantObjectsReference());
  for (const { source } of shippedAddons()) expect(page).toContain(`| ${source.file.slice("tenantry/".length)} |`);
});

describe("the success metrics", () => {
  const report = async (...flags: readonly string[]) =>
    JSON.parse((await tenantry(sandbox("all"), ["report", "--output", "json", ...flags])).out);

  test("every dependency across namespaces is listed with its reason", async () => {
    const { dependencies } = await report("--cluster", "production", "--tenant", "churn");
    expect(dependencies.map(({ on }: { on: string }) => on)).toEqual([
      "from-prometheus-to-envoy: from monitoring",
      "from-prometheus-to-servers: from monitoring",
      "from-seldon-operator: from seldon-system",
      "to-api-server: to the API server",
      "to-artifacts-minio: to minio",
      "to-dns: to kube-system",
      "to-tenant-recommendation-engine: to recommendation-engine",
      "ServerConfig churn.mlserver-config in seldon-system",
      "the operator in seldon-system",
    ]);
    for (const { why } of dependencies) expect(why).not.toBe("");
  });

  test("a tenant with its own operator does not depend on Seldon's namespace", async () => {
    const { dependencies } = await report("--cluster", "staging", "--tenant", "churn");
    expect(JSON.stringify(dependencies)).not.toContain("seldon-system");
  });

  test("a report on one tenant lists only the operator of that tenant", async () => {
    const { ungated, queries } = await report("--cluster", "staging", "--tenant", "churn");
    expect(ungated).toEqual(["staging.platform.seldon-crds", "staging.churn.operator"]);
    expect(JSON.stringify(queries)).not.toContain("fraud-detection");
  });

  test("models are counted by namespace, and requests are compared with the quota", async () => {
    const { homes, utilisation } = await report("--cluster", "production");
    expect(homes).toContainEqual({ cluster: "production", tenant: "fraud-detection", models: 2, atHome: 2 });
    // Scheduler 100m, two Envoys of 100m, and a Server of 50m + 200m + 250m.
    expect(utilisation).toContainEqual({
      cluster: "production",
      tenant: "fraud-detection",
      what: "CPU requested",
      used: 0.8,
      quota: 20,
      unit: "cores",
    });
  });

  test("the software of add-ons is listed with the digest of its chart and the source of the description", async () => {
    const root = sandbox();
    mergeSpec(root, "clusters/staging/cluster.yaml", { addons: { "cert-manager": {}, "gateway-api": {} } });
    const { addons, ungated } = JSON.parse((await tenantry(root, ["report", "--output", "json"])).out);
    expect(addons).toMatchObject([
      { addon: "cert-manager", version: "v1.21.1", chart: { digest: null, description: "compared" } },
      { addon: "gateway-api", version: "v1.6.1" },
    ]);
    expect(addons[1]).not.toHaveProperty("chart");
    expect(ungated).toContain("staging.platform.gateway-api.definitions");
    expect((await tenantry(root, ["report"])).out).toContain("only compared with the source code of the chart");
  });

  test("text and Markdown contain the same log commands", async () => {
    const root = sandbox("all");
    const text = (await tenantry(root, ["report"])).out;
    const markdown = (await tenantry(root, ["report", "--output", "markdown"])).out;
    for (const message of [text, markdown]) expect(message).toContain("kubectl logs --namespace churn");
    expect(markdown).toMatch(/^# Report on staging, production$/m);
  });
});

describe("from an empty cluster to the first prediction", () => {
  test("each step has a command with its expected output, and names only existing Services", async () => {
    const { out } = await tenantry(sandbox("all"), ["plan", "--clean", "--cluster", "production", "--output", "json"]);
    const { tenant, steps } = JSON.parse(out);
    expect(tenant).toBe("fraud-detection");
    for (const { commands, expect: expected } of steps) {
      expect(commands.flatMap(({ lines }: { lines: readonly string[] }) => lines)).not.toEqual([]);
      expect(expected).not.toBe("");
    }
    expect(out).toContain("seldon-model: fraud-ab-test-experiment.experiment");
    expect(out).toContain("service/seldon-mesh 8080:80");
    expect(out).not.toMatch(/svc\/mlserver|service\/mlserver /);
    expect(steps.at(-2).expect).toContain("143 to 177 answers from fraud-v1-baseline");
  });

  test("a wrong call is rejected with the right one", async () => {
    const result = await tenantry(sandbox("all"), ["plan", "--clean"]);
    expect(result.code).toBe(2);
    expect(result.err).toContain("--cluster production");
    expect((await tenantry(sandbox(), ["plan", "--clean", "--cluster", "production"])).code).toBe(2);
  });
});
