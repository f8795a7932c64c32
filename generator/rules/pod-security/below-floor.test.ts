import { expect, test } from "vitest";
import { foundAmong, inventoryWith } from "../../testing/rules.ts";
import { podSecurityBelowFloor } from "./below-floor.ts";

test.each([
  { name: "the platform's default", spec: "", found: [] },
  { name: "the floor", spec: "podSecurity: { enforce: baseline }", found: [] },
  { name: "more", spec: "podSecurity: { enforce: restricted }", found: [] },
  {
    name: "less",
    spec: "podSecurity: { enforce: privileged }",
    found: ["tenants/churn.yaml:7:27 privileged is below the platform's floor, baseline"],
  },
])("$name: found $found", ({ spec, found }) => {
  expect(foundAmong(podSecurityBelowFloor, inventoryWith(spec))).toEqual(found);
});

test("a default of the platform's that is less, once for all", () => {
  const inventory = inventoryWith("", { fraud: "" });
  const { platform } = inventory;
  const defaults = {
    ...platform.spec.defaults,
    podSecurity: { enforce: "privileged", audit: "baseline", warn: "baseline" } as const,
  };
  const lowered = { ...inventory, platform: { ...platform, spec: { ...platform.spec, defaults } } };
  const found = foundAmong(podSecurityBelowFloor, lowered);
  expect(new Set(found)).toEqual(
    new Set([expect.stringMatching(/^platform\/platform.yaml:\d+:29 privileged is below/)]),
  );
});
