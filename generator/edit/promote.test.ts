import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { merge, type RawMap } from "../validate/merge.ts";
import { putValue } from "./edit-text.ts";
import { promotedPaths, promotion } from "./promote.ts";

function promoted(spec: string, ...paths: readonly string[][]): unknown {
  const data: unknown = { spec: parse(spec) };
  const chosen = paths.length > 0 ? paths : promotedPaths(data, "staging", "production");
  const after = promotion(data, "staging", "production", chosen).reduce(
    (state, assignment) => putValue(state, assignment.path, assignment.value),
    data,
  );
  return (after as { spec: unknown }).spec;
}

const model = (storageUri: string): RawMap => ({ m: { storageUri } });

describe("what staging has comes to production", () => {
  test.each([
    {
      name: "an override that was proven becomes the tenant's own",
      before: { clusters: { staging: { models: model("2") }, production: {} }, models: model("1") },
      after: { clusters: { staging: {}, production: {} }, models: model("2") },
    },
    {
      name: "what held production back goes",
      before: { clusters: { staging: {}, production: { models: model("1") } }, models: model("2") },
      after: { clusters: { staging: {}, production: {} }, models: model("2") },
    },
    {
      name: "a third cluster keeps what it has",
      before: { clusters: { staging: { models: model("2") }, production: {}, other: {} }, models: model("1") },
      after: {
        clusters: { staging: { models: model("2") }, production: { models: model("2") }, other: {} },
        models: model("1"),
      },
    },
    {
      name: "a new model comes whole",
      before: { clusters: { staging: { models: model("1") }, production: {} } },
      after: { clusters: { staging: {}, production: {} }, models: model("1") },
    },
    {
      name: "how many run is each cluster's own",
      before: {
        clusters: { staging: { models: { m: { storageUri: "2", replicas: 1 } } }, production: {} },
        models: { m: { storageUri: "1", replicas: 3 } },
      },
      after: {
        clusters: { staging: { models: { m: { replicas: 1 } } }, production: {} },
        models: { m: { storageUri: "2", replicas: 3 } },
      },
    },
    {
      name: "a step that is no more than its name is a step",
      before: {
        clusters: {
          staging: { pipelines: { p: { steps: { m: {}, n: { inputs: ["m"] } } } } },
          production: {},
          other: {},
        },
      },
      after: {
        clusters: {
          staging: { pipelines: { p: { steps: { m: {}, n: { inputs: ["m"] } } } } },
          production: { pipelines: { p: { steps: { m: {}, n: { inputs: ["m"] } } } } },
          other: {},
        },
      },
    },
    {
      name: "a model that staging has no more goes, and the empty section with it",
      before: { clusters: { staging: {}, production: { models: model("1") } } },
      after: { clusters: { staging: {}, production: {} } },
    },
    {
      name: "nothing where they are the same",
      before: { clusters: { staging: { quota: { size: "small" } }, production: {} }, models: model("1") },
      after: { clusters: { staging: { quota: { size: "small" } }, production: {} }, models: model("1") },
    },
  ])("$name: becomes $after", ({ before, after }) => {
    expect(promoted(JSON.stringify(before))).toEqual(after);
  });
});

test("what goes below a step leaves the step", () => {
  const step = (inner: RawMap): RawMap => ({ pipelines: { p: { steps: { m: inner } } } });
  const spec = { clusters: { staging: step({}), production: step({ inputs: ["x"] }), other: {} } };
  const after = promoted(JSON.stringify(spec), ["pipelines", "p", "steps", "m", "inputs"]) as typeof spec;
  expect(merge({}, after.clusters.production)).toEqual(step({}));
  expect(after.clusters.other).toEqual({});
});

test("below what an override takes away nothing is promoted by itself", () => {
  const spec = {
    clusters: { staging: {}, production: { models: { m: null } } },
    models: { m: { storageUri: "1", memory: "2" } },
  };
  expect(() => promoted(JSON.stringify(spec), ["models", "m", "memory"])).toThrow(
    "models.m.memory cannot be promoted by itself",
  );
  expect(promoted(JSON.stringify(spec), ["models", "m"])).toEqual({
    ...spec,
    clusters: { staging: {}, production: {} },
  });
});

test("what is named comes too", () => {
  const before = {
    clusters: { staging: { experiments: { ab: { weight: 50 } } }, production: {} },
    experiments: { ab: { weight: 80 } },
  };
  expect(promoted(JSON.stringify(before), ["experiments", "ab"])).toEqual({
    clusters: { staging: {}, production: {} },
    experiments: { ab: { weight: 50 } },
  });
});

test("whatever is written, production gets it and nobody else anything", () => {
  const uri = fc.constantFrom("1", "2", "3");
  const override = fc.record(
    {
      models: fc.dictionary(
        fc.constantFrom("m", "n"),
        fc.oneof(
          fc.record({ storageUri: uri, parameters: fc.constantFrom({}, { a: "1" }) }, { requiredKeys: ["storageUri"] }),
          fc.constant(null),
        ),
      ),
    },
    { requiredKeys: [] },
  );
  const base = fc.dictionary(
    fc.constantFrom("m", "n"),
    fc.record({ storageUri: uri, memory: uri }, { requiredKeys: ["storageUri"] }),
  );
  const known = (spec: RawMap): unknown =>
    JSON.parse(JSON.stringify(spec["models"] ?? {}, (_, value: unknown) => value));
  fc.assert(
    fc.property(base, override, override, override, (models, staging, production, other) => {
      const spec = { models, clusters: { staging, production, other } };
      const after = promoted(JSON.stringify(spec)) as typeof spec;
      const of = (item: typeof spec, cluster: "staging" | "production" | "other"): unknown =>
        known(merge({ models: item.models ?? {} }, item.clusters[cluster] as RawMap));
      expect(of(after, "production")).toEqual(of(spec, "staging"));
      expect(of(after, "staging")).toEqual(of(spec, "staging"));
      expect(of(after, "other")).toEqual(of(spec, "other"));
    }),
    { numRuns: 500 },
  );
});
