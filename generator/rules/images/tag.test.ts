import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { imagesTag } from "./tag.ts";

const deployment = (image: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: d, namespace: churn }
spec: { template: { spec: { containers: [{ name: a, image: "${image}" }] } } }
`;

test.each([
  { name: "a version", yaml: deployment("r/x:1"), found: [] },
  {
    name: "the tag latest",
    yaml: deployment("r/x:latest"),
    found: ["5:60 invalid tag latest of image r/x:latest"],
  },
  { name: "no tag", yaml: deployment("localhost:5000/x"), found: ["5:60 missing tag of image localhost:5000/x"] },
  { name: "a digest without a tag", yaml: deployment(`r/x@sha256:${"0".repeat(64)}`), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(imagesTag, yaml)).toEqual(found);
});
