import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import { findings } from "../testing/command-line.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";

const patched = { reason: "why", owner: "Platform team", reviewBy: "2027-06-30" };
const controller = {
  image: "docker.io/seldonio/controller:patched",
  fixes: ["server-config-lookup", "watch-namespaces"],
  ...patched,
};
const operatorMirror = "harbor.acme.test/seldonio/seldonv2-controller";
const mirror = "harbor.acme.test/seldonio/seldon-envoy";

/** Codes and places of all findings. */
async function findingsOf(seldon: object, spec = "", platform = ""): Promise<readonly string[]> {
  const root = sandbox();
  const file = join(root, "clusters/production/cluster.yaml");
  const document = parseDocument(readFileSync(file, "utf8"));
  document.setIn(["spec", "seldon"], JSON.parse(JSON.stringify(seldon)));
  writeFileSync(file, String(document));
  if (platform !== "") {
    const path = join(root, "platform/platform.yaml");
    writeFileSync(path, `${readFileSync(path, "utf8")}    components: { ${platform} }\n`);
  }
  write(root, "tenants/a.yaml", tenantText("a", spec));
  return findings(root);
}

/** Codes and places of the findings, without those that every patched image has. */
async function found(seldon: object, spec = "", platform = ""): Promise<readonly string[]> {
  const all = await findingsOf(seldon, spec, platform);
  return all.filter((line) => !/patched-image|single-pod/.test(line)).map((line) => line.replace(/:\d+ /, " "));
}

/** The warning that a tenant's image is not pinned by its digest. */
const withoutDigest = "tenants/a.yaml:8 images/digest";
const tenant = (components: string): string =>
  `  servers: { mlserver: { template: mlserver } }\n  seldon: { components: { ${components} } }\n`;

test.each([
  { name: "an operator image with Seldon's version", image: ":2.9.1", codes: [] },
  { name: "an operator image of another version", image: ":2.8.5", codes: ["seldon/component-image"] },
  { name: "an operator image without a tag", image: `@sha256:${"0".repeat(64)}`, codes: ["seldon/component-image"] },
])("$name in a cluster and in the platform: $codes", async ({ image, codes }) => {
  const controller = { image: `${operatorMirror}${image}` };
  const inCluster = await found({ pattern: "standard", components: { controller } });
  expect(inCluster.map((line) => line.split(" ").at(-1))).toEqual(codes);
  const inPlatform = await found({ pattern: "standard" }, "", `controller: { image: "${controller.image}" }`);
  expect([...new Set(inPlatform.map((line) => line.split(" ").at(-1)))]).toEqual(codes);
});

test.each([
  {
    name: "pull secrets for the operator's image",
    components: { controller: { image: `${operatorMirror}:2.9.1` } },
    codes: [],
  },
  {
    name: "pull secrets without an image that needs them",
    components: {},
    codes: ["seldon/patched-image-unneeded"],
  },
])("$name: $codes", async ({ components, codes }) => {
  const pullSecrets = { harbor: { registries: ["harbor.acme.test"], from: "manual" } };
  const all = await findingsOf({ pattern: "standard", components, pullSecrets });
  expect(all.map((line) => line.split(" ").at(-1)).filter((code) => code?.includes("unneeded"))).toEqual(codes);
});

test.each([
  { name: "an image with Seldon's version", image: `${mirror}:2.9.1`, codes: [withoutDigest] },
  { name: "an image with a suffix of the version", image: `${mirror}:2.9.1-hardened`, codes: [withoutDigest] },
  { name: "an image of another version", image: `${mirror}:2.8.5`, codes: ["tenants/a.yaml:8 seldon/component-image"] },
  {
    name: "an image whose tag only begins with the digits of the version",
    image: `${mirror}:2.9.10`,
    codes: ["tenants/a.yaml:8 seldon/component-image"],
  },
  {
    name: "a digest without a tag",
    image: `${mirror}@sha256:${"0".repeat(64)}`,
    codes: ["tenants/a.yaml:8 seldon/component-image"],
  },
  { name: "an image without a tag", image: mirror, codes: ["tenants/a.yaml:8 input/invalid-value"] },
  { name: "the tag latest", image: `${mirror}:latest`, codes: ["tenants/a.yaml:8 input/invalid-value"] },
  {
    name: "another registry",
    image: "quay.io/seldonio/seldon-envoy:2.9.1",
    codes: ["tenants/a.yaml:8 platform/registry"],
  },
])("$name: $codes", async ({ image, codes }) => {
  expect(await found({ pattern: "standard" }, tenant(`envoy: { image: "${image}" }`))).toEqual(codes);
});

test.each([
  {
    name: "a request over its limit",
    components: "envoy: { resources: { requests: { memory: 2Gi }, limits: { memory: 1Gi } } }",
  },
  {
    name: "a limit below the request of Seldon's chart",
    components: "envoy: { resources: { limits: { memory: 64Mi } } }",
  },
  { name: "a limit over the maximum of a container", components: "scheduler: { resources: { limits: { cpu: 9 } } }" },
])("$name is reported at its line", async ({ components }) => {
  expect(await found({ pattern: "standard" }, tenant(components))).toEqual(["tenants/a.yaml:8 platform/limits"]);
});

test("the requests of the platform and the limits of a cluster are compared", async () => {
  const seldon = { pattern: "standard", components: { envoy: { resources: { limits: { memory: "256Mi" } } } } };
  const platform = "envoy: { resources: { requests: { memory: 512Mi } } }";
  expect(await found(seldon, "", platform)).toEqual([
    expect.stringMatching(/^platform\/platform[.]yaml:\d+ platform\/limits$/),
  ]);
});

test("a tenant with a shared runtime cannot set its components", async () => {
  const seldon = { pattern: "enhanced", images: { controller } };
  expect(await found(seldon, tenant("envoy: { replicas: 2 }"))).toEqual(["tenants/a.yaml:8 seldon/shared-components"]);
  expect(await found({ ...seldon, components: { envoy: { replicas: 2 } } })).toEqual([]);
});

test("a shared scheduler has one image", async () => {
  const image = "harbor.acme.test/seldonio/seldon-scheduler:2.9.1";
  const images = { controller, scheduler: { image, fixes: [], ...patched } };
  expect(await found({ pattern: "enhanced", images, components: { scheduler: { image } } })).toEqual([
    expect.stringMatching(/^clusters\/production\/cluster[.]yaml:\d+ seldon\/component-image$/),
  ]);
});

test.each([
  { name: "resources in both fields", values: { envoy: { resources: { memory: "1Gi" } } }, count: 1 },
  { name: "the volume of the scheduler", values: { scheduler: { resources: { storage: "2Gi" } } }, count: 0 },
])("$name: $count findings", async ({ values, count }) => {
  const resources = { requests: { memory: "1Gi" } };
  const seldon = { pattern: "standard", values, components: { envoy: { resources }, scheduler: { resources } } };
  const codes = (await found(seldon)).map((line) => line.split(" ")[1]);
  expect(codes).toEqual(Array.from({ length: count }, () => "seldon/component-resources"));
});
