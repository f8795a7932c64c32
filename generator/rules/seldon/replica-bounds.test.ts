import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonReplicaBounds } from "./replica-bounds.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  {
    name: "replicas between minReplicas and maxReplicas",
    yaml: object("Model", "minReplicas: 1, replicas: 2, maxReplicas: 3"),
    found: [],
  },
  {
    name: "replicas below minReplicas",
    yaml: object("Server", "minReplicas: 3, replicas: 2"),
    found: ["5:22 minReplicas 3 exceeds replicas 2"],
  },
  {
    name: "replicas above maxReplicas",
    yaml: object("Server", "replicas: 4, maxReplicas: 3"),
    found: ["5:19 replicas 4 exceeds maxReplicas 3"],
  },
  {
    name: "minReplicas above maxReplicas",
    yaml: object("Model", "minReplicas: 4, maxReplicas: 3"),
    found: ["5:22 minReplicas 4 exceeds maxReplicas 3"],
  },
  {
    name: "negative replicas",
    yaml: object("Model", "replicas: -1"),
    found: ["5:19 invalid replicas -1: it is negative"],
  },
  {
    name: "a Server without replicas, with minReplicas above 1",
    yaml: object("Server", "minReplicas: 2, maxReplicas: 4"),
    found: ["5:22 missing replicas with minReplicas 2: the operator creates only one pod"],
  },
  {
    name: "a Server without replicas, with minReplicas 1",
    yaml: object("Server", "minReplicas: 1, maxReplicas: 4"),
    found: [],
  },
  {
    name: "a Model without replicas, with minReplicas above 1",
    yaml: object("Model", "minReplicas: 2, maxReplicas: 4"),
    found: [],
  },
  { name: "0 replicas of a Server", yaml: object("Server", "minReplicas: 1, replicas: 0"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonReplicaBounds, yaml)).toEqual(found);
});
