import { expect, test } from "vitest";
import { foundIn } from "../../../testing/rules.ts";
import { digest } from "./digest.ts";

const deployment = (image: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: d, namespace: churn }
spec: { template: { spec: { containers: [{ name: a, image: "${image}" }] } } }
`;

test.each([
  { name: "a digest", yaml: deployment(`r/x:1@sha256:${"0".repeat(64)}`), found: [] },
  { name: "none", yaml: deployment("r/x:1"), found: ["5:60 r/x:1 has no digest"] },
  {
    name: "twice the same",
    yaml: deployment("r/x:1") + deployment("r/x:1").replace("name: d,", "name: e,"),
    found: ["5:60 r/x:1 has no digest"],
  },
])("$name", ({ yaml, found }) => {
  expect(foundIn(digest, yaml)).toEqual(found);
});
