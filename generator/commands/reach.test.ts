import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sandboxWithAddons } from "../testing/addon-clusters.ts";
import { findings, tenantry } from "../testing/command-line.ts";
import { connectedAddons } from "../testing/connected-addons.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";

/** Connections of the sample tenants: churn calls recommendation-engine, which consents. */
async function reach(
  ...argv: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return tenantry(sandbox("all"), ["reach", ...argv]);
}
const production = ["--cluster", "production"];

describe("the whole matrix", () => {
  test("JSON: each allowed pair, with its ports", async () => {
    const { code, out } = await reach("churn", ...production, "--output", "json");
    const [result, ...others]: { version: number; cluster: string; from: string; rows: object[] }[] = JSON.parse(out);
    expect([code, others]).toEqual([0, []]);
    expect(result).toMatchObject({ version: 1, cluster: "production", from: "churn" });
    for (const row of [
      { from: "churn/pod", to: "dns", ports: "53/TCP, 53/UDP" },
      { from: "churn/server", to: "api-server", ports: "6443/TCP" },
      { from: "churn/server", to: "minio", ports: "9000/TCP" },
      { from: "operator", to: "churn/scheduler", ports: "9004/TCP, 9044/TCP" },
      { from: "prometheus", to: "churn/server", ports: "8082/TCP, 9006/TCP" },
      { from: "churn/pod", to: "recommendation-engine/envoy", ports: "9000/TCP" },
    ])
      expect(result?.rows).toContainEqual(row);
    const pairs = JSON.stringify(result?.rows);
    for (const closed of ["internet", "metadata", "unrelated-pod", "fraud-detection"])
      expect(pairs).not.toContain(closed);
  });

  test("of one pod", async () => {
    const { out } = await reach("churn/envoy", ...production, "--output", "json");
    const [{ rows }]: [{ rows: { from: string; to: string }[] }] = JSON.parse(out);
    expect(rows.length).toBeGreaterThan(2);
    for (const { from, to } of rows) expect([from, to]).toContain("churn/envoy");
  });

  test("of a service with the name of another endpoint", async () => {
    const root = sandbox();
    const platform = readFileSync(join(root, "platform/platform.yaml"), "utf8");
    const service =
      "  services:\n    dns:\n      namespace: kafka\n      pods: { app: other-dns }\n      ports: [{ port: 5353 }]\n";
    write(root, "platform/platform.yaml", platform.replace("  services:\n", service));
    write(root, "tenants/churn.yaml", tenantText("churn", "  network: { needs: [dns] }\n"));
    const { code, out, err } = await tenantry(root, ["reach", "churn", ...production, "--output", "json"]);
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toMatchObject([{ rows: expect.any(Array) }]);
    expect(out.replaceAll(/\s+/g, " ")).toContain('"from": "churn/pod", "to": "dns", "ports": "53/TCP, 53/UDP"');
    expect(out.replaceAll(/\s+/g, " ")).toContain('"from": "churn/pod", "to": "service/dns", "ports": "5353/TCP"');
  });

  test("text, Markdown and Graphviz", async () => {
    const row = { from: "operator", to: "churn/scheduler", ports: "9004/TCP, 9044/TCP" };
    const text = await reach("churn", ...production);
    expect(text).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Allowed connections of churn on production\n/),
    });
    expect(text.out).toMatch(new RegExp(`^ {2}${row.from} +${row.to} +${row.ports} *$`, "m"));
    const markdown = await reach("churn", ...production, "--output", "markdown");
    expect(markdown.out).toMatch(/^# Allowed connections of churn on production\n/);
    expect(markdown.out).toMatch(/^\| operator +\| churn\/scheduler +\| 9004\/TCP, 9044\/TCP +\|$/m);
    const dot = await reach("churn", ...production, "--output", "dot");
    expect(dot.out).toMatch(/^digraph reach \{\n {2}rankdir=LR;\n/);
    expect(dot.out).toContain(`  "${row.from}" -> "${row.to}" [label="${row.ports}"];\n`);
    expect(dot.out.endsWith("}\n")).toBe(true);
  });

  test("on every cluster of the tenant, or on the cluster that is named", async () => {
    const { out } = await reach("churn", "--output", "json");
    expect(JSON.parse(out).map(({ cluster }: { cluster: string }) => cluster)).toEqual(["staging", "production"]);
  });
});

describe("one connection", () => {
  test.each([
    ["declared", ["churn", "recommendation-engine/envoy:9000"], 0],
    ["another port of the same pod", ["churn", "recommendation-engine/envoy:9003"], 1],
    ["a tenant alone, any of its pods", ["churn", "recommendation-engine:9000"], 0],
    ["the same without a port", ["churn", "recommendation-engine"], 0],
    ["a port of none of its pods", ["churn", "recommendation-engine:9003"], 1],
    ["not declared", ["churn", "fraud-detection/envoy:9000"], 1],
    ["the opposite direction", ["recommendation-engine", "churn/envoy:9000"], 1],
    ["names, over UDP", ["churn", "dns:53/udp"], 0],
    ["names, over TCP", ["churn/server", "dns:53/TCP"], 0],
    ["a service that follows from the models", ["churn/server", "minio:9000"], 0],
    ["the same, from a pod that fetches none", ["churn/pod", "minio:9000"], 1],
    ["within the tenant", ["churn/server", "churn/scheduler:9005"], 0],
    ["the world", ["churn", "internet:443"], 1],
    ["where clouds hand out credentials", ["churn", "metadata:80"], 1],
    ["outside, declared", ["recommendation-engine", "external/product-catalogue:443"], 0],
  ])("$0: $2", async (_, argv, code) => {
    expect((await reach(...argv, ...production)).code).toBe(code);
  });

  test("the result names the policies that decide", async () => {
    const open = await reach("churn/pod", "recommendation-engine/envoy:9000", ...production);
    expect(open.out.split("\n").filter((line) => /^\S+[a-z]|^ /.test(line))).toEqual([
      "Yes on production: churn/pod can reach recommendation-engine/envoy on 9000/TCP, egress allowed by to-tenant-recommendation-engine and ingress allowed by from-tenant-churn.",
      "On production",
      "churn/pod to recommendation-engine/envoy, 9000/TCP: allowed",
      "  - egress: allowed in churn by to-tenant-recommendation-engine",
      "  - ingress: allowed in recommendation-engine by from-tenant-churn",
    ]);
    const closed = await reach("churn/pod", "fraud-detection/envoy:9000", ...production, "--output", "markdown");
    expect(closed.out).toMatch(
      /^No on production: churn\/pod cannot reach .*[.] No policy allows the egress from churn/,
    );
    expect(closed.out).toMatch(/^- ingress: denied in fraud-detection by default-deny, /m);
    const open2 = await reach("churn/server", "minio:9000", ...production);
    expect(open2.out).toContain("ingress: allowed, because no policy in minio selects the pod");
    expect((await reach("churn/server", "api-server:6443", ...production)).out).toContain(
      "ingress: not a pod, so no policy applies",
    );
  });

  test("the result is in the first line, for each cluster", async () => {
    const { code, out } = await reach("churn", "minio:9000");
    expect([code, out.split("\n\n").slice(0, 3)]).toEqual([
      0,
      [
        expect.stringMatching(
          /^Yes on staging: churn\/server can reach minio on 9000\/TCP, egress allowed by .*[.] \d other pods of churn cannot reach minio[.]$/,
        ),
        expect.stringMatching(/^Yes on production: /),
        "On staging\n==========",
      ],
    ]);
    expect((await reach("churn", "mlflow:5000")).out).toMatch(
      /^No on staging: churn cannot reach mlflow on 5000\/TCP[.] No policy allows the egress from churn[.]\n/,
    );
  });

  test("without a port, the result lists the open ports", async () => {
    const open = await reach("churn/server", "minio");
    expect([open.code, open.out]).toEqual([
      0,
      expect.stringMatching(/^Yes on staging: churn\/server can reach minio on 9000\/TCP, egress allowed /),
    ]);
    const closed = await reach("churn", "mlflow");
    expect([closed.code, closed.out]).toEqual([
      1,
      expect.stringMatching(/^No on staging: churn cannot reach mlflow[.] /),
    ]);
    const { out } = await reach("churn/server", "dns", ...production, "--output", "json");
    expect(JSON.parse(out)).toMatchObject([{ allowed: true, answers: [{ ports: "53/TCP, 53/UDP", allowed: true }] }]);
  });

  test("JSON", async () => {
    const { code, out } = await reach("churn/server", "dns:54", ...production, "--output", "json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      {
        version: 1,
        cluster: "production",
        answers: [
          {
            from: "churn/server",
            to: "dns",
            port: 54,
            protocol: "TCP",
            allowed: false,
            sides: [
              { side: "leaving", namespace: "churn", allowed: false, openedBy: ["to-dns"] },
              { side: "arriving", namespace: "kube-system", allowed: true, closedBy: [] },
            ],
          },
        ],
      },
    ]);
  });

  test("is allowed if any pod of the tenant is, on each cluster", async () => {
    expect((await reach("churn", "minio:9000", ...production)).code).toBe(0);
    expect((await reach("churn", "recommendation-engine/envoy:9000")).code).toBe(0);
  });
});

describe("pods of add-ons", () => {
  const ofAddons = async (...argv: readonly string[]): Promise<{ readonly code: number; readonly out: string }> =>
    tenantry(connectedAddons(), ["reach", ...argv]);

  test("the namespace of an add-on, on each cluster with the add-on", async () => {
    const { code, out } = await ofAddons("edge-control", "--output", "json");
    const results: { cluster: string; rows: object[] }[] = JSON.parse(out);
    expect([code, results.map(({ cluster }) => cluster)]).toEqual([0, ["staging", "production"]]);
    const [staging, onProduction] = results.map(({ rows }) => rows);
    for (const rows of [staging, onProduction]) {
      expect(rows).toContainEqual({ from: "edge", to: "edge-control/control", ports: "18000/TCP" });
      expect(rows).toContainEqual({ from: "nodes", to: "edge-control/control", ports: "9443/TCP" });
    }
    // On Cilium the webhook is open to nodes and the API server only.
    const tenant = { from: "churn/pod", to: "edge-control/control", ports: "9443/TCP" };
    const unrelated = { from: "unrelated-pod", to: "edge-control/control", ports: "9443/TCP" };
    expect(staging).not.toContainEqual(unrelated);
    expect(onProduction).toContainEqual(unrelated);
    expect(onProduction).not.toContainEqual(tenant);
  });

  test.each([
    ["a tenant to Kafka, by the name of its service", ["recommendation-engine", "kafka:9093"], 0],
    ["a tenant to Kafka, by the name of its workload", ["recommendation-engine", "kafka/brokers:9093"], 0],
    ["a tenant to a port that is not for clients", ["recommendation-engine", "kafka/brokers:9091"], 1],
    ["a gateway to a tenant that accepts its calls", ["edge/proxy", "churn/envoy:9000"], 0],
    ["a gateway to a tenant that does not", ["edge/proxy", "fraud-detection/envoy:9000"], 1],
    ["Prometheus to another add-on", ["watch/prometheus", "cert-manager/webhook:9402"], 0],
    ["Prometheus to the webhook of another add-on", ["watch/prometheus", "cert-manager/webhook:10250"], 1],
    ["Prometheus to an agent on the network of nodes", ["watch/prometheus", "nodes:9100"], 0],
    ["Prometheus to a tenant", ["watch/prometheus", "churn/server:9006"], 0],
  ])("$0: $2", async (_, argv, code) => {
    expect((await ofAddons(...argv, ...production)).code).toBe(code);
  });
});

describe("policies of components", () => {
  const component = (part: string, object: string): Readonly<Record<string, string>> => ({
    "platform/components/extra/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${part}resources: [policy.yaml]\n`,
    "platform/components/extra/policy.yaml": object,
  });
  const guardrails = "metadata: { annotations: { tenantry.dev/part: guardrails } }\n";
  function withComponent(files: Readonly<Record<string, string>>, churn: string, cluster = ""): string {
    const root = sandbox();
    for (const [file, text] of Object.entries(files)) write(root, file, text);
    write(root, "tenants/churn.yaml", tenantText("churn", churn));
    const file = "clusters/production/cluster.yaml";
    const text = readFileSync(join(root, file), "utf8").replace(/^ {2}components: .*\n/m, "");
    write(root, file, text.replace("spec:\n", `spec:\n${cluster}`));
    return root;
  }

  test("a policy that closes a namespace of the platform is evaluated", async () => {
    const deny =
      "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny, namespace: mlflow }\nspec: { podSelector: {}, policyTypes: [Ingress] }\n";
    const root = withComponent(component("", deny), "  network: { needs: [mlflow] }\n", "  components: [extra]\n");
    const { code, out, err } = await tenantry(root, ["reach", "churn", "mlflow:5000", ...production]);
    expect([code, err]).toEqual([1, ""]);
    expect(out).toContain("ingress: denied in mlflow by deny");
  });

  test("a policy that selects namespaces by a label of tenants allows tenants", async () => {
    const open =
      "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: open }\nspec: { podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: { matchExpressions: [{ key: tenantry.dev/environment, operator: Exists }] } }] }] }\n";
    const root = withComponent(component(guardrails, open), "  components: [extra]\n");
    expect((await tenantry(root, ["reach", "churn", "mlflow:5000", ...production])).code).toBe(0);
    expect((await tenantry(root, ["reach", "churn", "stranger:80", ...production])).code).toBe(1);
  });

  test("a namespace of the platform that allows tenants by their label is reachable, and no rule reports it", async () => {
    const policy = (tenant: string): string =>
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: by-tenant, namespace: mlflow }\nspec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ namespaceSelector: { matchLabels: { tenantry.dev/tenant: ${tenant} } } }], ports: [{ port: 5000 }] }] }\n`;
    for (const [tenant, code, closed] of [["churn", 0, false] as const, ["other", 1, true] as const]) {
      const root = withComponent(
        component("", policy(tenant)),
        "  network: { needs: [mlflow] }\n",
        "  components: [extra]\n",
      );
      expect((await tenantry(root, ["reach", "churn", "mlflow:5000", ...production])).code).toBe(code);
      expect((await findings(root)).some((line) => line.endsWith("network/flow-closed"))).toBe(closed);
    }
  });

  test("policies that are not evaluated are listed in the last line", async () => {
    const mesh =
      "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: mesh }\nspec: { endpointSelector: {}, egress: [{ toCIDR: [0.0.0.0/0] }] }\n";
    const root = withComponent(component(guardrails, mesh), "  components: [extra]\n");
    const { out } = await tenantry(root, ["reach", "churn", "mlflow:5000", ...production]);
    expect(out.trimEnd().split("\n").at(-1)).toBe(
      "This answer does not include policies that Tenantry cannot evaluate: CiliumNetworkPolicy mesh in churn (toCIDR).",
    );
  });
});

describe("an unknown name", () => {
  test.each([
    ["a tenant", ["chrun"], "unknown tenant chrun", "Known: churn"],
    ["a cluster", ["churn", "--cluster", "produktion"], "unknown cluster produktion", "Did you mean production?"],
    ["a pod of it", ["churn/envoi"], "unknown pod envoi of tenant churn", "Did you mean churn/envoy?"],
    ["a destination", ["churn", "mlfow:5000"], "unknown destination mlfow", "Did you mean mlflow?"],
    ["a port", ["churn", "mlflow:99999"], "invalid port 99999", "from 1 to 65535"],
    ["a destination without a port", ["churn", "mlfow"], "unknown destination mlfow", "Did you mean mlflow?"],
  ])("$0: exit code 2, $2", async (_, argv, message, hint) => {
    const { code, err } = await reach(...argv, ...(argv.includes("--cluster") ? [] : production));
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain(hint);
  });

  test("a tenant of another cluster: exit code 2", async () => {
    const root = sandbox();
    write(root, "tenants/a.yaml", tenantText("a"));
    const { code, err } = await tenantry(root, ["reach", "a", "--cluster", "staging"]);
    expect([code, err]).toEqual([2, expect.stringContaining("unknown tenant a on staging\n  It is on production.")]);
  });

  test.each([
    { from: "strimzi/brokers", hint: "Add-on strimzi has its pods in kafka." },
    { from: "kafkas", hint: "Did you mean kafka?" },
    { from: "kafka/broker", hint: "Did you mean kafka/brokers?" },
  ])("of an add-on, $from: $hint", async ({ from, hint }) => {
    const { code, err } = await tenantry(sandboxWithAddons(), ["reach", from, "--cluster", "staging"]);
    expect([code, err]).toEqual([2, expect.stringContaining(hint)]);
  });
});

test("two tenants can use one name for different networks", async () => {
  const root = sandbox();
  const external = (cidr: string): string =>
    `  network: { external: { bureau: { cidrs: [${cidr}], ports: [{ port: 443 }], why: Scores } } }\n`;
  write(root, "tenants/a.yaml", tenantText("a", external("203.0.113.0/24")));
  write(root, "tenants/b.yaml", tenantText("b", external("198.51.100.0/24")));
  const open = async (tenant: string, network: string): Promise<number> =>
    (await tenantry(root, ["reach", tenant, `${network}:443`])).code;
  expect([await open("a", "external/a/bureau"), await open("a", "external/b/bureau")]).toEqual([0, 1]);
  expect([await open("b", "external/b/bureau"), await open("b", "external/a/bureau")]).toEqual([0, 1]);
});
