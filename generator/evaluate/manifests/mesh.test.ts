import { expect, test } from "vitest";
import { injectingLabel } from "./mesh.ts";

test.each([
  ["no label", {}, undefined],
  ["the older label", { "istio-injection": "enabled" }, "istio-injection"],
  ["a revision", { "istio.io/rev": "stable" }, "istio.io/rev"],
  [
    "both labels, of which the older one decides",
    { "istio-injection": "disabled", "istio.io/rev": "stable" },
    undefined,
  ],
  ["ambient mode", { "istio.io/dataplane-mode": "ambient" }, undefined],
] as const)("$0: injecting label $2", (_, labels, label) => {
  expect(injectingLabel(labels)).toBe(label);
});
