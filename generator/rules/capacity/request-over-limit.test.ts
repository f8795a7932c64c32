import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
    name: "under its own limit, and without any",
    yaml: deployment("{ requests: { cpu: 1 }, limits: { cpu: 1000m } }"),
    found: [],
  },
  {
    name: "over its own limit",
    yaml: deployment("{ requests: { cpu: 2 }, limits: { cpu: 1 } }"),
    found: ["10:78 container features requests 2 of cpu, and its limit is 1"],
  },
  {
    name: "over the default limit",
    yaml:
      deployment("{ requests: { memory: 4Gi } }") +
      range("[{ type: Container, default: { memory: 1Gi }, defaultRequest: { memory: 64Mi } }]"),
    found: ["10:81 container features requests 4Gi of memory, and the default limit is 1Gi"],
  },
  {
    name: "over the maximum, which is the default",
    yaml: deployment("{ requests: { memory: 4Gi } }") + range("[{ type: Container, max: { memory: 1Gi } }]"),
    found: ["10:81 container features requests 4Gi of memory, and the default limit is 1Gi"],
  },
  {
    name: "Seldon's own components over the default limit",
    yaml: runtime + range("[{ type: Container, default: { cpu: 50m } }]"),
    found: [
      "13:53 seldon-scheduler requests 100m of cpu, and the default limit is 50m",
      "13:53 seldon-envoy requests 100m of cpu, and the default limit is 50m",
      "13:53 seldon-modelgateway requests 100m of cpu, and the default limit is 50m",
      "13:53 seldon-pipelinegateway requests 100m of cpu, and the default limit is 50m",
      "13:53 seldon-dataflow-engine requests 100m of cpu, and the default limit is 50m",
    ],
  },
  {
    name: "defaults out of order are another rule's",
    yaml: deployment("{}") + range("[{ type: Container, default: { cpu: 1 }, defaultRequest: { cpu: 2 } }]"),
    found: [],
  },
  {
    name: "a ServerConfig that two Servers use, said once",
    yaml:
      server("[{ name: mlserver, image: i, resources: { requests: { cpu: 4 } } }]") +
      bare("", "other") +
      range("[{ type: Container, default: { cpu: 1 } }]"),
    found: ["12:76 container mlserver requests 4 of cpu, and the default limit is 1"],
  },
  {
    name: "a Server that lays a limit over its ServerConfig",
    yaml: server(
      "[{ name: mlserver, image: i, resources: { requests: { cpu: 4 } } }]",
      ", podSpec: { containers: [{ name: mlserver, resources: { limits: { cpu: 2 } } }] }",
    ),
    found: ["12:76 container mlserver requests 4 of cpu, and its limit is 2"],
  },
  {
    name: "a device without a limit",
    yaml: deployment("{ requests: { nvidia.com/gpu: 1 } }"),
    found: ["10:73 container features requests nvidia.com/gpu and sets no limit of it"],
  },
  {
    name: "a device with another limit",
    yaml: deployment("{ requests: { nvidia.com/gpu: 1 }, limits: { nvidia.com/gpu: 2 } }"),
    found: ["10:89 container features requests 1 of nvidia.com/gpu, and its limit is 2"],
  },
  { name: "a device with a limit alone", yaml: deployment("{ limits: { nvidia.com/gpu: 2 } }"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(capacityRequestOverLimit, yaml)).toEqual(found);
});
