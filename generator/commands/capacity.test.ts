import { describe, expect, test } from "vitest";
import { sandboxWithAddons } from "../testing/addon-clusters.ts";
import { type CommandOutput, tenantry } from "../testing/command-line.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";

async function capacity(...argv: readonly string[]): Promise<CommandOutput> {
  return tenantry(sandbox("all"), ["capacity", ...argv]);
}
const production = ["--cluster", "production"];

describe("all tenants of a cluster", () => {
  test("JSON: the shared capacity, then each tenant", async () => {
    const { code, out } = await capacity(...production, "--output", "json");
    const [report, ...others]: {
      version: number;
      cluster: string;
      shared: { what: string; offered?: number; promised?: number; asked: number }[];
      tenants: { tenant: string; rows: { what: string }[] }[];
    }[] = JSON.parse(out);
    expect([code, others]).toEqual([0, []]);
    expect(report).toMatchObject({ version: 1, cluster: "production" });
    expect(report?.shared.map(({ what }) => what)).toEqual([
      "requests.cpu",
      "requests.memory",
      "requests.nvidia.com/gpu",
      "persistentvolumeclaims",
      "requests.storage",
      "services.loadbalancers",
      "services.nodeports",
      "hosts",
    ]);
    expect(report?.shared[0]).toMatchObject({ offered: 144, promised: 44 });
    expect(report?.tenants.map(({ tenant }) => tenant)).toEqual(["churn", "fraud-detection", "recommendation-engine"]);
    expect(report?.tenants[2]?.rows).toContainEqual({
      what: "requests.cpu",
      quota: 16,
      asked: 6.35,
      rollout: 0.1,
      left: 9.65,
    });
  });

  test("JSON: the requests of add-ons are listed next to the tenants", async () => {
    const root = sandboxWithAddons();
    const { out } = await tenantry(root, ["capacity", "--cluster", "staging", "--output", "json"]);
    const [report]: { addons: { addon: string; workload: string }[] }[] = JSON.parse(out);
    const found = (workload: string): unknown => report?.addons.find((row) => row.workload === workload);
    const brokers = { addon: "strimzi", workload: "brokers", pods: 3, cpu: 1.5, memory: 6 * 1024 ** 3 };
    expect(found("brokers")).toEqual(brokers);
    expect(found("speaker")).toMatchObject({ addon: "metallb", onEachNode: true });
    const table = await tenantry(root, ["capacity", "--cluster", "staging", "--output", "markdown"]);
    expect(table.out).toContain("## Add-ons on staging");
  });

  test("on every cluster, in promotion order", async () => {
    const { out } = await capacity("--output", "json");
    expect(JSON.parse(out).map(({ cluster }: { cluster: string }) => cluster)).toEqual(["staging", "production"]);
  });

  test("two runs print the same", async () => {
    expect(await capacity()).toEqual(await capacity());
  });
});

describe("one tenant", () => {
  test("text, without the usage of other tenants", async () => {
    const { code, out } = await capacity("churn", ...production);
    expect(code).toBe(0);
    expect(out).toMatch(/^Capacity of production\n=+\n\nchurn on production\n-+\n/);
    expect(out).toMatch(/^ {2}requests[.]memory +16Gi +3[.]5Gi +0[.]13Gi +12[.]5Gi +21 %$/m);
    expect(out).not.toContain("fraud-detection");
    expect(out).not.toContain("All tenants");
  });

  test("Markdown, for each of its clusters", async () => {
    const { out } = await capacity("churn", "--output", "markdown");
    expect(out.match(/^## .*$/gm)).toEqual(["## churn on staging", "## churn on production"]);
    expect(out).toMatch(/^\| limits[.]cpu +\| 24 \| 6 \| 1 \| 18 \| 25 % \|$/m);
  });

  test("over its quota is reported, and the command succeeds", async () => {
    const root = sandbox();
    const quota = "quota: { requests: { cpu: 1, memory: 2Gi }, limits: { cpu: 8, memory: 32Gi } }";
    write(root, "tenants/a.yaml", tenantText("a", `  ${quota}\n  servers: { mlserver: { template: mlserver } }\n`));
    const { code, out } = await tenantry(root, ["capacity", "a"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}requests[.]memory +2Gi +3[.]5Gi +0[.]13Gi +-1[.]5Gi +175 %$/m);
  });

  test("objects of a component count", async () => {
    const root = sandbox();
    const folder = "platform/components/cache";
    write(root, "tenants/a.yaml", tenantText("a", "  components: [cache]\n"));
    write(
      root,
      `${folder}/kustomization.yaml`,
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nmetadata: { name: cache, annotations: { tenantry.dev/part: workloads } }\nresources: ["claim.yaml"]\n',
    );
    write(
      root,
      `${folder}/claim.yaml`,
      "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: cache }\nspec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 5Gi } } }\n",
    );
    const { out } = await tenantry(root, ["capacity", "a"]);
    expect(out).toMatch(/^ {2}persistentvolumeclaims +6 +1 +5 +16 %$/m);
  });
});

describe("an unknown name", () => {
  test.each([
    ["a tenant", ["chrun"], "unknown tenant chrun", "Known: churn"],
    ["a cluster", ["churn", "--cluster", "produktion"], "unknown cluster produktion", "Did you mean production?"],
  ])("%s: exit code 2, and a similar name", async (_, argv, message, hint) => {
    const { code, err } = await capacity(...argv);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(err).toContain(hint);
  });

  test("a tenant of another cluster: exit code 2", async () => {
    const root = sandbox();
    write(root, "tenants/a.yaml", tenantText("a"));
    const { code, err } = await tenantry(root, ["capacity", "a", "--cluster", "staging"]);
    expect([code, err]).toEqual([2, expect.stringContaining("unknown tenant a")]);
  });
});

test("an invalid input file is reported first", async () => {
  const root = sandbox();
  write(root, "tenants/a.yaml", tenantText("a", "  lifecycle: sleeping\n"));
  const { code, out } = await tenantry(root, ["capacity", "--output", "json"]);
  expect([code, JSON.parse(out).clean]).toEqual([1, false]);
});
