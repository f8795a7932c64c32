import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { monitoringMonitorSelectsNothing } from "./monitor-selects-nothing.ts";

const monitor = (spec: string, kind = "PodMonitor", labels = ""): string => `---
apiVersion: monitoring.coreos.com/v1
kind: ${kind}
metadata: { name: m, namespace: churn${labels} }
spec: { ${spec} }
`;
const server = `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: s, namespace: churn, labels: { team: a } }
spec: { serverConfig: c }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: c, namespace: churn }
spec: { podSpec: { containers: [{ name: agent, ports: [{ name: metrics, containerPort: 9006 }] }] } }
`;
const runtime = `---
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: r, namespace: churn }
spec: { seldonConfig: default }
`;

test.each([
  {
    name: "pods of Servers",
    yaml:
      server +
      monitor(
        "selector: { matchLabels: { app.kubernetes.io/name: seldon-server } }, podMetricsEndpoints: [{ port: metrics }]",
      ),
    found: [],
  },
  {
    name: "labels of a Server, which its pods get",
    yaml: server + monitor("selector: { matchLabels: { team: a } }, podMetricsEndpoints: [{ port: metrics }]"),
    found: [],
  },
  {
    name: "labels that no pod has",
    yaml: server + monitor("selector: { matchLabels: { team: b } }, podMetricsEndpoints: [{ port: metrics }]"),
    found: ["15:9 invalid selector of PodMonitor m: it matches no pod of churn"],
  },
  {
    name: "no endpoint",
    yaml: server + monitor("selector: { matchLabels: { team: a } }, podMetricsEndpoints: []"),
    found: ["15:49 missing endpoint in PodMonitor m: Prometheus scrapes nothing"],
  },
  {
    name: "an unknown port",
    yaml: server + monitor("selector: { matchLabels: { team: a } }, podMetricsEndpoints: [{ port: metric }]"),
    found: ["15:79 unknown port metric in PodMonitor m: no target has this port"],
  },
  {
    name: "the statistics port of Envoy",
    yaml:
      runtime +
      monitor(
        "selector: { matchLabels: { app.kubernetes.io/name: seldon-envoy } }, podMetricsEndpoints: [{ port: envoy-stats }]",
      ),
    found: [],
  },
  {
    name: "an unknown port of Envoy",
    yaml:
      runtime +
      monitor(
        "selector: { matchLabels: { app.kubernetes.io/name: seldon-envoy } }, podMetricsEndpoints: [{ port: stats }]",
      ),
    found: ["10:108 unknown port stats in PodMonitor m: no target has this port"],
  },
  {
    name: "labels that no Service of a Server has",
    yaml: server + monitor("selector: { matchLabels: { team: a } }, endpoints: [{ port: metrics }]", "ServiceMonitor"),
    found: ["15:9 invalid selector of ServiceMonitor m: it matches no Service of churn"],
  },
  {
    name: "the Service of Envoy",
    yaml:
      runtime +
      monitor(
        "selector: { matchLabels: { app.kubernetes.io/name: seldon-envoy } }, endpoints: [{ port: stats }]",
        "ServiceMonitor",
      ),
    found: [],
  },
  {
    name: "a monitor with a namespaceSelector",
    yaml: server + monitor("namespaceSelector: { matchNames: [b] }, selector: { matchLabels: { team: b } }"),
    found: [],
  },
  { name: "a monitor without other objects", yaml: monitor("selector: { matchLabels: { team: b } }"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(monitoringMonitorSelectsNothing, yaml)).toEqual(found);
});
