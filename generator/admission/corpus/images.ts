import type { AdmissionCase } from "./case.ts";

const pod = (image: string, name = "p"): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec: { containers: [{ name: a, image: "${image}" }] }
`;
const sha = "0123456789abcdef".repeat(4);
const images: readonly (readonly [image: string, admitted: boolean, name: string])[] = [
  ["harbor.acme.test/churn/x:1", true, "an allowed host"],
  ["docker.io/seldonio/mlserver:1.7.1", true, "an allowed path of Docker Hub"],
  ["seldonio/mlserver:1.7.1", true, "an allowed path of Docker Hub, without the host"],
  ["index.docker.io/seldonio/mlserver:1.7.1", true, "Docker Hub by its old name"],
  [`harbor.acme.test/churn/x@sha256:${sha}`, true, "a digest instead of a tag"],
  [`harbor.acme.test/churn/x:1@sha256:${sha}`, true, "a digest in addition to a tag"],
  [`harbor.acme.test/churn/x:latest@sha256:${sha}`, true, "a digest in addition to latest"],
  ["registry.istio.io/release/proxyv2:1.31.4", true, "the image that the mesh adds to pods"],
  ["registry.istio.io/release/proxyv2:1.31.3", false, "another tag of the image that the mesh adds"],
  ["docker.io/istio/proxyv2:1.31.4", false, "the image that the mesh adds, from another registry"],
  ["redis:8", false, "an official image of Docker Hub"],
  ["docker.io/redis:8", false, "an official image of Docker Hub, with the host"],
  ["docker.io/bitnami/redis:8", false, "another path of an allowed host"],
  ["harbor.acme.testing/churn/x:1", false, "a host with the same beginning"],
  ["evil.test/harbor.acme.test/x:1", false, "an allowed host as a path"],
  ["harbor.acme.test:5000/churn/x:1", false, "another port of an allowed host"],
  ["docker.io/seldonio-evil/x:1", false, "a path with the same beginning"],
  ["harbor.acme.test/churn/x", false, "no tag"],
  ["harbor.acme.test/churn/x:latest", false, "latest"],
  ["harbor.acme.test/churn/x:1-latest", true, "a tag that ends in latest"],
  ["harbor.acme.test/churn/x@sha256:0123", false, "a digest that is too short"],
  [`harbor.acme.test/churn/x:1@md5:${sha}`, false, "a digest of another kind"],
  ["https://harbor.acme.test/churn/x:1", false, "a scheme"],
  ["harbor.acme.test/Churn/x:1", false, "a capital in the path"],
  [`harbor.acme.test/${"a".repeat(260)}:1`, false, "a path that is too long"],
  [sha, false, "the ID of an image"],
];

const template = (apiVersion: string, kind: string, image: string): string => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: t }
spec:
  selector: { matchLabels: { app: t } }
  serviceName: t
  template:
    metadata: { labels: { app: t } }
    spec: { restartPolicy: Always, containers: [{ name: a, image: "${image}" }] }
`;
const job = (image: string): string => `
apiVersion: batch/v1
kind: Job
metadata: { name: j }
spec: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: "${image}" }] } } }
`;
const cronJob = (image: string): string => `
apiVersion: batch/v1
kind: CronJob
metadata: { name: c }
spec:
  schedule: "0 3 * * *"
  jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: "${image}" }] } } } }
`;
const controller = (image: string): string => `
apiVersion: v1
kind: ReplicationController
metadata: { name: r }
spec:
  selector: { app: t }
  template: { metadata: { labels: { app: t } }, spec: { containers: [{ name: a, image: "${image}" }] } }
`;
const seldon = (kind: string, spec: string): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: s }
spec: ${spec}
`;
const makers: readonly (readonly [what: string, of: (image: string) => string])[] = [
  ["a Deployment", (image) => template("apps/v1", "Deployment", image).replace("  serviceName: t\n", "")],
  ["a StatefulSet", (image) => template("apps/v1", "StatefulSet", image)],
  ["a DaemonSet", (image) => template("apps/v1", "DaemonSet", image).replace("  serviceName: t\n", "")],
  ["a ReplicaSet", (image) => template("apps/v1", "ReplicaSet", image).replace("  serviceName: t\n", "")],
  ["a ReplicationController", controller],
  ["a Job", job],
  ["a CronJob", cronJob],
  [
    "an init container",
    (image) =>
      pod("harbor.acme.test/x:1").replace(
        "containers:",
        `initContainers: [{ name: i, image: "${image}" }], containers:`,
      ),
  ],
  [
    "a second container",
    (image) => pod("harbor.acme.test/x:1").replace("}] }", `}, { name: b, image: "${image}" }] }`),
  ],
  [
    "a ServerConfig",
    (image) => seldon("ServerConfig", `{ podSpec: { containers: [{ name: a, image: "${image}" }] } }`),
  ],
  [
    "a Server's override",
    (image) => seldon("Server", `{ serverConfig: c, podSpec: { containers: [{ name: a, image: "${image}" }] } }`),
  ],
  [
    "a runtime's override",
    (image) =>
      seldon(
        "SeldonRuntime",
        `{ seldonConfig: default, overrides: [{ name: hodometer }, { name: seldon-envoy, podSpec: { containers: [{ name: a, image: "${image}" }] } }] }`,
      ),
  ],
  [
    "a SeldonConfig",
    (image) =>
      seldon(
        "SeldonConfig",
        `{ components: [{ name: seldon-envoy, podSpec: { containers: [{ name: a, image: "${image}" }] } }] }`,
      ),
  ],
];

export const imageCases: readonly AdmissionCase[] = [
  ...images.map(([image, admitted, name]) => ({ name, object: pod(image), admitted })),
  ...makers.flatMap(([what, of]) => [
    { name: `an allowed image in ${what}`, object: of("harbor.acme.test/x:1"), admitted: true },
    { name: `an image of another registry in ${what}`, object: of("quay.io/x:1"), admitted: false },
  ]),
  {
    name: "a space before the image",
    object: seldon("ServerConfig", '{ podSpec: { containers: [{ name: a, image: " harbor.acme.test/x:1" }] } }'),
    admitted: false,
  },
  { name: "a Server without a pod spec", object: seldon("Server", "{ serverConfig: c }"), admitted: true },
  {
    // Kubernetes 1.34 drops the field from pods, unless its feature gate is enabled.
    name: "an image as a volume",
    object: seldon(
      "ServerConfig",
      '{ podSpec: { volumes: [{ name: m, image: { reference: "quay.io/m:1" } }], containers: [{ name: a, image: "harbor.acme.test/x:1" }] } }',
    ),
    admitted: false,
  },
  { name: "a request from an administrator", as: "administrator", object: pod("busybox"), admitted: false },
  { name: "a request from a controller", as: "statefulSets", object: pod("quay.io/x:1"), admitted: false },
  {
    name: "an ephemeral container with an image of another registry",
    before: pod("harbor.acme.test/x:1", "debugged"),
    object: pod("harbor.acme.test/x:1", "debugged").replace(
      "containers:",
      "ephemeralContainers: [{ name: e, image: busybox }], containers:",
    ),
    subresource: "ephemeralcontainers",
    admitted: false,
  },
  {
    name: "an ephemeral container with an allowed image",
    before: pod("harbor.acme.test/x:1", "debugged-well"),
    object: pod("harbor.acme.test/x:1", "debugged-well").replace(
      "containers:",
      'ephemeralContainers: [{ name: e, image: "harbor.acme.test/debug:1" }], containers:',
    ),
    subresource: "ephemeralcontainers",
    admitted: true,
  },
  {
    name: "a running pod that changes to another image",
    before: pod("harbor.acme.test/x:1", "changed"),
    object: pod("quay.io/x:1", "changed"),
    admitted: false,
  },
  {
    name: "a label on an existing pod",
    before: pod("quay.io/x:1", "old"),
    object: pod("quay.io/x:1", "old").replace("name: old", "name: old, labels: { a: b }"),
    admitted: true,
    inClusterOnly: "the admission policy does not check unchanged fields again, but the rules check every file",
  },
  {
    name: "the deletion of an existing pod",
    before: pod("quay.io/x:1", "going"),
    object: pod("quay.io/x:1", "going"),
    deleted: true,
    admitted: true,
    inClusterOnly: "a file does not show the deletion of an object",
  },
  {
    name: "a pod outside of tenants' namespaces",
    object: pod("quay.io/x:1").replace("name: p", "name: p, namespace: monitoring"),
    admitted: true,
    inClusterOnly: "the rule checks every rendered image, but the admission policy does not check other namespaces",
  },
];
