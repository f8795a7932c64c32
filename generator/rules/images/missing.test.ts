import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { imagesMissing } from "./missing.ts";

const config = (container: string): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: mlserver, namespace: churn }
spec: { podSpec: { containers: [{ name: agent, image: "agent:1" }, ${container}] } }
`;
const server = (container: string): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver, podSpec: { containers: [${container}] } }
`;
const deployment = (containers: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache, namespace: churn }
spec: { template: { spec: { ${containers} } } }
`;

test.each([
  { name: "a container with an image", yaml: config('{ name: mlserver, image: "m:1" }'), found: [] },
  {
    name: "a container without an image",
    yaml: config("{ name: mlserver }"),
    found: ["4:76 missing image of container mlserver in ServerConfig mlserver"],
  },
  {
    name: "a container with an empty image",
    yaml: config('{ name: mlserver, image: "" }'),
    found: ["4:76 missing image of container mlserver in ServerConfig mlserver"],
  },
  {
    name: "an image that a Server sets",
    yaml: config("{ name: mlserver }") + server('{ name: mlserver, image: "m:1" }'),
    found: [],
  },
  {
    name: "a Server's override without an image",
    yaml: config('{ name: mlserver, image: "m:1" }') + server("{ name: mlserver }"),
    found: [],
  },
  {
    name: "a container and an init container of a Deployment",
    yaml: deployment('initContainers: [{ name: first }], containers: [{ name: cache }, { name: more, image: "a:1" }]'),
    found: [
      "4:54 missing image of container first in Deployment cache",
      "4:85 missing image of container cache in Deployment cache",
    ],
  },
  { name: "no containers at all", yaml: deployment("containers: []"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect([...findingsIn(imagesMissing, yaml)].sort()).toEqual(found);
});
