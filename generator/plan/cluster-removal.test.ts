import { expect, test } from "vitest";
import { kubectlIn } from "../layout/kubectl-context.ts";
import { hubSandbox } from "../testing/hub.ts";
import { documentsOf, inventoryOf } from "../testing/inventory.ts";
import { tenantText, write } from "../testing/sandbox.ts";
import { lastClusterStep } from "./cluster-last-step.ts";
import { clusterRemovalSteps } from "./cluster-removal.ts";
import type { CommitStep } from "./commit-step.ts";

/** The commits of the removal of a cluster, and the commands of its manual last step. */
function removal(
  root: string,
  name: string,
): { readonly steps: readonly CommitStep[]; readonly commands: readonly string[] } {
  const inventory = inventoryOf(root);
  const cluster = inventory.clusters.find((candidate) => candidate.name === name);
  if (cluster === undefined) throw new Error(`unknown cluster ${name}`);
  return {
    steps: clusterRemovalSteps(documentsOf(root), inventory, cluster, () => "active"),
    commands: lastClusterStep(inventory, cluster).parts.flatMap(({ commands }) => commands),
  };
}

const onArgoCD = kubectlIn("ARGOCD_CONTEXT");
const deletesRoots = / delete applications .*production\.roots\.tenants/;

test("a cluster of a hub with another cluster: the hub deletes the roots, and no later step does", () => {
  const { steps, commands } = removal(hubSandbox(), "production");
  const step = steps.at(-1);
  expect(step?.why).toContain("The Application main.hub deletes the root Applications");
  expect(step?.verify).toEqual([
    {
      command: `${onArgoCD} get applications production.roots.tenants production.roots.platform --namespace argocd --ignore-not-found`,
      expect: "no output, on the cluster that runs Argo CD",
    },
  ]);
  expect(commands.filter((command) => deletesRoots.test(command))).toEqual([]);
});

test("the last cluster of a hub: the hub leaves too, so nothing deletes the roots before the last step", () => {
  const own = '{ version: 3.5.1, destination: { server: "https://kubernetes.default.svc" } }';
  const { steps, commands } = removal(hubSandbox({ staging: own }), "production");
  const step = steps.at(-1);
  expect(step?.edits).toContainEqual({
    file: "platform/platform.yaml",
    path: ["spec", "hubs", "main"],
    value: undefined,
  });
  expect(step?.why).toContain("Argo CD deletes nothing");
  expect(step?.verify[0]).toMatchObject({ command: expect.stringContaining(" get application main.hub ") });
  expect(commands).toEqual(
    expect.arrayContaining([
      `${onArgoCD} delete applications main.hub production.roots.tenants production.roots.platform --namespace argocd --ignore-not-found`,
      `${onArgoCD} delete appproject main.hub --namespace argocd --ignore-not-found`,
    ]),
  );
});

test("a remote cluster with tenants: each check of the drain names the cluster", () => {
  const root = hubSandbox();
  write(root, "tenants/churn.yaml", tenantText("churn", "  servers: { mlserver: { template: mlserver } }"));
  const { steps } = removal(root, "production");
  expect(steps.slice(0, -1).flatMap(({ verify }) => verify.map(({ expect: expected }) => expected))).toEqual([
    '"No resources found", on production',
    '"No resources found", on production',
  ]);
});

test("a tenant without another cluster: its file is deleted, and the commit names the alternative", () => {
  const root = hubSandbox();
  write(root, "tenants/churn.yaml", tenantText("churn"));
  const step = removal(root, "production").steps.at(-1);
  expect(step?.edits).toContainEqual({ file: "tenants/churn.yaml", delete: true });
  expect(step?.why).toMatch(/deletes their files: churn\. To keep a tenant, /);
});
