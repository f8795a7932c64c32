import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { merge, type RawMap } from "../validate/merge.ts";
import { putValue } from "./edit-text.ts";
import { type GroupsByCluster, promotedPaths, promotion } from "./promote.ts";

function promoted(spec: string, ...paths: readonly string[][]): unknown {
  const clusters = Object.keys(parse(spec).clusters);
  return promotedIn(spec, new Map(clusters.map((cluster) => [cluster, []])), paths);
}

function promotedIn(spec: string, groups: GroupsByCluster, paths: readonly string[][] = []): unknown {
  const data: unknown = { spec: parse(spec) };
  const chosen = paths.length > 0 ? paths : promotedPaths(data, groups, "staging", "production");
  const after = promotion(data, groups, "staging", "production", chosen).reduce(
    (state, assignment) => putValue(state, assignment.path, assignment.value),
    data,
  );
  return (after as { spec: unknown }).spec;
}

const model = (storageUri: string): RawMap => ({ m: { storageUri } });

describe("a promotion gives production the values of staging", () => {
  test.each([
    {
      name: "an override of staging becomes the value of the spec",
      before: { clusters: { staging: { models: model("2") }, production: {} }, models: model("1") },
      after: { clusters: { staging: {}, production: {} }, models: model("2") },
    },
    {
      name: "the override of production is removed",
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
      name: "a new model is copied completely",
      before: { clusters: { staging: { models: model("1") }, production: {} } },
      after: { clusters: { staging: {}, production: {} }, models: model("1") },
    },
    {
      name: "replicas stay different on each cluster",
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
      name: "an empty step is kept",
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
      name: "a model that staging no longer has is removed, with the empty section",
      before: { clusters: { staging: {}, production: { models: model("1") } } },
      after: { clusters: { staging: {}, production: {} } },
    },
    {
      name: "equal clusters change nothing",
      before: { clusters: { staging: { quota: { size: "small" } }, production: {} }, models: model("1") },
      after: { clusters: { staging: { quota: { size: "small" } }, production: {} }, models: model("1") },
    },
  ])("$name: becomes $after", ({ before, after }) => {
    expect(promoted(JSON.stringify(before))).toEqual(after);
  });
});

test("removing the last field of a step keeps the step", () => {
  const step = (inner: RawMap): RawMap => ({ pipelines: { p: { steps: { m: inner } } } });
  const spec = { clusters: { staging: step({}), production: step({ inputs: ["x"] }), other: {} } };
  const after = promoted(JSON.stringify(spec), ["pipelines", "p", "steps", "m", "inputs"]) as typeof spec;
  expect(merge({}, after.clusters.production)).toEqual(step({}));
  expect(after.clusters.other).toEqual({});
});

test("a field of a model that an override removes cannot be promoted alone", () => {
  const spec = {
    clusters: { staging: {}, production: { models: { m: null } } },
    models: { m: { storageUri: "1", memory: "2" } },
  };
  expect(() => promoted(JSON.stringify(spec), ["models", "m", "memory"])).toThrow(
    "models.m.memory cannot be promoted alone",
  );
  expect(promoted(JSON.stringify(spec), ["models", "m"])).toEqual({
    ...spec,
    clusters: { staging: {}, production: {} },
  });
});

describe("with groups of clusters, a promotion changes only production", () => {
  const groups: GroupsByCluster = new Map([
    ["staging", ["eu"]],
    ["production", ["us"]],
    ["other", ["us"]],
  ]);

  test.each([
    {
      name: "a value of staging's group gets an override of production",
      before: { clusterGroups: { eu: { models: model("2") }, us: {} }, models: model("1") },
      after: {
        clusterGroups: { eu: { models: model("2") }, us: {} },
        models: model("1"),
        clusters: { production: { models: model("2") } },
      },
    },
    {
      name: "an override of production's group gets an override of production",
      before: { clusterGroups: { eu: {}, us: { models: model("1") } }, models: model("2") },
      after: {
        clusterGroups: { eu: {}, us: { models: model("1") } },
        models: model("2"),
        clusters: { production: { models: model("2") } },
      },
    },
  ])("$name", ({ before, after }) => {
    expect(promotedIn(JSON.stringify(before), groups)).toEqual(after);
  });
});

test("a named path outside of models and pipelines is promoted", () => {
  const before = {
    clusters: { staging: { experiments: { ab: { weight: 50 } } }, production: {} },
    experiments: { ab: { weight: 80 } },
  };
  expect(promoted(JSON.stringify(before), ["experiments", "ab"])).toEqual({
    clusters: { staging: {}, production: {} },
    experiments: { ab: { weight: 50 } },
  });
});

test("for any spec, only production changes, and it gets the values of staging", () => {
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
      const modelsOn = (cluster: "staging" | "production" | "other", { models, clusters }: typeof spec): unknown =>
        known(merge({ models: models ?? {} }, clusters[cluster] as RawMap));
      expect(modelsOn("production", after)).toEqual(modelsOn("staging", spec));
      expect(modelsOn("staging", after)).toEqual(modelsOn("staging", spec));
      expect(modelsOn("other", after)).toEqual(modelsOn("other", spec));
    }),
    { numRuns: 500 },
  );
});
