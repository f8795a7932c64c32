import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonSchedulerAlias } from "./scheduler-alias.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

const alias = (name: string): string => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: churn }
`;

test.each([
  {
    name: "a SeldonRuntime and another alias",
    yaml: object("SeldonRuntime", "seldonConfig: default", "r") + alias("other"),
    found: [],
  },
  {
    name: "a SeldonRuntime and aliases",
    yaml: object("SeldonRuntime", "seldonConfig: default", "r") + alias("seldon-scheduler") + alias("seldon-mesh"),
    found: [
      "9:19 duplicate Service seldon-scheduler: SeldonRuntime r creates it too",
      "13:19 duplicate Service seldon-mesh: SeldonRuntime r creates it too",
    ],
  },
  { name: "an alias without a SeldonRuntime", yaml: alias("seldon-scheduler"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonSchedulerAlias, yaml)).toEqual(found);
});
