import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { imagesMalformed } from "./malformed.ts";

const deployment = (image: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: d, namespace: churn }
spec: { template: { spec: { containers: [{ name: a, image: "${image}" }] } } }
`;

test.each([
  { name: "a name", yaml: deployment("localhost:5000/a/b_c.d--e:1.0-x"), found: [] },
  { name: "a URL", yaml: deployment("https://r/x"), found: ["5:60 https://r/x is no name of an image"] },
  { name: "capitals", yaml: deployment("r/X:1"), found: ["5:60 r/X:1 is no name of an image"] },
  { name: "half a digest", yaml: deployment("r/x@sha256:12"), found: ["5:60 r/x@sha256:12 is no name of an image"] },
  { name: "a space", yaml: deployment("r/x :1"), found: ["5:60 r/x :1 is no name of an image"] },
  {
    name: "a digest without a value",
    yaml: deployment("r/x@sha256"),
    found: ["5:60 r/x@sha256 is no name of an image"],
  },
  { name: "a tag that is empty", yaml: deployment("r/x:"), found: ["5:60 r/x: is no name of an image"] },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(imagesMalformed, yaml)).toEqual(found);
});
