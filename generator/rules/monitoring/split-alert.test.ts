import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { monitoringSplitAlert } from "./split-alert.ts";

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
const experiment = (weights: string): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: e, namespace: churn }
spec: { candidates: ${weights} }
`;
const share = (bound: string): string =>
  `sum by (namespace) (rate(seldon_model_infer_total{model="b"}[5m])) / sum by (namespace) (rate(seldon_model_infer_total[5m])) ${bound}`;

test.each([
  {
    name: "a lower bound below the share",
    yaml: experiment("[{ name: a, weight: 80 }, { name: b, weight: 20 }]") + rule(share("< 0.1")),
    found: [],
  },
  {
    name: "a lower bound above the share",
    yaml: experiment("[{ name: a, weight: 80 }, { name: b, weight: 20 }]") + rule(share("< 0.3")),
    found: ["15:17 invalid bound in alert A: in Experiment e, b gets 20 % of the requests"],
  },
  {
    name: "an upper bound below the share",
    yaml: experiment("[{ name: a, weight: 1 }, { name: b, weight: 1 }]") + rule(share("> 0.3")),
    found: ["15:17 invalid bound in alert A: in Experiment e, b gets 50 % of the requests"],
  },
  {
    name: "another model",
    yaml: experiment("[{ name: a, weight: 80 }, { name: c, weight: 20 }]") + rule(share("< 0.3")),
    found: [],
  },
  {
    name: "an expression that is not a share",
    yaml: experiment("[{ name: b, weight: 20 }]") + rule("rate(x[5m]) > 1"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(monitoringSplitAlert, yaml)).toEqual(found);
});
