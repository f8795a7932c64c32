import { expect, test } from "vitest";
import { foundBetween, inventoryWith } from "../../testing/rules.ts";
import { changeStorageClaim } from "./storage-claim.ts";

test.each([
  { name: "it grows", before: `storage: { a: { size: 1Gi } }`, after: `storage: { a: { size: 2Gi } }`, found: [] },
  {
    name: "it shrinks",
    before: `storage: { a: { size: 2Gi } }`,
    after: `storage: { a: { size: 1Gi } }`,
    found: ["tenants/churn.yaml:7:25 claim a of churn shrinks from 2Gi to 1Gi on production"],
  },
  {
    name: "another class",
    before: `storage: { a: { size: 2Gi } }`,
    after: `storage: { a: { size: 2Gi, class: fast } }`,
    found: ["tenants/churn.yaml:7:37 claim a of churn changes its class on production"],
  },
  {
    name: "the default class, said",
    before: `storage: { a: { size: 2Gi } }`,
    after: `storage: { a: { size: 2Gi, class: standard } }`,
    found: [],
  },
  {
    name: "it is forgotten",
    before: `storage: { a: { size: 2Gi } }`,
    after: ``,
    found: ["tenants/churn.yaml:4:1 claim a of churn is not declared any more, and stays with its data on production"],
  },
])("$name: found $found", ({ before, after, found }) => {
  expect(foundBetween(changeStorageClaim, inventoryWith(before), inventoryWith(after))).toEqual(found);
});
