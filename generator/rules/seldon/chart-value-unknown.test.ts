import { expect, test } from "vitest";
import { chartOf, seldonCharts, unknownKeys } from "../../evaluate/seldon/chart-keys.ts";
import { seldon29 } from "../../models/seldon/2.9/facts.ts";
import { findingsIn } from "../../testing/rules.ts";
import { seldonChartValueUnknown } from "./chart-value-unknown.ts";

const application = (chart: string, helm: string): string => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: a, namespace: argocd }
spec: { source: { chart: ${chart}, helm: ${helm}, targetRevision: 2.9.1 } }
`;

test.each([
  {
    name: "keys that the chart has",
    yaml: application(
      "seldon-core-v2-setup",
      "{ valuesObject: { controller: { clusterwide: true }, kafka: { bootstrap: b } } }",
    ),
    found: [],
  },
  {
    name: "a key of another chart",
    yaml: application(
      "seldon-core-v2-runtime",
      "{ valuesObject: { controllerManager: {}, scheduler: { image: {} } } }",
    ),
    found: [
      "4:74 unknown value controllerManager of chart seldon-core-v2-runtime 2.9.1",
      "4:110 unknown value scheduler.image of chart seldon-core-v2-runtime 2.9.1",
    ],
  },
  {
    name: "an unknown key in values that are a text",
    yaml: application("seldon-core-v2-servers", '{ values: "mlserver: { replica: 2 }" }'),
    found: ["4:58 unknown value mlserver.replica of chart seldon-core-v2-servers 2.9.1"],
  },
  {
    name: "keys that all charts share",
    yaml: application("seldon-core-v2-setup", "{ valuesObject: { global: { a: b } } }"),
    found: [],
  },
  { name: "another chart", yaml: application("redis", "{ valuesObject: { nonsense: 1 } }"), found: [] },
  { name: "no values", yaml: application("seldon-core-v2-setup", "{}"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonChartValueUnknown, yaml)).toEqual(found);
});

test.each([
  [{ controller: {}, kafka: {}, scheduler: {} }, "seldon-core-v2-setup"],
  [{ seldonConfig: "default", scheduler: {}, envoy: {} }, "seldon-core-v2-runtime"],
  [{ mlserver: {}, triton: {} }, "seldon-core-v2-servers"],
  [{ controller: { replicas: 1 }, service: {} }, undefined],
  [["controller"], undefined],
])("%j are the values of %s", (values, chart) => {
  expect(chartOf(values)).toBe(chart);
});

test("names of Object.prototype are keys like any other", () => {
  for (const keys of Object.values(seldonCharts(seldon29)))
    expect(unknownKeys(JSON.parse('{"constructor":{},"toString":1,"__proto__":2}'), keys)).toHaveLength(3);
});
