import { expect, test } from "vitest";
import { hubSandbox } from "../../testing/hub.ts";
import { documentsOf } from "../../testing/inventory.ts";
import { mergeSpec, replaceInFile, sandbox } from "../../testing/sandbox.ts";
import { validateInventory } from "../validate-inventory.ts";

const reservedIn = (root: string): readonly string[] =>
  validateInventory(documentsOf(root))
    .diagnostics.filter(({ code }) => code === "input/reserved-name")
    .map(({ at, message }) => `${at.file} ${message}`);

test.each([
  { namespace: "kube-system", meaning: "is reserved" },
  { namespace: "default", meaning: "is reserved" },
  { namespace: "seldon-mesh", meaning: "is Seldon's namespace on cluster production" },
  { namespace: "tools", meaning: "is a namespace of the platform on cluster production" },
])("Argo CD in $namespace is rejected: it $meaning", ({ namespace, meaning }) => {
  const root = sandbox();
  mergeSpec(root, "platform/platform.yaml", { namespaces: { tools: {} }, seldon: { namespace: "seldon-mesh" } });
  mergeSpec(root, "clusters/production/cluster.yaml", { argoCD: { namespace } });
  expect(reservedIn(root)).toContain(
    `clusters/production/cluster.yaml invalid namespace of Argo CD ${namespace}: it ${meaning}`,
  );
});

test("a hub in a reserved namespace is rejected at the hub", () => {
  const root = hubSandbox({});
  replaceInFile(root, "platform/platform.yaml", "main: { ", "main: { namespace: kube-system, ");
  expect(reservedIn(root)).toContain("platform/platform.yaml invalid namespace of Argo CD kube-system: it is reserved");
});

test("Argo CD in its own namespace is accepted", () => {
  const root = sandbox();
  mergeSpec(root, "clusters/production/cluster.yaml", { argoCD: { namespace: "gitops" } });
  expect(reservedIn(root)).toEqual([]);
});
