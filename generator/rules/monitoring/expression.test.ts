import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { monitoringExpression } from "./expression.ts";

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
  { name: "valid PromQL", yaml: rule("up == 0"), found: [] },
  { name: "a number", yaml: rule("1").replace(`"1"`, "1"), found: [] },
  { name: "invalid PromQL", yaml: rule("rate(x[5m]"), found: ["10:17 invalid PromQL in alert A at: rate(x[5m]"] },
  { name: "an empty expression", yaml: rule(""), found: ["10:17 invalid PromQL in alert A"] },
  {
    name: "invalid PromQL in a recording rule",
    yaml: rule("x >").replace("alert: A", "record: a:b"),
    found: ["10:17 invalid PromQL in a recording rule at: x >"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(monitoringExpression, yaml)).toEqual(found);
});
