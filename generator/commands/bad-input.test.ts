import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findings, tenantry } from "../testing/command-line.ts";
import { sandbox, tenantText, treeOf, write } from "../testing/sandbox.ts";

const long = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

/** Each mistake: the text of the file, and the exact list of findings. */
const mistakes: readonly { readonly name: string; readonly text: string; readonly found: readonly string[] }[] = [
  { name: "an unknown field", text: tenantText("a", "  model: {}\n"), found: ["7:3 input/unknown-field"] },
  {
    name: "an unknown field deep inside",
    text: tenantText("a", "  quota: { request: { cpu: 1 } }\n"),
    found: ["7:12 input/unknown-field"],
  },
  {
    name: "a missing field",
    text: tenantText("a").replace(", github: acme/team", ""),
    found: ["5:3 input/missing-field"],
  },
  { name: "a mistyped field", text: tenantText("a", "  labels: [a]\n"), found: ["7:3 input/wrong-type"] },
  {
    name: "a value out of bounds",
    text: tenantText("a", "  quota: { loadBalancers: -1 }\n"),
    found: ["7:27 input/invalid-value"],
  },
  {
    name: "a bad quantity",
    text: tenantText("a", "  quota: { requests: { cpu: 20 cores } }\n"),
    found: ["7:29 input/invalid-value"],
  },
  {
    name: "a duplicate field",
    text: tenantText("a", "  labels: {}\n  labels: {}\n"),
    found: ["8:3 input/duplicate-key"],
  },
  { name: "not YAML", text: "metadata: [a\nkind: }", found: ["1:11 input/syntax"] },
  { name: "an empty file", text: "", found: ["1:1 input/several-documents"] },
  {
    name: "another kind",
    text: tenantText("a").replace("kind: Tenant", "kind: Tenent"),
    found: ["2:7 input/invalid-value"],
  },
  {
    name: "several documents",
    text: `${tenantText("a")}---\n${tenantText("a")}`,
    found: ["7:1 input/several-documents"],
  },
  {
    name: "an anchor and an alias",
    text: tenantText("a", "  labels: &l { x: y }\n  quota: *l\n"),
    found: ["7:14 input/anchor", "8:10 input/anchor"],
  },
  { name: "a merge key", text: tenantText("a", "  labels: { <<: { x: y } }\n"), found: ["7:13 input/anchor"] },
  { name: "a tag", text: tenantText("a", "  labels: { x: !!str 1 }\n"), found: ["7:22 input/anchor"] },
  {
    name: "20,000 keys",
    text: tenantText("a", `  labels:\n${long(20_000, (index) => `    k${index}: v`)}\n`),
    found: ["1:1 input/too-large"],
  },
  {
    name: "3,000 keys",
    text: tenantText("a", `  labels:\n${long(3_000, (index) => `    k${index}: v`)}\n`),
    found: ["8:5 input/too-large"],
  },
  {
    name: "10,000 levels in brackets",
    text: `a: ${"[".repeat(10_000)}${"]".repeat(10_000)}`,
    found: ["1:66 input/too-large"],
  },
  { name: "10,000 levels in dashes", text: `${"- ".repeat(10_000)}a`, found: ["1:127 input/too-large"] },
  { name: "5 MB", text: "#".repeat(5_000_000), found: ["1:1 input/too-large"] },
  { name: "a control character", text: tenantText("a", '  labels: { x: "\u0007" }\n'), found: ["7:17 input/not-text"] },
  { name: "a byte order mark", text: `\ufeff${tenantText("a")}`, found: ["1:1 input/not-text"] },
  { name: "half a character", text: tenantText("a", '  labels: { x: "\\ud800" }\n'), found: ["7:16 input/not-text"] },
  {
    name: "half a character in a key",
    text: tenantText("a", '  labels: { "\\ud800": x }\n'),
    found: ["7:13 input/not-text"],
  },
  {
    name: "constructor as a size",
    text: tenantText("a", "  quota: { size: constructor }\n"),
    found: ["7:18 input/invalid-value"],
  },
  {
    name: "constructor as a template",
    text: tenantText("a", "  servers: { s: { template: constructor } }\n"),
    found: ["7:29 input/invalid-value"],
  },
  {
    name: "constructor as a service",
    text: tenantText("a", "  network: { needs: [constructor] }\n"),
    found: ["7:22 input/invalid-value"],
  },
  { name: "__proto__", text: tenantText("a", "  labels: { __proto__: x }\n"), found: ["7:13 input/forbidden-key"] },
  {
    name: "a secret's value",
    text: tenantText("a", "  labels: { x: AKIAIOSFODNN7EXAMPLE }\n"),
    found: ["7:16 input/secret-value"],
  },
  { name: "a name that differs from its file", text: tenantText("b"), found: ["3:19 input/file-name"] },
  {
    name: "an override of a field that cannot be overridden",
    text: tenantText("a").replace("production: {}", "production: { access: {} }"),
    found: ["6:29 input/not-overridable"],
  },
  {
    name: "an unknown cluster",
    text: tenantText("a").replace("production: {}", "produktion: {}"),
    found: ["6:15 reference/unknown"],
  },
  { name: "no cluster", text: tenantText("a").replace("production: {}", ""), found: ["6:3 input/invalid-value"] },
  {
    name: "a Server without config",
    text: tenantText("a", "  servers: { s: {} }\n"),
    found: ["7:14 input/missing-field"],
  },
  {
    name: "a Server with an unknown config",
    text: tenantText("a", "  servers: { s: { config: c } }\n"),
    found: ["7:27 reference/unknown"],
  },
  {
    name: "a model without a Server",
    text: tenantText("a", "  models: { m: { storageUri: s3://a/m, requirements: [sklearn] } }\n"),
    found: ["7:13 reference/unknown"],
  },
  {
    name: "an experiment without its candidate",
    text: tenantText("a", "  experiments: { e: { candidates: { m: 1 } } }\n"),
    found: ["7:37 reference/unknown"],
  },
  {
    name: "an experiment whose default is not a candidate",
    text: tenantText(
      "a",
      "  servers: { s: { template: mlserver } }\n  models: { m: { storageUri: s3://a/m, requirements: [sklearn] } }\n  experiments: { e: { default: n, candidates: { m: 1 } } }\n",
    ),
    found: ["9:32 reference/unknown"],
  },
  {
    name: "a pipeline with a missing step and a trigger that is not a step",
    text: tenantText("a", "  pipelines: { p: { steps: { x: { triggers: [y] } } } }\n"),
    found: ["7:30 reference/unknown", "7:46 reference/unknown"],
  },
  {
    name: "an artifact of another tenant",
    text: tenantText(
      "a",
      "  servers: { s: { template: mlserver } }\n  models: { m: { storageUri: s3://b/m, requirements: [sklearn] } }\n",
    ),
    found: ["8:30 reference/outside-own-storage"],
  },
  {
    name: "an unknown service",
    text: tenantText("a", "  network: { needs: [mlfow] }\n"),
    found: ["7:22 reference/unknown"],
  },
  {
    name: "a call that the other tenant does not allow",
    text: tenantText("a", "  network: { tenants: { calls: [b] } }\n"),
    found: ["7:33 reference/unknown"],
  },
  {
    name: "the cluster's own network as an external network",
    text: tenantText("a", "  network: { external: { x: { cidrs: [10.42.1.0/24], ports: [{ port: 1 }], why: x } } }\n"),
    found: ["7:39 platform/cidr-overlap"],
  },
  {
    name: "an external network with the name of the API server",
    text: tenantText(
      "a",
      "  network: { external: { api-server: { cidrs: [203.0.113.0/24], ports: [{ port: 1 }], why: x } } }\n",
    ),
    found: ["7:26 input/reserved-name"],
  },
  {
    name: "an external network with the name of a service of the platform",
    text: tenantText(
      "a",
      "  network: { external: { mlflow: { cidrs: [203.0.113.0/24], ports: [{ port: 1 }], why: x } } }\n",
    ),
    found: ["7:26 input/reserved-name"],
  },
  {
    name: "an external network with the name of a policy",
    text: tenantText(
      "a",
      "  network: { external: { to-api-server: { cidrs: [203.0.113.0/24], ports: [{ port: 1 }], why: x } } }\n",
    ),
    found: ["7:26 input/reserved-name"],
  },
  {
    name: "an external network with the name of another tenant's ingress policy",
    text: tenantText(
      "a",
      "  network: { external: { from-tenant-b: { cidrs: [203.0.113.0/24], ports: [{ port: 1 }], why: x } } }\n",
    ),
    found: ["7:26 input/reserved-name"],
  },
  {
    name: "pod security below the floor",
    text: tenantText("a", "  podSecurity: { enforce: privileged }\n"),
    found: ["7:27 pod-security/below-floor"],
  },
  {
    name: "an image from another registry",
    text: tenantText("a", "  serverConfigs: { c: { template: mlserver, images: { server: ghcr.io/x/y:1 } } }\n"),
    found: ["7:63 platform/registry"],
  },
  {
    name: "a quota larger than the cluster",
    text: tenantText("a", "  quota: { requests: { cpu: 200 }, limits: { cpu: 400 } }\n"),
    found: ["clusters/production/cluster.yaml:29:15 platform/capacity"],
  },
  {
    name: "an unknown role",
    text: tenantText("a", "  access: { groups: { g: admin } }\n"),
    found: ["7:26 reference/unknown"],
  },
  {
    name: "an unknown component",
    text: tenantText("a", "  components: [disruption]\n"),
    found: ["7:16 reference/unknown"],
  },
  {
    name: "the address of a cloud's metadata service",
    text: tenantText(
      "a",
      "  network: { external: { x: { cidrs: [169.254.169.254/32], ports: [{ port: 1 }], why: x } } }\n",
    ),
    found: ["7:39 platform/cidr-overlap"],
  },
  {
    name: "a component twice",
    text: tenantText("a", "  components: [disruption-budget, disruption-budget]\n"),
    found: ["7:35 input/invalid-value"],
  },
  {
    name: "a Server with the name of a Seldon component",
    text: tenantText("a", "  servers: { seldon-scheduler: { template: mlserver } }\n"),
    found: ["7:14 input/invalid-value"],
  },
  {
    name: "a service account that Seldon creates",
    text: tenantText("a", "  access: { serviceAccounts: { seldon-server: viewer } }\n"),
    found: ["7:32 input/invalid-value"],
  },
  {
    name: "a role for all users",
    text: tenantText("a", "  access: { groups: { 'system:authenticated': viewer } }\n"),
    found: ["7:23 input/invalid-value"],
  },
  {
    name: "a volume of size 0",
    text: tenantText("a", "  storage: { x: { size: 0 } }\n"),
    found: ["7:25 input/invalid-value"],
  },
  {
    name: "limits that contradict each other",
    text: tenantText("a", "  containers: { default: { cpu: 9 } }\n"),
    found: ["7:33 platform/limits"],
  },
  {
    name: "more replicas than the quota allows",
    text: tenantText("a", "  servers: { s: { template: mlserver, replicas: 40 } }\n"),
    found: ["7:49 capacity/demand-over-quota"],
  },
  {
    name: "a secret outside of the tenant's folder",
    text: tenantText("a", "  secrets: { x: { keys: [k], from: { store: vault, path: ../b/k } } }\n"),
    found: ["7:58 input/invalid-value"],
  },
  {
    name: "an experiment without traffic, and one that mirrors to its own candidate",
    text: tenantText(
      "a",
      "  servers: { s: { template: mlserver } }\n  models: { m: { storageUri: s3://a/m, requirements: [sklearn] } }\n  experiments: { e: { candidates: { m: 0 } }, f: { candidates: { m: 1 }, mirror: { name: m, percent: 5 } } }\n",
    ),
    found: ["9:23 input/invalid-value", "9:90 reference/ambiguous"],
  },
];

describe("each mistake in tenants/a.yaml is reported once, at its position, and nothing is written", () => {
  test.each(mistakes)("$name: found $found", async ({ text, found }) => {
    const root = sandbox();
    write(root, "tenants/a.yaml", text);
    const before = treeOf(root);
    const { code, out } = await tenantry(root, ["build"]);
    expect(code).toBe(1);
    expect(out).toContain("nothing written");
    expect(await findings(root)).toEqual(
      found.map((value) => (value.startsWith("clusters/") ? value : `tenants/a.yaml:${value}`)),
    );
    expect(treeOf(root)).toEqual(before);
  });
});

describe("files themselves", () => {
  test("a symbolic link", async () => {
    const root = sandbox();
    write(root, "elsewhere.yaml", tenantText("a"));
    symlinkSync("../elsewhere.yaml", join(root, "tenants/a.yaml"));
    expect(await findings(root)).toEqual(["tenants/a.yaml:1:1 input/symlink"]);
  });

  test("a name that is not UTF-8", async () => {
    const root = sandbox();
    writeFileSync(
      Buffer.concat([Buffer.from(`${join(root, "tenants")}/`), Buffer.from([0xff, 0xfe]), Buffer.from(".yaml")]),
      "",
    );
    expect(await findings(root)).toEqual(["tenants:1:1 input/not-text"]);
  });

  test("two names that differ only in case, and an extension other than .yaml", async () => {
    const root = sandbox();
    write(root, "tenants/a.yaml", tenantText("a"));
    write(root, "tenants/A.yaml", tenantText("a"));
    write(root, "tenants/b.yml", tenantText("b"));
    const found = await findings(root);
    expect(found).toEqual(["tenants/a.yaml:1:1 input/file-name", "tenants/b.yml:1:1 input/unexpected-file"]);
  });

  test("bytes that are not UTF-8", async () => {
    const root = sandbox();
    writeFileSync(join(root, "tenants/a.yaml"), Buffer.from([0x61, 0xff, 0xfe]));
    expect(await findings(root)).toEqual(["tenants/a.yaml:1:1 input/not-text"]);
  });

  test.each([
    "kube-system",
    "default",
    "argocd",
    "platform",
    "roots",
    "mlflow",
    "seldon-system",
    "ingress-nginx",
    "monitoring",
  ])("a tenant with the name %s", async (name) => {
    const root = sandbox();
    write(root, `tenants/${name}.yaml`, tenantText(name));
    expect(await findings(root)).toEqual([`tenants/${name}.yaml:3:19 input/reserved-name`]);
  });

  test("no platform.yaml", async () => {
    const root = sandbox();
    write(root, "platform/platform.yaml", "kind: Platform\n");
    const found = await findings(root);
    expect(found[0]).toBe("platform/platform.yaml:1:1 input/missing-field");
  });
});

describe("mistakes of the platform team", () => {
  test.each([
    {
      name: "a Kubernetes version without pinned schemas",
      file: "clusters/production/cluster.yaml",
      from: "1.34.4",
      to: "1.99.0",
      code: "platform/version",
    },
    {
      name: "an Argo CD version without pinned schemas",
      file: "clusters/production/cluster.yaml",
      from: "3.2.11",
      to: "3.1.0",
      code: "platform/version",
    },
    {
      name: "a cluster in the folder of another cluster",
      file: "clusters/production/cluster.yaml",
      from: "name: production",
      to: "name: prod",
      code: "input/file-name",
    },
    {
      name: "two clusters with one server address",
      file: "clusters/production/cluster.yaml",
      from: "order: 20",
      to: "order: 10",
      code: "reference/ambiguous",
    },
    {
      name: "a pattern that does not exist",
      file: "clusters/production/cluster.yaml",
      from: "pattern: standard",
      to: "pattern: standart",
      code: "input/invalid-value",
    },
    {
      name: "host bits in a CIDR",
      file: "clusters/production/cluster.yaml",
      from: "10.42.0.0/16",
      to: "10.42.0.1/16",
      code: "input/invalid-value",
    },
    {
      name: "a component that does not exist",
      file: "clusters/production/cluster.yaml",
      from: "[no-load-balancers]",
      to: "[seldon-closed]",
      code: "reference/unknown",
    },
    {
      name: "a branch that is not fully qualified",
      file: "platform/platform.yaml",
      from: "refs/heads/main",
      to: "main",
      code: "input/invalid-value",
    },
    {
      name: "credentials in the repository's URL",
      file: "platform/platform.yaml",
      from: "https://github.com",
      to: "https://me:token@github.com",
      code: "input/secret-value",
    },
    {
      name: "a wildcard in a role",
      file: "platform/platform.yaml",
      from: "resources: [deployments, statefulsets]",
      to: "resources: ['*']",
      code: "input/invalid-value",
    },
    {
      name: "a template without a memory request",
      file: "platform/platform.yaml",
      from: "requests: { cpu: 100m, memory: 1Gi }",
      to: "requests: { cpu: 100m }",
      code: "input/missing-field",
    },
    {
      name: "an image without a tag",
      file: "platform/platform.yaml",
      from: "mlserver:1.7.1",
      to: "mlserver",
      code: "input/invalid-value",
    },
    {
      name: "a Kafka that is not a service",
      file: "platform/platform.yaml",
      from: "service: kafka",
      to: "service: kafkas",
      code: "reference/unknown",
    },
  ])("$name: exit code $code", async ({ file, from, to, code }) => {
    const root = sandbox();
    const text = treeOf(root).get(file) ?? "";
    expect(text).toContain(from);
    write(root, file, text.replace(from, to));
    const [first = ""] = await findings(root);
    const [, where = "", line, column, found] = /^(.*):(\d+):(\d+) (.*)$/.exec(first) ?? [];
    expect(found).toBe(code);
    // The finding is at the changed line or, if two files contradict each other, at the same line of the other file.
    const shown = (treeOf(root).get(where) ?? "").split("\n")[Number(line) - 1] ?? "";
    expect(shown).toContain(to.startsWith("requests") ? "resources:" : to.split(" ").at(-1));
    expect(shown.slice(Number(column) - 1)).not.toBe("");
  });
});

test("a call between tenants needs the consent of both", async () => {
  const root = sandbox();
  write(root, "tenants/a.yaml", tenantText("a", "  network: { tenants: { calls: [b] } }\n"));
  write(root, "tenants/b.yaml", tenantText("b"));
  expect(await findings(root)).toEqual(["tenants/a.yaml:7:33 reference/one-sided"]);
  const serves = "  servers: { mlserver: { template: mlserver } }\n";
  write(root, "tenants/b.yaml", tenantText("b", `  network: { tenants: { calledBy: [a] } }\n${serves}`));
  expect(await findings(root)).toEqual([]);
});

test("the value of a secret is never printed", async () => {
  const root = sandbox();
  write(root, "tenants/a.yaml", tenantText("a", "  labels: { x: AKIAIOSFODNN7EXAMPLE }\n"));
  for (const output of ["text", "json"]) {
    const { out, err } = await tenantry(root, ["check", "--output", output]);
    expect(out + err).not.toContain("AKIA");
  }
});

test("a mistake in an override is reported there, and one in the base once for both clusters", async () => {
  const root = sandbox();
  write(
    root,
    "tenants/a.yaml",
    tenantText("a", "  nodePool: none\n").replace(
      "clusters: { production: {} }",
      "clusters:\n    production: {}\n    staging: { quota: { size: huge } }",
    ),
  );
  expect(await findings(root)).toEqual([
    "tenants/a.yaml:8:31 reference/unknown",
    "tenants/a.yaml:9:13 reference/unknown",
  ]);
});
