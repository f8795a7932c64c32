import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { capacityRequestOverLimit } from "./request-over-limit.ts";

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
    name: "a request equal to the container's limit",
    yaml: deployment("{ requests: { cpu: 1 }, limits: { cpu: 1000m } }"),
    found: [],
  },
  {
    name: "a request over the container's limit",
    yaml: deployment("{ requests: { cpu: 2 }, limits: { cpu: 1 } }"),
    found: ["10:78 cpu request 2 of container features exceeds its limit 1"],
  },
  {
    name: "a request over the default limit",
    yaml:
      deployment("{ requests: { memory: 4Gi } }") +
      range("[{ type: Container, default: { memory: 1Gi }, defaultRequest: { memory: 64Mi } }]"),
    found: ["10:81 memory request 4Gi of container features exceeds the default limit 1Gi"],
  },
  {
    name: "a request over the maximum, which serves as the default",
    yaml: deployment("{ requests: { memory: 4Gi } }") + range("[{ type: Container, max: { memory: 1Gi } }]"),
    found: ["10:81 memory request 4Gi of container features exceeds the default limit 1Gi"],
  },
  {
    name: "Seldon's own components over the default limit",
    yaml: runtime + range("[{ type: Container, default: { cpu: 50m } }]"),
    found: [
      "13:53 cpu request 100m of seldon-scheduler exceeds the default limit 50m",
      "13:53 cpu request 100m of seldon-envoy exceeds the default limit 50m",
      "13:53 cpu request 100m of seldon-modelgateway exceeds the default limit 50m",
      "13:53 cpu request 100m of seldon-pipelinegateway exceeds the default limit 50m",
      "13:53 cpu request 100m of seldon-dataflow-engine exceeds the default limit 50m",
    ],
  },
  {
    name: "defaults out of order are for another rule",
    yaml: deployment("{}") + range("[{ type: Container, default: { cpu: 1 }, defaultRequest: { cpu: 2 } }]"),
    found: [],
  },
  {
    name: "a ServerConfig that two Servers use is reported once",
    yaml:
      server("[{ name: mlserver, image: i, resources: { requests: { cpu: 4 } } }]") +
      bare("", "other") +
      range("[{ type: Container, default: { cpu: 1 } }]"),
    found: ["12:76 cpu request 4 of container mlserver exceeds the default limit 1"],
  },
  {
    name: "a Server that adds a limit to its ServerConfig",
    yaml: server(
      "[{ name: mlserver, image: i, resources: { requests: { cpu: 4 } } }]",
      ", podSpec: { containers: [{ name: mlserver, resources: { limits: { cpu: 2 } } }] }",
    ),
    found: ["12:76 cpu request 4 of container mlserver exceeds its limit 2"],
  },
  {
    name: "a device without a limit",
    yaml: deployment("{ requests: { nvidia.com/gpu: 1 } }"),
    found: ["10:73 missing nvidia.com/gpu limit in container features: it sets only a request"],
  },
  {
    name: "a device with another limit",
    yaml: deployment("{ requests: { nvidia.com/gpu: 1 }, limits: { nvidia.com/gpu: 2 } }"),
    found: ["10:89 nvidia.com/gpu request 1 of container features differs from its limit 2"],
  },
  { name: "a device with a limit only", yaml: deployment("{ limits: { nvidia.com/gpu: 2 } }"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityRequestOverLimit, yaml)).toEqual(found);
});
