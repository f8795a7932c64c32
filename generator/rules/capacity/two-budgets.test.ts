import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { capacityTwoBudgets } from "./two-budgets.ts";

const budget = (spec: string, name = "budget"): string => `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: ${name}, namespace: churn }
spec: { ${spec}, selector: { matchLabels: { app.kubernetes.io/name: seldon-server } } }
`;
const server = (spec: string, name = "mlserver"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: ${name}, namespace: churn }
spec: { serverConfig: c, ${spec} }
`;

test.each([
  { name: "one budget", yaml: server("replicas: 2") + budget("maxUnavailable: 1"), found: [] },
  {
    name: "two budgets for one Server",
    yaml: server("replicas: 2") + budget("maxUnavailable: 1") + budget("maxUnavailable: 1", "second"),
    found: [
      "15:28 duplicate budget for Server mlserver: budget budget also selects its pods, so a drain cannot evict them",
    ],
  },
  {
    name: "two budgets for two Servers are reported once",
    yaml:
      server("replicas: 2") +
      server("replicas: 2", "triton") +
      budget("maxUnavailable: 1") +
      budget("maxUnavailable: 1", "second"),
    found: [
      "20:28 duplicate budget for Server mlserver: budget budget also selects its pods, so a drain cannot evict them",
    ],
  },
  {
    name: "budgets of two namespaces",
    yaml:
      server("replicas: 2") +
      budget("maxUnavailable: 1") +
      budget("maxUnavailable: 1").replace("namespace: churn", "namespace: pricing"),
    found: [],
  },
  {
    name: "two budgets without pods",
    yaml: budget("maxUnavailable: 1") + budget("maxUnavailable: 1", "second"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityTwoBudgets, yaml)).toEqual(found);
});
