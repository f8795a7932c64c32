import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
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
  { name: "an expression that keeps the label", yaml: rule("sum by (namespace) (x) > 1"), found: [] },
  {
    name: "an expression that aggregates the label away",
    yaml: rule("sum(x) > 1"),
    found: ["10:17 missing namespace label of alert A: no route of churn matches the alert"],
  },
  { name: "an alert with a namespace label", yaml: rule("sum(x) > 1", "labels: { namespace: churn }"), found: [] },
  { name: "a recording rule", yaml: rule("sum(x)").replace("alert: A", "record: a:b"), found: [] },
  { name: "invalid PromQL, which another rule reports", yaml: rule("sum(x"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(monitoringAlertWithoutNamespace, yaml)).toEqual(found);
});
