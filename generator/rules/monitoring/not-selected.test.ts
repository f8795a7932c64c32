import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { monitoringNotSelected } from "./not-selected.ts";

const monitor = (spec: string, kind = "PodMonitor", labels = ""): string => `---
apiVersion: monitoring.coreos.com/v1
kind: ${kind}
metadata: { name: m, namespace: churn${labels} }
spec: { ${spec} }
`;
test.each([
  {
    name: "with the label",
    yaml: monitor("selector: {}", "PodMonitor", ", labels: { release: prometheus }"),
    found: [],
  },
  {
    name: "without the label",
    yaml: monitor("selector: {}"),
    found: ["4:1 missing label release of PodMonitor m: the Prometheus of production does not select the object"],
  },
  {
    name: "with another value",
    yaml: monitor("groups: []", "PrometheusRule", ", labels: { release: other }"),
    found: ["4:40 missing label release of PrometheusRule m: the Prometheus of production does not select the object"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(monitoringNotSelected, yaml, churnOnProduction())).toEqual(found);
});
