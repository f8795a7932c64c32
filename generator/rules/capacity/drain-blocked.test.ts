import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { capacityDrainBlocked } from "./drain-blocked.ts";

const budget = (spec: string): string => `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: budget, namespace: churn }
spec: { ${spec}, selector: { matchLabels: { app.kubernetes.io/name: seldon-server } } }
`;
const server = (spec: string, name = "mlserver"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: ${name}, namespace: churn }
spec: { serverConfig: c, ${spec} }
`;

test.each([
  { name: "one pod may be unavailable", yaml: server("replicas: 1") + budget("maxUnavailable: 1"), found: [] },
  {
    name: "no pod may be unavailable",
    yaml: server("replicas: 3") + budget("maxUnavailable: 0"),
    found: ["10:25 blocked eviction of all 3 selected pods: maxUnavailable is 0"],
  },
  {
    name: "a percentage of maxUnavailable is rounded up",
    yaml: server("replicas: 3") + budget("maxUnavailable: 1%"),
    found: [],
  },
  {
    name: "a percentage of 0",
    yaml: server("replicas: 3") + budget("maxUnavailable: 0%"),
    found: ["10:25 blocked eviction of all 3 selected pods: maxUnavailable is 0%"],
  },
  {
    name: "all pods must be available",
    yaml: server("replicas: 2") + budget("minAvailable: 2"),
    found: ["10:23 blocked eviction of all 2 selected pods: minAvailable is 2"],
  },
  {
    name: "more pods must be available than exist",
    yaml: server("replicas: 2") + budget("minAvailable: 3"),
    found: ["10:23 blocked eviction of all 2 selected pods: minAvailable is 3"],
  },
  { name: "all pods except one must be available", yaml: server("replicas: 2") + budget("minAvailable: 1"), found: [] },
  {
    name: "half of one pod is rounded up",
    yaml: server("replicas: 1") + budget("minAvailable: 50%"),
    found: ["10:23 blocked eviction of the only selected pod: minAvailable is 50%"],
  },
  { name: "half of two pods", yaml: server("replicas: 2") + budget("minAvailable: 50%"), found: [] },
  {
    name: "two Servers of one replica each",
    yaml: server("replicas: 1") + server("replicas: 1", "triton") + budget("minAvailable: 1"),
    found: [],
  },
  {
    name: "a Server with minReplicas 1",
    yaml: server("minReplicas: 1, maxReplicas: 4") + budget("minAvailable: 1"),
    found: ["10:23 blocked eviction of the only selected pod: minAvailable is 1"],
  },
  { name: "a budget without pods is for another rule", yaml: budget("minAvailable: 1"), found: [] },
  { name: "minAvailable is not a number", yaml: server("replicas: 1") + budget("minAvailable: some"), found: [] },
  {
    name: "a Deployment that an autoscaler can scale to one pod",
    yaml: `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: d, namespace: churn }\nspec: { replicas: 3, template: { metadata: { labels: { app.kubernetes.io/name: seldon-server } } } }\n---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: d, namespace: churn }\nspec: { maxReplicas: 8, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: d } }\n${budget("minAvailable: 1")}`,
    found: ["14:23 blocked eviction of the only selected pod: minAvailable is 1"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityDrainBlocked, yaml)).toEqual(found);
});
