import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { monitoringMonitorElsewhere } from "./monitor-elsewhere.ts";

const monitor = (spec: string, kind = "PodMonitor", labels = ""): string => `---
apiVersion: monitoring.coreos.com/v1
kind: ${kind}
metadata: { name: m, namespace: churn${labels} }
spec: { ${spec} }
`;
test.each([
  { name: "no namespaceSelector", yaml: monitor("selector: {}"), found: [] },
  { name: "the monitor's own namespace", yaml: monitor("namespaceSelector: { matchNames: [churn] }"), found: [] },
  {
    name: "another namespace",
    yaml: monitor("namespaceSelector: { matchNames: [churn, b] }"),
    found: ["5:50 invalid namespaceSelector of PodMonitor m: it selects targets in b, but the monitor is in churn"],
  },
  {
    name: "every namespace",
    yaml: monitor("namespaceSelector: { any: true }", "ServiceMonitor"),
    found: ["5:30 invalid namespaceSelector of ServiceMonitor m: it selects targets in every namespace"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(monitoringMonitorElsewhere, yaml)).toEqual(found);
});
