import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { capacityOutsideLimitRange } from "./outside-limit-range.ts";

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
const bare = (more = "", name = "mlserver"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: ${name}, namespace: churn }
spec: { serverConfig: mlserver-config${more} }
`;
const server = (containers: string, more = ""): string => `${bare(more)}---
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: mlserver-config, namespace: seldon-system }
spec:
  podSpec:
    containers: ${containers}
  volumeClaimTemplates:
    - name: mlserver-models
      spec: { accessModes: [ReadWriteOnce], storageClassName: fast, resources: { requests: { storage: 10Gi } } }
`;

test.each([
  {
    name: "within",
    yaml:
      deployment("{ requests: { cpu: 1 }, limits: { cpu: 8 } }") +
      range("[{ type: Container, min: { cpu: 10m }, max: { cpu: 8 } }]"),
    found: [],
  },
  {
    name: "a limit over the maximum",
    yaml: deployment("{ limits: { cpu: 16 } }") + range("[{ type: Container, max: { cpu: 8 } }]"),
    found: [
      "10:76 container features of Deployment features is limited to 16 of cpu, over the most that LimitRange container-limits permits, 8",
    ],
  },
  {
    name: "a request over it, with the maximum for a limit",
    yaml: deployment("{ requests: { cpu: 16 } }") + range("[{ type: Container, max: { cpu: 8 } }]"),
    found: [
      "10:78 container features of Deployment features requests 16 of cpu, over the most that LimitRange container-limits permits, 8",
    ],
  },
  {
    name: "a request under the minimum",
    yaml:
      deployment("{ requests: { cpu: 1m }, limits: { cpu: 1 } }") + range("[{ type: Container, min: { cpu: 10m } }]"),
    found: [
      "10:78 container features of Deployment features requests 1m of cpu, under the least that LimitRange container-limits permits, 10m",
    ],
  },
  {
    name: "a limit under the minimum, as its request",
    yaml: deployment("{ limits: { cpu: 1m } }") + range("[{ type: Container, min: { cpu: 10m } }]"),
    found: [
      "10:76 container features of Deployment features is limited to 1m of cpu, under the least that LimitRange container-limits permits, 10m",
    ],
  },
  {
    name: "a default that breaks its own bounds is another rule's",
    yaml: deployment("{}") + range("[{ type: Container, default: { cpu: 9 }, max: { cpu: 8 } }]"),
    found: [],
  },
  {
    name: "Seldon's scheduler",
    yaml: runtime + range("[{ type: Container, max: { memory: 1000Mi } }]"),
    found: [
      "13:52 container scheduler of seldon-scheduler is limited to 1Gi of memory, over the most that LimitRange container-limits permits, 1000Mi",
    ],
  },
  {
    name: "a pod's containers together",
    yaml:
      deployment(
        "{ limits: { cpu: 1, memory: 1Gi } }, }, { name: b, image: i, resources: { limits: { cpu: 1, memory: 1Gi } }",
      ) + range("[{ type: Pod, max: { cpu: 1500m, memory: 2Gi } }]"),
    found: [
      "4:1 each pod of Deployment features is limited to 2 of cpu, and LimitRange container-limits permits at most 1500m for a pod",
    ],
  },
  {
    name: "a pod without a limit, where pods have a maximum",
    yaml: deployment("{}") + range("[{ type: Pod, max: { cpu: 1 }, min: { memory: 1Mi } }]"),
    found: [
      "4:1 each pod of Deployment features requests none of memory, and LimitRange container-limits permits no less than 1Mi for a pod",
      "4:1 each pod of Deployment features sets no limit of cpu, and LimitRange container-limits permits at most 1 for a pod",
    ],
  },
  {
    name: "a pod's requests, where only some have limits",
    yaml:
      deployment("{ requests: { cpu: 4 } }, }, { name: b, image: i, resources: { limits: { cpu: 1 } }") +
      range("[{ type: Pod, max: { cpu: 4 } }]"),
    found: [
      "4:1 each pod of Deployment features requests 5 of cpu, and LimitRange container-limits permits at most 4 for a pod",
    ],
  },
  {
    name: "a Server's containers",
    yaml:
      server("[{ name: mlserver, image: i, resources: { limits: { cpu: 9 } } }]") +
      range("[{ type: Container, max: { cpu: 8 } }]"),
    found: [
      "12:74 container mlserver of Server mlserver is limited to 9 of cpu, over the most that LimitRange container-limits permits, 8",
    ],
  },
  {
    name: "a Server without its ServerConfig",
    yaml: bare() + range("[{ type: Container, max: { cpu: 8 } }]"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(capacityOutsideLimitRange, yaml)).toEqual(found);
});
