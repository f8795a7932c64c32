import { expect, test } from "vitest";
import { foundIn } from "../../../testing/rules.ts";
import { modelDoesNotFit } from "./model-does-not-fit.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

const config = object(
  "ServerConfig",
  "podSpec: { containers: [{ name: agent, env: [{ name: SELDON_OVERCOMMIT_PERCENTAGE, value: '10' }] }, { name: mlserver, resources: { requests: { memory: 1Gi } } }] }",
  "c",
);

test.each([
  {
    name: "room for both",
    yaml:
      config +
      object("Server", "serverConfig: c", "s") +
      object("Model", "storageUri: s3:x, memory: 500Mi") +
      object("Model", "storageUri: s3:x, memory: 500Mi", "b"),
    found: [],
  },
  {
    name: "as much as the overcommit gives",
    yaml: config + object("Server", "serverConfig: c", "s") + object("Model", "storageUri: s3:x, memory: 1126Mi"),
    found: [],
  },
  {
    name: "more than one Server has",
    yaml: config + object("Server", "serverConfig: c", "s") + object("Model", "storageUri: s3:x, memory: 1127Mi"),
    found: ["15:35 a fits on no Server: s has 1126 MiB of 1127 MiB"],
  },
  {
    name: "more than one has beside the other",
    yaml:
      config +
      object("Server", "serverConfig: c", "s") +
      object("Model", "storageUri: s3:x, memory: 600Mi") +
      object("Model", "storageUri: s3:x, memory: 600Mi", "b"),
    found: ["20:35 a, b need 1200 MiB of Server s together, and there are 1126 MiB"],
  },
  {
    name: "a Server that asks for more",
    yaml:
      config +
      object(
        "Server",
        "serverConfig: c, podSpec: { containers: [{ name: mlserver, resources: { requests: { memory: 2Gi } } }] }",
        "s",
      ) +
      object("Model", "storageUri: s3:x, memory: 1500Mi"),
    found: [],
  },
  {
    name: "more replicas than it has",
    yaml:
      config + object("Server", "serverConfig: c, replicas: 2", "s") + object("Model", "storageUri: s3:x, replicas: 3"),
    found: ["15:37 a fits on no Server: s has 2 replicas of 3 replicas"],
  },
  {
    name: "fewer to begin with",
    yaml:
      config +
      object("Server", "serverConfig: c, replicas: 2", "s") +
      object("Model", "storageUri: s3:x, replicas: 3, minReplicas: 1"),
    found: [],
  },
])("$name", ({ yaml, found }) => {
  expect(foundIn(modelDoesNotFit, yaml)).toEqual(found);
});
