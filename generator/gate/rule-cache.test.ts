import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";
import { contextDigest } from "./rule-cache.ts";

const policy = (label: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: extra }
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { ${label}: mlflow } } }]
      ports: [{ port: 9000 }]
`;
const component = `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
metadata: { annotations: { tenantry.dev/part: guardrails } }
resources: [policy.yaml]
`;

test("a finding in a previously clean manifest set is reported, and reported again in every run until it is fixed", async () => {
  const root = sandbox();
  write(
    root,
    "tenants/churn.yaml",
    tenantText("churn", "  servers: { mlserver: { template: mlserver } }\n  components: [extra]\n"),
  );
  write(root, "platform/components/extra/kustomization.yaml", component);
  const place = "platform/components/extra/policy.yaml";
  const codes = async (...more: readonly string[]): Promise<readonly string[]> => {
    const { out } = await tenantry(root, ["check", "--output", "json", ...more]);
    const { diagnostics }: { diagnostics: { code: string; severity: string }[] } = JSON.parse(out);
    return diagnostics.filter(({ code }) => !code.startsWith("publish/")).map(({ code }) => code);
  };
  write(root, place, policy("kubernetes.io/metadata.name"));
  expect(await codes()).toEqual([]);
  expect(await codes()).toEqual([]);
  write(root, place, policy("name"));
  expect(await codes()).toEqual(["network/namespace-by-name"]);
  expect(await codes()).toEqual(["network/namespace-by-name"]);
  expect(await codes("--no-cache")).toEqual(["network/namespace-by-name"]);
  write(root, place, policy("kubernetes.io/metadata.name"));
  expect(await codes()).toEqual([]);
});

test("the digest changes with every input that a rule can read", () => {
  const digest = (more: string, others: Readonly<Record<string, string>> = {}): string => {
    const root = sandbox();
    write(root, "tenants/churn.yaml", tenantText("churn", more));
    for (const [file, text] of Object.entries(others)) write(root, file, text);
    const inventory = inventoryOf(root);
    const [cluster] = inventory.clusters.filter(({ name }) => name === "production");
    if (cluster === undefined) throw new Error("there is no production");
    return contextDigest(inventory, cluster);
  };
  const plain = digest("");
  expect(digest("")).toBe(plain);
  expect(digest("  labels: { acme.test/a: b }\n")).not.toBe(plain);
  expect(digest("", { "tenants/other.yaml": tenantText("other") })).not.toBe(plain);
  const changed = (file: string, from: string, to: string): Readonly<Record<string, string>> => {
    const text = readFileSync(join(sandbox(), file), "utf8");
    expect(text).toContain(from);
    return { [file]: text.replace(from, to) };
  };
  expect(digest("", changed("clusters/production/cluster.yaml", "order: ", "order: 1"))).not.toBe(plain);
  expect(digest("", changed("platform/platform.yaml", "contact: ", "contact: x"))).not.toBe(plain);
  const files = {
    "platform/components/extra/kustomization.yaml": component,
    "platform/components/extra/policy.yaml": policy("name"),
  };
  expect(digest("", files)).not.toBe(plain);
  expect(digest("", { ...files, "platform/components/extra/policy.yaml": policy("other") })).not.toBe(
    digest("", files),
  );
});
