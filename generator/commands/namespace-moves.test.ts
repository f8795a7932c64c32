import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { sandbox, tenantText, treeOf, write } from "../testing/sandbox.ts";

const cluster = "clusters/production/cluster.yaml";
const apart = "clusters/production/rendered/platform/tenant-namespaces/churn/namespace-churn.yaml";
const within = "clusters/production/rendered/tenants/churn/guardrails/namespace-churn.yaml";

test("an Argo CD version with names in projects moves the Namespace: the plan shows the step, and a build of the tenant does it", async () => {
  const root = sandbox();
  write(root, "tenants/churn.yaml", tenantText("churn", "  servers: { mlserver: { template: mlserver } }\n"));
  expect((await tenantry(root, ["build"])).code).toBe(0);
  const before = treeOf(root);
  expect([before.has(apart), before.has(within)]).toEqual([true, false]);

  write(root, cluster, readFileSync(join(root, cluster), "utf8").replace("version: 3.2.11", "version: 3.5.1"));
  const { out } = await tenantry(root, ["plan", "--cluster", "production", "--output", "json"]);
  const [step] = JSON.parse(out).steps;
  expect(step.changes).toContainEqual(
    expect.objectContaining({ verb: "move", application: "production.churn.guardrails", tenant: "churn" }),
  );
  expect(step.effects).toContainEqual(
    expect.objectContaining({ command: "kubectl annotate namespace churn argocd.argoproj.io/tracking-id-" }),
  );

  expect((await tenantry(root, ["build", "--tenant", "churn"])).code).toBe(0);
  const after = treeOf(root);
  expect([after.has(apart), after.get(within)]).toEqual([false, before.get(apart)]);
  expect([...after.keys()].filter((file) => file.includes("tenant-namespaces"))).toEqual([]);
});
