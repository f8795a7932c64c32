import { expect, test } from "vitest";
import { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { churnOnProduction, findingsIn, manifestSetOf } from "../../testing/rules.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { imagesDigest } from "./digest.ts";

const deployment = (image: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: d, namespace: churn }
spec: { template: { spec: { containers: [{ name: a, image: "${image}" }] } } }
`;

test.each([
  { name: "a digest", yaml: deployment(`r/x:1@sha256:${"0".repeat(64)}`), found: [] },
  { name: "no digest", yaml: deployment("r/x:1"), found: ["5:60 missing digest of image r/x:1"] },
  { name: "a digest without a tag", yaml: deployment(`r/x@sha256:${"0".repeat(64)}`), found: [] },
  { name: "no tag and no digest, which another rule reports", yaml: deployment("r/x"), found: [] },
  { name: "an invalid image name, which another rule reports", yaml: deployment("https://r/x"), found: [] },
  {
    name: "the same image twice",
    yaml: deployment("r/x:1") + deployment("r/x:1").replace("name: d,", "name: e,"),
    found: ["5:60 missing digest of image r/x:1"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(imagesDigest, yaml)).toEqual(found);
});

test("a tenant's own images are reported in its file, and images from templates are not reported", () => {
  const context = churnOnProduction(
    "serverConfigs: { own: { template: mlserver, images: { server: harbor.acme.test/x:1 } } }",
  );
  const { manifests } = manifestSetOf(deployment("docker.io/seldonio/mlserver:1.7.1"));
  const generated = manifests.map((manifest) => ({ ...manifest, handWritten: false, tenant: "churn" }));
  const found = manifestSetFindings(new ManifestSet(generated, context), [imagesDigest]).map(
    ({ diagnostic }) => diagnostic,
  );
  expect(found.map(({ at, message }) => `${at.file}:${at.line}:${at.column} ${message}`)).toEqual([
    "tenants/churn.yaml:7:65 missing digest of image harbor.acme.test/x:1",
  ]);
});
