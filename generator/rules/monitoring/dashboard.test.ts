import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { monitoringDashboard } from "./dashboard.ts";

const map = (data: string, labels = "{ grafana_dashboard: '1' }"): string => `
apiVersion: v1
kind: ConfigMap
metadata: { name: d, namespace: churn, labels: ${labels} }
data: { d.json: '${data}' }
`;

test.each([
  { name: "a dashboard", yaml: map(`{"title": "x", "panels": []}`), found: [] },
  {
    name: "a dashboard in its envelope",
    yaml: map(`{"dashboard": {"panels": []}}`),
    found: ["4:9 invalid dashboard d.json: it is inside the envelope of Grafana's API"],
  },
  {
    name: "text that is not JSON",
    yaml: map("{title: x}"),
    found: ["4:9 invalid dashboard d.json: it is not a JSON object"],
  },
  { name: "another ConfigMap", yaml: map("no JSON", "{}"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(monitoringDashboard, yaml)).toEqual(found);
});
