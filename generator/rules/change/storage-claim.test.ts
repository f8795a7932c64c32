import { expect, test } from "vitest";
import { findingsBetween, inventoryWith } from "../../testing/rules.ts";
import { changeStorageClaim } from "./storage-claim.ts";

test.each([
  {
    name: "the claim grows",
    before: `storage: { a: { size: 1Gi } }`,
    after: `storage: { a: { size: 2Gi } }`,
    found: [],
  },
  {
    name: "the claim shrinks",
    before: `storage: { a: { size: 2Gi } }`,
    after: `storage: { a: { size: 1Gi } }`,
    found: ["tenants/churn.yaml:7:25 claim a of churn shrinks from 2Gi to 1Gi on production"],
  },
  {
    name: "another storage class",
    before: `storage: { a: { size: 2Gi } }`,
    after: `storage: { a: { size: 2Gi, class: fast } }`,
    found: ["tenants/churn.yaml:7:37 claim a of churn changes its class on production"],
  },
  {
    name: "the default class, written out",
    before: `storage: { a: { size: 2Gi } }`,
    after: `storage: { a: { size: 2Gi, class: standard } }`,
    found: [],
  },
  {
    name: "the claim is removed",
    before: `storage: { a: { size: 2Gi } }`,
    after: ``,
    found: ["tenants/churn.yaml:4:1 claim a of churn is no longer declared, and remains with its data on production"],
  },
])("$name: found $found", ({ before, after, found }) => {
  expect(findingsBetween(changeStorageClaim, inventoryWith(before), inventoryWith(after))).toEqual(found);
});
