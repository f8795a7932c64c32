import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonModelDoesNotFit } from "./model-does-not-fit.ts";

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
    name: "enough memory for two Models",
    yaml:
      config +
      object("Server", "serverConfig: c", "s") +
      object("Model", "storageUri: s3:x, memory: 500Mi") +
      object("Model", "storageUri: s3:x, memory: 500Mi", "b"),
    found: [],
  },
  {
    name: "memory up to the overcommit",
    yaml: config + object("Server", "serverConfig: c", "s") + object("Model", "storageUri: s3:x, memory: 1126Mi"),
    found: [],
  },
  {
    name: "more memory than the Server has",
    yaml: config + object("Server", "serverConfig: c", "s") + object("Model", "storageUri: s3:x, memory: 1127Mi"),
    found: ["15:35 missing capacity for Model a: it needs 1127 MiB, but Server s has 1126 MiB"],
  },
  {
    name: "two Models that need more memory together than the Server has",
    yaml:
      config +
      object("Server", "serverConfig: c", "s") +
      object("Model", "storageUri: s3:x, memory: 600Mi") +
      object("Model", "storageUri: s3:x, memory: 600Mi", "b"),
    found: ["20:35 too many Models on Server s: a, b need 1200 MiB together, but only 1126 MiB is available"],
  },
  {
    name: "a Server with a larger memory request",
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
    name: "more replicas than the Server has",
    yaml:
      config + object("Server", "serverConfig: c, replicas: 2", "s") + object("Model", "storageUri: s3:x, replicas: 3"),
    found: ["15:37 missing capacity for Model a: it needs 3 replicas, but Server s has 2 replicas"],
  },
  {
    name: "three Models that need more than the two replicas of the Server",
    yaml:
      config +
      object("Server", "serverConfig: c, replicas: 2", "s") +
      ["a", "b", "d"].map((name) => object("Model", "storageUri: s3:x, memory: 600Mi", name)).join(""),
    found: ["25:35 too many Models on Server s: a, b, d have 3 replicas of at least 600 MiB, but only 2 fit"],
  },
  {
    name: "two Servers for two Models",
    yaml:
      config +
      object("Server", "serverConfig: c", "s") +
      object("Server", "serverConfig: c", "t") +
      object("Model", "storageUri: s3:x, memory: 600Mi") +
      object("Model", "storageUri: s3:x, memory: 600Mi", "b"),
    found: [],
  },
  {
    name: "more memory than two Servers have together",
    yaml:
      config +
      object("Server", "serverConfig: c", "s") +
      object("Server", "serverConfig: c", "t") +
      [..."abdefgh"].map((name) => object("Model", "storageUri: s3:x, memory: 400Mi", name)).join(""),
    found: [
      "50:35 too many Models on Servers s, t: a, b, d, e, f, g and 1 more need 2800 MiB together, but only 2252 MiB is available",
    ],
  },
  {
    name: "replicas up to maxReplicas of the Server",
    yaml:
      config +
      object("Server", "serverConfig: c, replicas: 1, maxReplicas: 3", "s") +
      object("Model", "storageUri: s3:x, replicas: 3"),
    found: [],
  },
  {
    name: "replicas up to maxReplicas of an autoscaler",
    yaml:
      config +
      object("Server", "serverConfig: c", "s") +
      object("Model", "storageUri: s3:x, replicas: 3") +
      `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: s, namespace: churn }
spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: mlops.seldon.io/v1alpha1, kind: Server, name: s } }
`,
    found: [],
  },
  {
    name: "0 replicas of the Server and of the Model count as 1",
    yaml:
      config +
      object("Server", "serverConfig: c, replicas: 0", "s") +
      object("Model", "storageUri: s3:x, replicas: 0, minReplicas: 0"),
    found: [],
  },
  {
    name: "minReplicas below the replicas of the Server",
    yaml:
      config +
      object("Server", "serverConfig: c, replicas: 2", "s") +
      object("Model", "storageUri: s3:x, replicas: 3, minReplicas: 1"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonModelDoesNotFit, yaml)).toEqual(found);
});
