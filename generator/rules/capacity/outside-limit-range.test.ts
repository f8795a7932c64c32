import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
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
    name: "values within the bounds",
    yaml:
      deployment("{ requests: { cpu: 1 }, limits: { cpu: 8 } }") +
      range("[{ type: Container, min: { cpu: 10m }, max: { cpu: 8 } }]"),
    found: [],
  },
  {
    name: "a limit over the maximum",
    yaml: deployment("{ limits: { cpu: 16 } }") + range("[{ type: Container, max: { cpu: 8 } }]"),
    found: [
      "10:76 cpu limit 16 of container features in Deployment features exceeds the maximum 8 of LimitRange container-limits",
    ],
  },
  {
    name: "a request over the maximum, with the maximum as the limit",
    yaml: deployment("{ requests: { cpu: 16 } }") + range("[{ type: Container, max: { cpu: 8 } }]"),
    found: [
      "10:78 cpu request 16 of container features in Deployment features exceeds the maximum 8 of LimitRange container-limits",
    ],
  },
  {
    name: "a request under the minimum",
    yaml:
      deployment("{ requests: { cpu: 1m }, limits: { cpu: 1 } }") + range("[{ type: Container, min: { cpu: 10m } }]"),
    found: [
      "10:78 cpu request 1m of container features in Deployment features is below the minimum 10m of LimitRange container-limits",
    ],
  },
  {
    name: "a limit under the minimum, which is also the request",
    yaml: deployment("{ limits: { cpu: 1m } }") + range("[{ type: Container, min: { cpu: 10m } }]"),
    found: [
      "10:76 cpu limit 1m of container features in Deployment features is below the minimum 10m of LimitRange container-limits",
    ],
  },
  {
    name: "another rule reports a default outside its bounds",
    yaml: deployment("{}") + range("[{ type: Container, default: { cpu: 9 }, max: { cpu: 8 } }]"),
    found: [],
  },
  {
    name: "Seldon's scheduler",
    yaml: runtime + range("[{ type: Container, max: { memory: 1000Mi } }]"),
    found: [
      "13:52 memory limit 1Gi of container scheduler in seldon-scheduler exceeds the maximum 1000Mi of LimitRange container-limits",
    ],
  },
  {
    name: "the sum of a pod's containers",
    yaml:
      deployment(
        "{ limits: { cpu: 1, memory: 1Gi } }, }, { name: b, image: i, resources: { limits: { cpu: 1, memory: 1Gi } }",
      ) + range("[{ type: Pod, max: { cpu: 1500m, memory: 2Gi } }]"),
    found: [
      "4:1 cpu limit 2 of each pod of Deployment features exceeds the pod maximum 1500m of LimitRange container-limits",
    ],
  },
  {
    name: "a pod without the values that the bounds of pods require",
    yaml: deployment("{}") + range("[{ type: Pod, max: { cpu: 1 }, min: { memory: 1Mi } }]"),
    found: [
      "4:1 missing memory request in each pod of Deployment features, required by the pod minimum 1Mi of LimitRange container-limits",
      "4:1 missing cpu limit in each pod of Deployment features, required by the pod maximum 1 of LimitRange container-limits",
    ],
  },
  {
    name: "the requests of a pod in which only some containers have limits",
    yaml:
      deployment("{ requests: { cpu: 4 } }, }, { name: b, image: i, resources: { limits: { cpu: 1 } }") +
      range("[{ type: Pod, max: { cpu: 4 } }]"),
    found: [
      "4:1 cpu request 5 of each pod of Deployment features exceeds the pod maximum 4 of LimitRange container-limits",
    ],
  },
  {
    name: "a Server's containers",
    yaml:
      server("[{ name: mlserver, image: i, resources: { limits: { cpu: 9 } } }]") +
      range("[{ type: Container, max: { cpu: 8 } }]"),
    found: [
      "12:74 cpu limit 9 of container mlserver in Server mlserver exceeds the maximum 8 of LimitRange container-limits",
    ],
  },
  {
    name: "a Server without its ServerConfig",
    yaml: bare() + range("[{ type: Container, max: { cpu: 8 } }]"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityOutsideLimitRange, yaml)).toEqual(found);
});
