import { expect, test } from "vitest";
import { foundBetween, inventoryWith } from "../../testing/rules.ts";
import { changeMeshSwitched } from "./mesh-switched.ts";

const serving = (labels: string, lifecycle = "active"): string =>
  `servers: { mlserver: { template: mlserver } }\nlifecycle: ${lifecycle}\nlabels: { ${labels} }`;
const on = "istio-injection: enabled";

test.each([
  { name: "no mesh", before: serving(""), after: serving("acme.test/a: b"), found: [] },
  {
    name: "switched on",
    before: serving(""),
    after: serving(on),
    found: ["tenants/churn.yaml:9:13 istio-injection switches the mesh on while pods of churn run"],
  },
  {
    name: "switched off",
    before: serving(on),
    after: serving("istio-injection: disabled"),
    found: ["tenants/churn.yaml:9:13 istio-injection switches the mesh off while pods of churn run"],
  },
  {
    name: "taken away",
    before: serving(on),
    after: "servers: { mlserver: { template: mlserver } }",
    found: ["tenants/churn.yaml:7:3 istio-injection switches the mesh off while pods of churn run"],
  },
  {
    name: "while it is suspended: its scheduler runs",
    before: serving("", "suspended"),
    after: serving(on, "suspended"),
    found: ["tenants/churn.yaml:9:13 istio-injection switches the mesh on while pods of churn run"],
  },
  { name: "while nothing runs", before: serving("", "drained"), after: serving(on, "drained"), found: [] },
  { name: "from there on", before: serving("", "drained"), after: serving(on), found: [] },
])("$name: found $found", ({ before, after, found }) => {
  expect(foundBetween(changeMeshSwitched, inventoryWith(before), inventoryWith(after))).toEqual(found);
});
