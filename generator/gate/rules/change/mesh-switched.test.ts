import { expect, test } from "vitest";
import { foundBetween, inventoryWith } from "../../../testing/rules.ts";
import { meshSwitched } from "./mesh-switched.ts";

test.each([
  {
    name: "no mesh",
    before: `servers: { mlserver: { template: mlserver } }`,
    after: `servers: { mlserver: { template: mlserver } }
labels: { acme.test/a: b }`,
    found: [],
  },
  {
    name: "switched on",
    before: `servers: { mlserver: { template: mlserver } }`,
    after: `servers: { mlserver: { template: mlserver } }
labels: { istio-injection: enabled }`,
    found: ["tenants/churn.yaml:8:13 istio-injection changes from nothing to enabled while pods of churn run"],
  },
  {
    name: "switched off",
    before: `servers: { mlserver: { template: mlserver } }
labels: { istio-injection: enabled }`,
    after: `servers: { mlserver: { template: mlserver } }`,
    found: ["tenants/churn.yaml:7:3 istio-injection changes from enabled to nothing while pods of churn run"],
  },
  {
    name: "while nothing runs",
    before: `servers: { mlserver: { template: mlserver } }
lifecycle: suspended`,
    after: `servers: { mlserver: { template: mlserver } }
lifecycle: suspended
labels: { istio-injection: enabled }`,
    found: [],
  },
])("$name", ({ before, after, found }) => {
  expect(foundBetween(meshSwitched, inventoryWith(before), inventoryWith(after))).toEqual(found);
});
