import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../../testing/rules.ts";
import { registry } from "./registry.ts";

const deployment = (image: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: d, namespace: churn }
spec: { template: { spec: { containers: [{ name: a, image: "${image}" }] } } }
`;

test.each([
  { name: "allowed", yaml: deployment("harbor.acme.test/churn/x:1"), found: [] },
  {
    name: "the hub is docker.io/library",
    yaml: deployment("redis:8"),
    found: ["5:60 redis:8 comes from docker.io/library, which is not allowed"],
  },
  {
    name: "another path of an allowed host",
    yaml: deployment("docker.io/bitnami/redis:8"),
    found: ["5:60 docker.io/bitnami/redis:8 comes from docker.io/bitnami, which is not allowed"],
  },
  { name: "an allowed path of the hub, without its host", yaml: deployment("seldonio/mlserver:1.7.1"), found: [] },
  {
    name: "a name that begins alike",
    yaml: deployment("harbor.acme.testing/x:1"),
    found: ["5:60 harbor.acme.testing/x:1 comes from harbor.acme.testing, which is not allowed"],
  },
])("$name", ({ yaml, found }) => {
  expect(foundIn(registry, yaml, churnOnProduction())).toEqual(found);
});
