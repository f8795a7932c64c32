import { expect, test } from "vitest";
import { connectedAddons } from "../../testing/connected-addons.ts";
import { documentsOf } from "../../testing/inventory.ts";
import { replaceInFile } from "../../testing/sandbox.ts";
import { validateInventory } from "../validate-inventory.ts";

test.each([
  { target: "{ nodes: [10250], why: the proxy reads the kubelet }", found: [] },
  {
    target: "{ nodes: [0], why: the proxy reads the kubelet }",
    found: ["platform/addons/edge.yaml:20:37 input/invalid-value"],
  },
  {
    target: "{ nodes: [], why: the proxy reads the kubelet }",
    found: ["platform/addons/edge.yaml:20:29 input/invalid-value"],
  },
  { target: "{ nodes: [10250] }", found: ["platform/addons/edge.yaml:20:27 input/missing-field"] },
  { target: "nodes", found: ["platform/addons/edge.yaml:20:27 reference/unknown"] },
  { target: "streaming", found: [] },
  { target: "monitoring", found: ["platform/addons/edge.yaml:20:27 addons/needs"] },
  { target: "database", found: [] },
])("a connection to the contract $target: found $found", ({ target, found }) => {
  const root = connectedAddons();
  replaceInFile(root, "platform/addons/edge.yaml", "control.xds, {", `${target}, {`);
  const { diagnostics } = validateInventory(documentsOf(root));
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  expect([...new Set(errors.map(({ at, code }) => `${at.file}:${at.line}:${at.column} ${code}`))]).toEqual(found);
});
