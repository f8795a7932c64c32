import { expect, test } from "vitest";
import { injectingLabel } from "./mesh.ts";

test.each([
  ["none", {}, undefined],
  ["the older one", { "istio-injection": "enabled" }, "istio-injection"],
  ["a revision", { "istio.io/rev": "stable" }, "istio.io/rev"],
  ["the older one decides", { "istio-injection": "disabled", "istio.io/rev": "stable" }, undefined],
  ["ambient mode", { "istio.io/dataplane-mode": "ambient" }, undefined],
] as const)("$0: label $2", (_, labels, label) => {
  expect(injectingLabel(labels)).toBe(label);
});
