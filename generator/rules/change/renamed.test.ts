import { expect, test } from "vitest";
import { findingsBetween, inventoryWith } from "../../testing/rules.ts";
import { changeRenamed } from "./renamed.ts";

const served = (
  model: string,
  pipeline: string,
  experiment: string,
): string => `servers: { mlserver: { template: mlserver } }
models: { ${model}: { storageUri: "s3://churn/a", requirements: [sklearn] }, b: { storageUri: "s3://churn/b", requirements: [sklearn] } }
pipelines: { ${pipeline}: { steps: { b: {} }, output: [b] } }
experiments: { ${experiment}: { candidates: { b: 100 } } }`;

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
      "tenants/churn.yaml:7:14 Server mlserver is renamed to other on production: Argo CD would delete the old objects and create new objects",
    ],
  },
  { name: "a Server is removed", before: `servers: { mlserver: { template: mlserver } }`, after: ``, found: [] },
  {
    name: "a Server is replaced with a different one",
    before: `servers: { mlserver: { template: mlserver } }`,
    after: `servers: { other: { template: mlserver, replicas: 3 } }`,
    found: [],
  },
  {
    name: "two Servers, one of which gets another name",
    before: `servers: { a: { template: mlserver }, b: { template: mlserver } }`,
    after: `servers: { c: { template: mlserver } }`,
    found: [
      "tenants/churn.yaml:7:14 Server a is renamed to c on production: Argo CD would delete the old objects and create new objects",
    ],
  },
  {
    name: "a suspended tenant renames a Server",
    before: `lifecycle: suspended\nservers: { mlserver: { template: mlserver } }`,
    after: `lifecycle: suspended\nservers: { other: { template: mlserver } }`,
    found: [],
  },
  {
    name: "a Model, a Pipeline and an Experiment get other names",
    before: served("a", "flow", "split"),
    after: served("c", "way", "test"),
    found: [
      "tenants/churn.yaml:8:13 Model a is renamed to c on production: Argo CD would delete the old objects and create new objects",
      "tenants/churn.yaml:9:16 Pipeline flow is renamed to way on production: Argo CD would delete the old objects and create new objects",
    ],
  },
  {
    name: "a Model of another artifact",
    before: served("a", "flow", "split"),
    after: served("a2", "flow", "split").replace("churn/a", "churn/a2"),
    found: [],
  },
])("$name: found $found", ({ before, after, found }) => {
  expect(findingsBetween(changeRenamed, inventoryWith(before), inventoryWith(after))).toEqual(found);
});

test("a tenant with another name is reported", () => {
  const spec =
    'servers: { mlserver: { template: mlserver } }\nmodels: { m: { storageUri: "s3://mlflow-artifacts/m", requirements: [sklearn] } }';
  const before = inventoryWith("", { old: spec });
  expect(findingsBetween(changeRenamed, before, inventoryWith("", { fresh: spec }))).toEqual([
    "tenants/fresh.yaml:6:15 tenant old is renamed to fresh on production: Argo CD would delete the old objects and create new objects",
  ]);
  expect(findingsBetween(changeRenamed, before, inventoryWith("", { old: spec, fresh: spec }))).toEqual([]);
});
