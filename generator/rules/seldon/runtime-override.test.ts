import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonRuntimeOverride } from "./runtime-override.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  {
    name: "valid overrides",
    yaml: object(
      "SeldonRuntime",
      "overrides: [{ name: seldon-scheduler, replicas: 1, serviceType: ClusterIP }, { name: hodometer, replicas: 0 }]",
    ),
    found: [],
  },
  {
    name: "an override of a Server",
    yaml: object("SeldonRuntime", "overrides: [{ name: mlserver }]"),
    found: ["5:29 unknown component mlserver of a SeldonRuntime: Seldon ignores it"],
  },
  {
    name: "two schedulers",
    yaml: object("SeldonRuntime", "overrides: [{ name: seldon-scheduler, replicas: 2, serviceType: ClusterIP }]"),
    found: ["5:57 invalid replicas 2 of seldon-scheduler: expected 1"],
  },
  {
    name: "zero schedulers",
    yaml: object("SeldonRuntime", "overrides: [{ name: seldon-scheduler, replicas: 0, serviceType: ClusterIP }]"),
    found: ["5:57 invalid replicas 0 of seldon-scheduler: expected 1"],
  },
  {
    name: "Envoy without serviceType",
    yaml: object("SeldonRuntime", "overrides: [{ name: seldon-envoy }]"),
    found: ["5:29 missing serviceType: the Service of seldon-envoy becomes ClusterIP"],
  },
  {
    name: "a disabled component",
    yaml: object("SeldonRuntime", "overrides: [{ name: hodometer, disable: true }]"),
    found: ["5:40 invalid disable: true for hodometer: the pods of this component keep running"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonRuntimeOverride, yaml)).toEqual(found);
});
