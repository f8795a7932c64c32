import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { seldonIgnoredField } from "./ignored-field.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  { name: "no ignored field", yaml: object("Model", "storageUri: s3:x, logger: {}"), found: [] },
  {
    name: "dedicated: true",
    yaml: object("Model", "storageUri: s3:x, dedicated: true"),
    found: ["5:27 ignored field dedicated: no effect in Seldon Core 2.9.1"],
  },
  { name: "dedicated: false", yaml: object("Model", "storageUri: s3:x, dedicated: false"), found: [] },
  {
    name: "a percentage of a logger",
    yaml: object("Model", "logger: { percent: 10 }"),
    found: ["5:19 ignored field logger.percent: no effect in Seldon Core 2.9.1"],
  },
  {
    name: "imageOverrides of a Server",
    yaml: object("Server", "imageOverrides: { a: b }"),
    found: ["5:9 ignored field imageOverrides: no effect in Seldon Core 2.9.1"],
  },
  {
    name: "a rolling batch of a step",
    yaml: object("Pipeline", "steps: [{ name: a, batch: { rolling: true } }]"),
    found: ["5:37 ignored field steps.0.batch.rolling: no effect in Seldon Core 2.9.1"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonIgnoredField, yaml, churnOnProduction())).toEqual(found);
});
