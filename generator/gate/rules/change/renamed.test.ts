import { expect, test } from "vitest";
import { foundBetween, inventoryWith } from "../../../testing/rules.ts";
import { renamed } from "./renamed.ts";

test.each([
  {
    name: "a Server keeps its name",
    before: `servers: { mlserver: { template: mlserver } }`,
    after: `servers: { mlserver: { template: mlserver, replicas: 2 } }`,
    found: [],
  },
  {
    name: "a Server gets another name",
    before: `servers: { mlserver: { template: mlserver } }`,
    after: `servers: { other: { template: mlserver } }`,
    found: [
      "tenants/churn.yaml:7:14 Server mlserver becomes other on production: it would be deleted, and another one made",
    ],
  },
  { name: "a Server goes", before: `servers: { mlserver: { template: mlserver } }`, after: ``, found: [] },
  {
    name: "one goes and another one comes",
    before: `servers: { mlserver: { template: mlserver } }`,
    after: `servers: { other: { template: mlserver, replicas: 3 } }`,
    found: [],
  },
])("$name", ({ before, after, found }) => {
  expect(foundBetween(renamed, inventoryWith(before), inventoryWith(after))).toEqual(found);
});

test("a tenant gets another name", () => {
  const spec =
    'servers: { mlserver: { template: mlserver } }\nmodels: { m: { storageUri: "s3://mlflow-artifacts/m", requirements: [sklearn] } }';
  const before = inventoryWith("", { old: spec });
  expect(foundBetween(renamed, before, inventoryWith("", { fresh: spec }))).toEqual([
    "tenants/fresh.yaml:6:15 old becomes fresh on production: it would be deleted, and another one made",
  ]);
  expect(foundBetween(renamed, before, inventoryWith("", { old: spec, fresh: spec }))).toEqual([]);
});
