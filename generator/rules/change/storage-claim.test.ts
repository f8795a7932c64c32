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
    found: [
      "tenants/churn.yaml:7:25 invalid change of claim a of churn on production: the size shrinks from 2Gi to 1Gi",
    ],
  },
  {
    name: "another storage class",
    before: `storage: { a: { size: 2Gi } }`,
    after: `storage: { a: { size: 2Gi, class: fast } }`,
    found: ["tenants/churn.yaml:7:37 invalid change of claim a of churn on production: the storage class changes"],
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
    found: [
      "tenants/churn.yaml:4:1 invalid change of claim a of churn on production: no file declares the claim any more, and the claim stays with its data",
    ],
  },
])("$name: found $found", ({ before, after, found }) => {
  expect(findingsBetween(changeStorageClaim, inventoryWith(before), inventoryWith(after))).toEqual(found);
});
