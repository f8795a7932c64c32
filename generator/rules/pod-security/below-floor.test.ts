import { expect, test } from "vitest";
import { findingsAmong, inventoryWith } from "../../testing/rules.ts";
import { podSecurityBelowFloor } from "./below-floor.ts";

test.each([
  { name: "the platform's default", spec: "", found: [] },
  { name: "the level of the floor", spec: "podSecurity: { enforce: baseline }", found: [] },
  { name: "a level above the floor", spec: "podSecurity: { enforce: restricted }", found: [] },
  {
    name: "a level below the floor",
    spec: "podSecurity: { enforce: privileged }",
    found: ["tenants/churn.yaml:7:27 invalid pod security level privileged: below the platform's floor baseline"],
  },
])("$name: found $found", ({ spec, found }) => {
  expect(findingsAmong(podSecurityBelowFloor, inventoryWith(spec))).toEqual(found);
});

test("a platform default below the floor is reported once", () => {
  const inventory = inventoryWith("", { fraud: "" });
  const podSecurity = { enforce: "privileged", audit: "baseline", warn: "baseline" } as const;
  const clusters = inventory.clusters.map((cluster) => {
    const { spec } = cluster.platform;
    const defaults = { ...spec.defaults, podSecurity };
    return { ...cluster, platform: { ...cluster.platform, spec: { ...spec, defaults } } };
  });
  const lowered = { ...inventory, clusters };
  const found = findingsAmong(podSecurityBelowFloor, lowered);
  expect(new Set(found)).toEqual(
    new Set([expect.stringMatching(/^platform\/platform.yaml:\d+:29 invalid pod security level privileged/)]),
  );
});
