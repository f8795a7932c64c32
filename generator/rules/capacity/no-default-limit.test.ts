import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { capacityNoDefaultLimit } from "./no-default-limit.ts";

const deployment = (resources: string, more = ""): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: features, namespace: churn }
spec:
  ${more}
  selector: { matchLabels: { app: features } }
  template:
    metadata: { labels: { app: features } }
    spec:
      containers: [{ name: features, image: i, resources: ${resources} }]
`;
const quota = (hard: string): string => `---
apiVersion: v1
kind: ResourceQuota
metadata: { name: tenant-quota, namespace: churn }
spec: { hard: ${hard} }
`;
const range = (limits: string): string => `---
apiVersion: v1
kind: LimitRange
metadata: { name: container-limits, namespace: churn }
spec: { limits: ${limits} }
`;
const runtime = `---
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec:
  seldonConfig: default
  overrides:
    - { name: hodometer, replicas: 0 }
`;

test.each([
  {
    name: "a container with its own values",
    yaml: deployment("{ limits: { cpu: 1 } }") + quota("{ limits.cpu: 4, requests.cpu: 2 }"),
    found: [],
  },
  {
    name: "a container without a limit",
    yaml: deployment("{ requests: { cpu: 1 } }") + quota("{ limits.cpu: 4 }"),
    found: [
      "15:17 missing limits.cpu in container features of Deployment features: no LimitRange of churn provides a default",
    ],
  },
  {
    name: "a container without a request",
    yaml: deployment("{}") + quota("{ cpu: 4, memory: 4Gi }"),
    found: [
      "15:17 missing requests.cpu in container features of Deployment features: no LimitRange of churn provides a default",
      "15:25 missing requests.memory in container features of Deployment features: no LimitRange of churn provides a default",
    ],
  },
  {
    name: "a SeldonRuntime, which sets memory limits but no CPU limits",
    yaml: runtime + quota("{ limits.cpu: 40, limits.memory: 80Gi }"),
    found: [
      "13:17 missing limits.cpu in container scheduler of seldon-scheduler: no LimitRange of churn provides a default",
    ],
  },
  {
    name: "a LimitRange with a default",
    yaml: runtime + quota("{ limits.cpu: 40 }") + range("[{ type: Container, default: { cpu: 1 } }]"),
    found: [],
  },
  {
    name: "a maximum serves as the default limit",
    yaml: runtime + quota("{ limits.cpu: 40 }") + range("[{ type: Container, max: { cpu: 1 } }]"),
    found: [],
  },
  {
    name: "a minimum serves as the default request, but not as a limit",
    yaml:
      deployment("{}") + quota("{ limits.cpu: 4, requests.cpu: 4 }") + range("[{ type: Container, min: { cpu: 1 } }]"),
    found: [
      "15:17 missing limits.cpu in container features of Deployment features: no LimitRange of churn provides a default",
    ],
  },
  {
    name: "a maximum for pods is not a default",
    yaml: deployment("{}") + quota("{ limits.cpu: 4 }") + range("[{ type: Pod, max: { cpu: 1 } }]"),
    found: [
      "15:17 missing limits.cpu in container features of Deployment features: no LimitRange of churn provides a default",
    ],
  },
  { name: "a quota without pods", yaml: quota("{ limits.cpu: 4, pods: 5 }"), found: [] },
  {
    name: "a default in another namespace",
    yaml:
      deployment("{}") +
      quota("{ limits.cpu: 4 }") +
      range("[{ type: Container, default: { cpu: 1 } }]").replace("namespace: churn", "namespace: pricing"),
    found: [
      "15:17 missing limits.cpu in container features of Deployment features: no LimitRange of churn provides a default",
    ],
  },
  {
    name: "a quota for some pods only",
    yaml: deployment("{}") + quota("{ limits.cpu: 4 }, scopes: [BestEffort]"),
    found: [],
  },
  {
    name: "resources at the level of the pod",
    yaml:
      deployment("{}").replace("    spec:", "    spec:\n      resources: { limits: { cpu: 1 } }") +
      quota("{ limits.cpu: 4 }"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityNoDefaultLimit, yaml)).toEqual(found);
});
