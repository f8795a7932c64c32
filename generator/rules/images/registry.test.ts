import { expect, test } from "vitest";
import { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { churnOnProduction, findingsIn, manifestSetOf } from "../../testing/rules.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { imagesRegistry } from "./registry.ts";

const deployment = (image: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: d, namespace: churn }
spec: { template: { spec: { containers: [{ name: a, image: "${image}" }] } } }
`;

test.each([
  { name: "an allowed registry", yaml: deployment("harbor.acme.test/churn/x:1"), found: [] },
  {
    name: "an image of Docker Hub without a path",
    yaml: deployment("redis:8"),
    found: ["5:60 image redis:8 is not allowed: the platform does not allow the registry docker.io/library"],
  },
  {
    name: "another path of an allowed host",
    yaml: deployment("docker.io/bitnami/redis:8"),
    found: [
      "5:60 image docker.io/bitnami/redis:8 is not allowed: the platform does not allow the registry docker.io/bitnami",
    ],
  },
  { name: "an allowed path of Docker Hub, without its host", yaml: deployment("seldonio/mlserver:1.7.1"), found: [] },
  {
    name: "a host that begins like an allowed host",
    yaml: deployment("harbor.acme.testing/x:1"),
    found: [
      "5:60 image harbor.acme.testing/x:1 is not allowed: the platform does not allow the registry harbor.acme.testing",
    ],
  },
  {
    name: "images in Seldon's kinds, also in an override",
    yaml: `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: s, namespace: churn }
spec: { serverConfig: c, podSpec: { initContainers: [{ name: i, image: "quay.io/x:1" }] } }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: r, namespace: churn }
spec: { overrides: [{ name: seldon-envoy, podSpec: { containers: [{ name: envoy, image: "quay.io/y:1" }] } }] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonConfig
metadata: { name: c, namespace: churn }
spec: { components: [{ name: seldon-envoy, podSpec: { containers: [{ name: envoy, image: "quay.io/z:1" }] } }] }
`,
    found: [
      "5:72 image quay.io/x:1 is not allowed: the platform does not allow the registry quay.io",
      "10:89 image quay.io/y:1 is not allowed: the platform does not allow the registry quay.io",
      "15:90 image quay.io/z:1 is not allowed: the platform does not allow the registry quay.io",
    ],
  },
  {
    name: "an image that is mounted as a volume",
    yaml: deployment("harbor.acme.test/churn/x:1").replace(
      "containers:",
      "volumes: [{ name: m, image: { reference: quay.io/m:1 } }], containers:",
    ),
    found: ["5:70 image quay.io/m:1 is not allowed: the platform does not allow the registry quay.io"],
  },
  { name: "an invalid image name, which another rule reports", yaml: deployment("https://quay.io/x"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(imagesRegistry, yaml, churnOnProduction())).toEqual(found);
});

test("without a platform, no registry is reported", () => {
  expect(findingsIn(imagesRegistry, deployment("quay.io/x:1"))).toEqual([]);
});

test("Seldon's own images are reported at the platform's registries", () => {
  const context = churnOnProduction();
  const { platform } = context;
  if (platform === undefined) throw new Error("there is no platform");
  const own = { ...platform, spec: { ...platform.spec, registries: ["harbor.acme.test/"] } };
  const { manifests } = manifestSetOf(deployment("docker.io/seldonio/seldon-agent:2.9.1"));
  const generated = manifests.map((manifest) => ({ ...manifest, handWritten: false }));
  const [found] = manifestSetFindings(new ManifestSet(generated, { ...context, platform: own }), [imagesRegistry]);
  expect([found?.diagnostic.at.file, found?.diagnostic.at.column]).toEqual(["platform/platform.yaml", 3]);
});
