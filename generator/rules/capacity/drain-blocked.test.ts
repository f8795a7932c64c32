import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
  { name: "one may be missing", yaml: server("replicas: 1") + budget("maxUnavailable: 1"), found: [] },
  {
    name: "none may be missing",
    yaml: server("replicas: 3") + budget("maxUnavailable: 0"),
    found: ["10:25 maxUnavailable: 0 lets none of the 3 pods that it selects be evicted"],
  },
  { name: "a share is rounded up", yaml: server("replicas: 3") + budget("maxUnavailable: 1%"), found: [] },
  {
    name: "no share at all",
    yaml: server("replicas: 3") + budget("maxUnavailable: 0%"),
    found: ["10:25 maxUnavailable: 0% lets none of the 3 pods that it selects be evicted"],
  },
  {
    name: "all have to be there",
    yaml: server("replicas: 2") + budget("minAvailable: 2"),
    found: ["10:23 minAvailable: 2 lets none of the 2 pods that it selects be evicted"],
  },
  {
    name: "more than all",
    yaml: server("replicas: 2") + budget("minAvailable: 3"),
    found: ["10:23 minAvailable: 3 lets none of the 2 pods that it selects be evicted"],
  },
  { name: "all but one", yaml: server("replicas: 2") + budget("minAvailable: 1"), found: [] },
  {
    name: "half of one is one",
    yaml: server("replicas: 1") + budget("minAvailable: 50%"),
    found: ["10:23 minAvailable: 50% lets none of the one pod that it selects be evicted"],
  },
  { name: "half of two", yaml: server("replicas: 2") + budget("minAvailable: 50%"), found: [] },
  {
    name: "two Servers of one replica each",
    yaml: server("replicas: 1") + server("replicas: 1", "triton") + budget("minAvailable: 1"),
    found: [],
  },
  {
    name: "at quiet times there is one",
    yaml: server("minReplicas: 1, maxReplicas: 4") + budget("minAvailable: 1"),
    found: ["10:23 minAvailable: 1 lets none of the one pod that it selects be evicted"],
  },
  { name: "no pod is another rule's", yaml: budget("minAvailable: 1"), found: [] },
  { name: "no number", yaml: server("replicas: 1") + budget("minAvailable: some"), found: [] },
  {
    name: "autoscaling by Kubernetes",
    yaml: `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: d, namespace: churn }\nspec: { replicas: 3, template: { metadata: { labels: { app.kubernetes.io/name: seldon-server } } } }\n---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: d, namespace: churn }\nspec: { maxReplicas: 8, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: d } }\n${budget("minAvailable: 1")}`,
    found: ["14:23 minAvailable: 1 lets none of the one pod that it selects be evicted"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(capacityDrainBlocked, yaml)).toEqual(found);
});
