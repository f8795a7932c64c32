import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
  { name: "one", yaml: server("replicas: 2") + budget("maxUnavailable: 1"), found: [] },
  {
    name: "two over one Server",
    yaml: server("replicas: 2") + budget("maxUnavailable: 1") + budget("maxUnavailable: 1", "second"),
    found: ["15:28 Server mlserver is under budget budget too, and a pod under two is never evicted"],
  },
  {
    name: "two over two Servers are said once",
    yaml:
      server("replicas: 2") +
      server("replicas: 2", "triton") +
      budget("maxUnavailable: 1") +
      budget("maxUnavailable: 1", "second"),
    found: ["20:28 Server mlserver is under budget budget too, and a pod under two is never evicted"],
  },
  {
    name: "of two namespaces",
    yaml:
      server("replicas: 2") +
      budget("maxUnavailable: 1") +
      budget("maxUnavailable: 1").replace("namespace: churn", "namespace: pricing"),
    found: [],
  },
  { name: "over no pod", yaml: budget("maxUnavailable: 1") + budget("maxUnavailable: 1", "second"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(capacityTwoBudgets, yaml)).toEqual(found);
});
