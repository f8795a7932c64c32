import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { monitoringAlertWithoutNamespace } from "./alert-without-namespace.ts";

const rule = (expr: string, more = ""): string => `---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: r, namespace: churn }
spec:
  groups:
    - name: g
      rules:
        - alert: A
          expr: ${JSON.stringify(expr)}
          ${more}
`;

test.each([
  { name: "kept", yaml: rule("sum by (namespace) (x) > 1"), found: [] },
  {
    name: "aggregated away",
    yaml: rule("sum(x) > 1"),
    found: ["10:17 missing label namespace of alert A: no route of churn matches it"],
  },
  { name: "labelled", yaml: rule("sum(x) > 1", "labels: { namespace: churn }"), found: [] },
  { name: "a recording rule", yaml: rule("sum(x)").replace("alert: A", "record: a:b"), found: [] },
  { name: "broken is another rule", yaml: rule("sum(x"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(monitoringAlertWithoutNamespace, yaml)).toEqual(found);
});
