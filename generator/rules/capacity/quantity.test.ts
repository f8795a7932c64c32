import { expect, test } from "vitest";
import { findingsIn, manifestSetOf } from "../../testing/rules.ts";
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
    name: "forms that Kubernetes accepts",
    yaml: quota(
      '{ requests.cpu: 0.5, limits.cpu: 20, requests.memory: 1.5Gi, limits.memory: 1e9, pods: "1e2", requests.storage: 1Ti }',
    ),
    found: [],
  },
  {
    name: "a number and a word",
    yaml: quota("{ requests.cpu: 20 cores }"),
    found: ["5:31 invalid quantity 20 cores of requests.cpu: Kubernetes rejects it"],
  },
  {
    name: "a suffix with B",
    yaml: quota("{ requests.memory: 80GiB, limits.memory: 80GB }"),
    found: [
      "5:34 invalid quantity 80GiB of requests.memory: Kubernetes rejects it",
      "5:56 invalid quantity 80GB of limits.memory: Kubernetes rejects it",
    ],
  },
  {
    name: "suffixes in the wrong case",
    yaml: quota("{ requests.memory: 80000K, limits.memory: 80gi }"),
    found: [
      "5:34 invalid quantity 80000K of requests.memory: Kubernetes rejects it",
      "5:57 invalid quantity 80gi of limits.memory: Kubernetes rejects it",
    ],
  },
  {
    name: "a negative quantity",
    yaml: quota('{ requests.cpu: "-1" }'),
    found: ["5:31 invalid quantity -1 of requests.cpu: it is negative"],
  },
  {
    name: "fractions of pods, objects and devices",
    yaml: quota("{ pods: 1.5, count/models.mlops.seldon.io: 500m, requests.nvidia.com/gpu: 500m }"),
    found: [
      "5:23 invalid quantity 1.5 of pods: a count must be a whole number",
      "5:58 invalid quantity 500m of count/models.mlops.seldon.io: a count must be a whole number",
    ],
  },
  {
    name: "a number with a million digits, and an infinite number",
    yaml: quota(`{ requests.cpu: "${"9".repeat(1_000_000)}", limits.cpu: 1e400 }`),
    found: [
      "5:31 invalid quantity 9999999999999999999999999999999999999999... of requests.cpu: it is not a plausible amount",
      "5:1000047 invalid quantity Infinity of limits.cpu: Kubernetes rejects it",
    ],
  },
  {
    name: "a suffix without a number",
    yaml: quota("{ requests.memory: Gi }"),
    found: ["5:34 invalid quantity Gi of requests.memory: it is not a plausible amount"],
  },
  {
    name: "values of other types",
    yaml: quota("{ requests.cpu: true, limits.cpu: [1], pods: {}, services: null }"),
    found: [
      "5:31 invalid quantity true of requests.cpu: Kubernetes rejects it",
      "5:37 invalid quantity (list) of limits.cpu: Kubernetes rejects it",
      "5:54 invalid quantity (map) of pods: Kubernetes rejects it",
    ],
  },
  {
    name: "a volume claim",
    yaml: claim("50 GB"),
    found: ["4:73 invalid quantity 50 GB of storage: Kubernetes rejects it"],
  },
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
      "6:74 invalid quantity 2 cores of cpu: Kubernetes rejects it",
      "6:91 invalid quantity 1Gb of memory: Kubernetes rejects it",
      "7:52 invalid quantity 256MB of storage: Kubernetes rejects it",
      "9:65 invalid quantity 10GiB of storage: Kubernetes rejects it",
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
    found: ["4:41 invalid quantity 64MiB of memory: Kubernetes rejects it"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityQuantity, yaml)).toEqual(found);
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
