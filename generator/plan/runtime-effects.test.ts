import { expect, test } from "vitest";
import { inventoryOf } from "../testing/inventory.ts";
import type { RawMap } from "../validate/merge.ts";
import { effectsOf } from "./effects.ts";

const inventory = inventoryOf();
const podSpec = { containers: [{ name: "c", resources: { limits: { memory: "1Gi" } } }] };

/** Each effect of a change of these overrides: its traffic and its message. */
function effects(before: readonly RawMap[], after: readonly RawMap[], config?: RawMap): readonly string[] {
  const runtime = (overrides: readonly RawMap[], more: RawMap = {}): RawMap => ({ spec: { overrides, ...more } });
  return effectsOf(
    [
      {
        verb: "change",
        cluster: "production",
        application: "production.churn.guardrails",
        tenant: "churn",
        ref: { group: "mlops.seldon.io", kind: "SeldonRuntime", namespace: "churn", name: "seldon" },
        from: undefined,
        wave: 0,
        before: runtime(before),
        after: runtime(after, config === undefined ? {} : { config }),
      },
    ],
    inventory,
  ).map(({ traffic, message }) => `${traffic}: ${message}`);
}

const scheduler = { name: "seldon-scheduler", replicas: 1 };
const envoy = { name: "seldon-envoy", replicas: 2 };

test.each([
  {
    name: "one more pod",
    before: [scheduler, envoy],
    after: [scheduler, { ...envoy, replicas: 3 }],
    found: [
      "none: overrides[seldon-envoy].replicas: 2 → 3. The number of pods of seldon-envoy changes. The other pods do not restart.",
    ],
  },
  {
    name: "one pod fewer",
    before: [scheduler, envoy],
    after: [scheduler, { ...envoy, replicas: 1 }],
    found: [expect.stringMatching(/^brief: .* The number of pods of seldon-envoy changes[.]/)],
  },
  {
    name: "another pod spec of Envoy",
    before: [scheduler, envoy],
    after: [scheduler, { ...envoy, podSpec }],
    found: [expect.stringMatching(/^brief: .* The pods of seldon-envoy restart[.] At least 75 %/)],
  },
  {
    name: "another pod spec of the scheduler and of Envoy",
    before: [scheduler, envoy],
    after: [
      { ...scheduler, podSpec },
      { ...envoy, podSpec },
    ],
    found: [
      expect.stringMatching(/^brief: .* The scheduler restarts, and places no new models/),
      expect.stringMatching(/^brief: .* The pods of seldon-envoy restart[.]/),
    ],
  },
])("$name: $found", ({ before, after, found }) => {
  expect(effects(before, after)).toEqual(found);
});

test("another configuration restarts the whole runtime", () => {
  expect(effects([scheduler], [scheduler], { tracingConfig: {} })).toEqual([
    expect.stringMatching(/^brief: .* A new Envoy pod starts before/),
  ]);
});
