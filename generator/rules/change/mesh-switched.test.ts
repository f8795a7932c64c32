import { expect, test } from "vitest";
import { findingsBetween, inventoryWith } from "../../testing/rules.ts";
import { changeMeshSwitched } from "./mesh-switched.ts";

const serving = (labels: string, lifecycle = "active"): string =>
  `servers: { mlserver: { template: mlserver } }\nlifecycle: ${lifecycle}\nlabels: { ${labels} }`;
const on = "istio-injection: enabled";

test.each([
  { name: "no label of a mesh", before: serving(""), after: serving("acme.test/a: b"), found: [] },
  {
    name: "the label is added",
    before: serving(""),
    after: serving(on),
    found: ["tenants/churn.yaml:9:13 label istio-injection switches the mesh on while pods of tenant churn run"],
  },
  {
    name: "the label is set to disabled",
    before: serving(on),
    after: serving("istio-injection: disabled"),
    found: ["tenants/churn.yaml:9:13 label istio-injection switches the mesh off while pods of tenant churn run"],
  },
  {
    name: "the label is removed",
    before: serving(on),
    after: "servers: { mlserver: { template: mlserver } }",
    found: ["tenants/churn.yaml:7:3 label istio-injection switches the mesh off while pods of tenant churn run"],
  },
  {
    name: "the tenant is suspended, and its scheduler runs",
    before: serving("", "suspended"),
    after: serving(on, "suspended"),
    found: ["tenants/churn.yaml:9:13 label istio-injection switches the mesh on while pods of tenant churn run"],
  },
  { name: "the tenant is drained", before: serving("", "drained"), after: serving(on, "drained"), found: [] },
  { name: "the tenant becomes active with the label", before: serving("", "drained"), after: serving(on), found: [] },
])("$name: found $found", ({ before, after, found }) => {
  expect(findingsBetween(changeMeshSwitched, inventoryWith(before), inventoryWith(after))).toEqual(found);
});
