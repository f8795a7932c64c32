import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { imagesMalformed } from "./malformed.ts";

const deployment = (image: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: d, namespace: churn }
spec: { template: { spec: { containers: [{ name: a, image: "${image}" }] } } }
`;

test.each([
  { name: "a valid name", yaml: deployment("localhost:5000/a/b_c.d--e:1.0-x"), found: [] },
  { name: "a URL", yaml: deployment("https://r/x"), found: ["5:60 invalid image name https://r/x"] },
  { name: "upper-case letters", yaml: deployment("r/X:1"), found: ["5:60 invalid image name r/X:1"] },
  {
    name: "a digest that is too short",
    yaml: deployment("r/x@sha256:12"),
    found: ["5:60 invalid image name r/x@sha256:12"],
  },
  { name: "a space", yaml: deployment("r/x :1"), found: ["5:60 invalid image name r/x :1"] },
  {
    name: "a digest without a value",
    yaml: deployment("r/x@sha256"),
    found: ["5:60 invalid image name r/x@sha256"],
  },
  { name: "an empty tag", yaml: deployment("r/x:"), found: ["5:60 invalid image name r/x:"] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(imagesMalformed, yaml)).toEqual(found);
});
