import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
    name: "everything says its own",
    yaml: deployment("{ limits: { cpu: 1 } }") + quota("{ limits.cpu: 4, requests.cpu: 2 }"),
    found: [],
  },
  {
    name: "a container without a limit",
    yaml: deployment("{ requests: { cpu: 1 } }") + quota("{ limits.cpu: 4 }"),
    found: [
      "15:17 Deployment features will be refused: its container features sets no limits.cpu, and no LimitRange of churn gives one",
    ],
  },
  {
    name: "a container without a request",
    yaml: deployment("{}") + quota("{ cpu: 4, memory: 4Gi }"),
    found: [
      "15:17 Deployment features will be refused: its container features sets no requests.cpu, and no LimitRange of churn gives one",
      "15:25 Deployment features will be refused: its container features sets no requests.memory, and no LimitRange of churn gives one",
    ],
  },
  {
    name: "Seldon's runtime has memory limits and no CPU limits",
    yaml: runtime + quota("{ limits.cpu: 40, limits.memory: 80Gi }"),
    found: [
      "13:17 seldon-scheduler will be refused: its container scheduler sets no limits.cpu, and no LimitRange of churn gives one",
    ],
  },
  {
    name: "a default",
    yaml: runtime + quota("{ limits.cpu: 40 }") + range("[{ type: Container, default: { cpu: 1 } }]"),
    found: [],
  },
  {
    name: "a maximum is a default",
    yaml: runtime + quota("{ limits.cpu: 40 }") + range("[{ type: Container, max: { cpu: 1 } }]"),
    found: [],
  },
  {
    name: "a minimum is a default request, and no limit",
    yaml:
      deployment("{}") + quota("{ limits.cpu: 4, requests.cpu: 4 }") + range("[{ type: Container, min: { cpu: 1 } }]"),
    found: [
      "15:17 Deployment features will be refused: its container features sets no limits.cpu, and no LimitRange of churn gives one",
    ],
  },
  {
    name: "a maximum for pods is no default",
    yaml: deployment("{}") + quota("{ limits.cpu: 4 }") + range("[{ type: Pod, max: { cpu: 1 } }]"),
    found: [
      "15:17 Deployment features will be refused: its container features sets no limits.cpu, and no LimitRange of churn gives one",
    ],
  },
  { name: "nothing that would be refused", yaml: quota("{ limits.cpu: 4, pods: 5 }"), found: [] },
  {
    name: "another namespace's default",
    yaml:
      deployment("{}") +
      quota("{ limits.cpu: 4 }") +
      range("[{ type: Container, default: { cpu: 1 } }]").replace("namespace: churn", "namespace: pricing"),
    found: [
      "15:17 Deployment features will be refused: its container features sets no limits.cpu, and no LimitRange of churn gives one",
    ],
  },
  {
    name: "a quota of some pods only",
    yaml: deployment("{}") + quota("{ limits.cpu: 4 }, scopes: [BestEffort]"),
    found: [],
  },
  {
    name: "resources of the pod as a whole",
    yaml:
      deployment("{}").replace("    spec:", "    spec:\n      resources: { limits: { cpu: 1 } }") +
      quota("{ limits.cpu: 4 }"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(capacityNoDefaultLimit, yaml)).toEqual(found);
});
