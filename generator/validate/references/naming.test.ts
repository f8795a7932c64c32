import { expect, test } from "vitest";
import { classesAddon, mergeAddon } from "../../testing/addon-clusters.ts";
import { hubSandbox } from "../../testing/hub.ts";
import { documentsOf } from "../../testing/inventory.ts";
import { mergeSpec, replaceInFile, sandbox, tenantText, write } from "../../testing/sandbox.ts";
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

const withAddon = (text: string): string => {
  const root = sandbox();
  write(root, "platform/addons/classes.yaml", text);
  mergeAddon(root, "production", "classes", {});
  return root;
};

test("a tenant must not have the name of an add-on whose project allows a namespace of this name", () => {
  const root = withAddon(classesAddon());
  write(root, "tenants/classes.yaml", tenantText("classes"));
  expect(reservedIn(root)).toEqual([
    "tenants/classes.yaml invalid name classes: it is a namespace that the project of add-on classes allows",
  ]);
});

test("a tenant whose namespace an add-on claims can keep its name if the add-on gives the namespace up", () => {
  const root = withAddon(classesAddon("  namespaces: { churn: { podSecurity: restricted } }"));
  write(root, "tenants/churn.yaml", tenantText("churn"));
  const found = validateInventory(documentsOf(root)).diagnostics.filter(({ code }) => code === "input/reserved-name");
  expect(found.map(({ message, hint }) => [message, hint])).toEqual([
    [
      "invalid name churn: it is a namespace of add-on classes",
      "Choose a name that only this team uses, and rename the file to match the new name. Or have the platform team remove the namespace from add-on classes.",
    ],
  ]);
});
