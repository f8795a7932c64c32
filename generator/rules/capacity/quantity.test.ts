import { expect, test } from "vitest";
import { foundIn, manifestSetOf } from "../../testing/rules.ts";
import { capacityQuantity } from "./quantity.ts";

const quota = (hard: string): string => `---
apiVersion: v1
kind: ResourceQuota
metadata: { name: tenant-quota, namespace: churn }
spec: { hard: ${hard} }
`;
const claim = (size: string): string => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: notebooks, namespace: churn }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: ${size} } } }
`;

test.each([
  {
    name: "forms that Kubernetes takes",
    yaml: quota(
      '{ requests.cpu: 0.5, limits.cpu: 20, requests.memory: 1.5Gi, limits.memory: 1e9, pods: "1e2", requests.storage: 1Ti }',
    ),
    found: [],
  },
  {
    name: "words",
    yaml: quota("{ requests.cpu: 20 cores }"),
    found: ["5:31 20 cores is no quantity of requests.cpu: Kubernetes refuses it"],
  },
  {
    name: "bytes after the unit",
    yaml: quota("{ requests.memory: 80GiB, limits.memory: 80GB }"),
    found: [
      "5:34 80GiB is no quantity of requests.memory: Kubernetes refuses it",
      "5:56 80GB is no quantity of limits.memory: Kubernetes refuses it",
    ],
  },
  {
    name: "a capital K, and another case",
    yaml: quota("{ requests.memory: 80000K, limits.memory: 80gi }"),
    found: [
      "5:34 80000K is no quantity of requests.memory: Kubernetes refuses it",
      "5:57 80gi is no quantity of limits.memory: Kubernetes refuses it",
    ],
  },
  {
    name: "a negative one",
    yaml: quota('{ requests.cpu: "-1" }'),
    found: ["5:31 -1 is no quantity of requests.cpu: it is negative"],
  },
  {
    name: "half a pod, and half a device",
    yaml: quota("{ pods: 1.5, count/models.mlops.seldon.io: 500m, requests.nvidia.com/gpu: 500m }"),
    found: [
      "5:23 1.5 is no quantity of pods: what is counted comes in whole numbers",
      "5:58 500m is no quantity of count/models.mlops.seldon.io: what is counted comes in whole numbers",
    ],
  },
  {
    name: "more digits than anybody means",
    yaml: quota(`{ requests.cpu: "${"9".repeat(1_000_000)}", limits.cpu: 1e400 }`),
    found: [
      "5:31 9999999999999999999999999999999999999999... is no quantity of requests.cpu: nobody can mean it",
      "5:1000047 Infinity is no quantity of limits.cpu: Kubernetes refuses it",
    ],
  },
  {
    name: "no digit at all",
    yaml: quota("{ requests.memory: Gi }"),
    found: ["5:34 Gi is no quantity of requests.memory: nobody can mean it"],
  },
  {
    name: "no number, and nothing",
    yaml: quota("{ requests.cpu: true, limits.cpu: [1], pods: {}, services: null }"),
    found: [
      "5:31 true is no quantity of requests.cpu: Kubernetes refuses it",
      "5:37 what stands here is no quantity of limits.cpu: Kubernetes refuses it",
      "5:54 what stands here is no quantity of pods: Kubernetes refuses it",
    ],
  },
  { name: "a claim", yaml: claim("50 GB"), found: ["4:73 50 GB is no quantity of storage: Kubernetes refuses it"] },
  {
    name: "containers of a ServerConfig, and its volumes",
    yaml: `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: c, namespace: churn }
spec:
  podSpec:
    containers: [{ name: mlserver, image: i, resources: { limits: { cpu: 2 cores, memory: 1Gb } } }]
    volumes: [{ name: dshm, emptyDir: { sizeLimit: 256MB } }]
  volumeClaimTemplates:
    - { name: models, spec: { resources: { requests: { storage: 10GiB } } } }
`,
    found: [
      "6:74 2 cores is no quantity of cpu: Kubernetes refuses it",
      "6:91 1Gb is no quantity of memory: Kubernetes refuses it",
      "7:52 256MB is no quantity of storage: Kubernetes refuses it",
      "9:65 10GiB is no quantity of storage: Kubernetes refuses it",
    ],
  },
  {
    name: "a model",
    yaml: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: m, namespace: churn }
spec: { storageUri: "s3://b/m", memory: 64MiB }
`,
    found: ["4:41 64MiB is no quantity of memory: Kubernetes refuses it"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(capacityQuantity, yaml)).toEqual(found);
});

test.each([
  ["80GiB", "80Gi"],
  ["80GB", "80G"],
  ["80 Gi", "80Gi"],
  ["20 cores", undefined],
  ["80000K", undefined],
  ["-1", undefined],
])("%s fixes to %s", (written, meant) => {
  const [found] = capacityQuantity.check(manifestSetOf(quota(`{ limits.memory: ${JSON.stringify(written)} }`)));
  expect(found?.fix).toBe(meant);
});
