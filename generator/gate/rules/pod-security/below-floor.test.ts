import { expect, test } from "vitest";
import { foundAmong, inventoryWith } from "../../../testing/rules.ts";
import { belowFloor } from "./below-floor.ts";

test.each([
  { name: "the platform's default", spec: "", found: [] },
  { name: "the floor", spec: "podSecurity: { enforce: baseline }", found: [] },
  { name: "more", spec: "podSecurity: { enforce: restricted }", found: [] },
  {
    name: "less",
    spec: "podSecurity: { enforce: privileged }",
    found: ["tenants/churn.yaml:7:27 privileged is below the platform's floor, baseline"],
  },
])("$name", ({ spec, found }) => {
  expect(foundAmong(belowFloor, inventoryWith(spec))).toEqual(found);
});
