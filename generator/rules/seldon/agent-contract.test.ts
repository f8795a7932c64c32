import { expect, test } from "vitest";
import { validExample } from "../../diagnostics/example.ts";
import { findingsIn } from "../../testing/rules.ts";
import { seldonAgentContract } from "./agent-contract.ts";

const right = validExample(seldonAgentContract.docs);
const messagesOf = (yaml: string): readonly string[] =>
  findingsIn(seldonAgentContract, yaml).map((value) => value.replace(/^\S+ /, ""));

test.each([
  ["no change", "x", "x", []],
  [
    "a missing variable",
    "POD_NAME, valueFrom",
    "OTHER, valueFrom",
    ["missing environment variable POD_NAME of the agent in churn.mlserver-config"],
  ],
  [
    "a different server type",
    "SELDON_SERVER_TYPE, value: mlserver",
    "SELDON_SERVER_TYPE, value: triton",
    ["invalid SELDON_SERVER_TYPE of the agent in churn.mlserver-config: triton, expected mlserver"],
  ],
  [
    "a different port of the inference server",
    'MLSERVER_GRPC_PORT, value: "9500"',
    'MLSERVER_GRPC_PORT, value: "9600"',
    ["invalid SELDON_SERVER_GRPC_PORT of the agent in churn.mlserver-config: 9500, expected 9600"],
  ],
  [
    "a different port of the agent",
    "name: metrics, containerPort: 9006",
    "name: metrics, containerPort: 9007",
    ["invalid SELDON_METRICS_PORT of the agent in churn.mlserver-config: 9006, expected 9007"],
  ],
  [
    "a different scheduler",
    "value: seldon-scheduler",
    "value: scheduler",
    ["invalid SELDON_SCHEDULER_HOST of the agent in churn.mlserver-config: scheduler, expected seldon-scheduler"],
  ],
  [
    "a different field of the pod",
    "fieldPath: metadata.namespace",
    "fieldPath: metadata.name",
    ["invalid POD_NAMESPACE of the agent in churn.mlserver-config: expected the pod's metadata.namespace"],
  ],
  [
    "another container's memory",
    "containerName: mlserver",
    "containerName: agent",
    ["invalid MEMORY_REQUEST of the agent in churn.mlserver-config: expected the memory request of container mlserver"],
  ],
  [
    "a different volume",
    "name: models, mountPath: /mnt/agent, readOnly",
    "name: others, mountPath: /mnt/agent, readOnly",
    [
      "invalid volume at /mnt/agent in container mlserver of churn.mlserver-config: container rclone mounts another volume",
    ],
  ],
  [
    "no volume",
    "mountPath: /mnt/agent, readOnly",
    "mountPath: /mnt/other, readOnly",
    ["missing volume at /mnt/agent, the folder for models, in container mlserver of churn.mlserver-config"],
  ],
  ["no inference server", "name: mlserver\n", "name: other\n", []],
] as const)("$0: found $3", (_, from, to, found) => {
  expect(messagesOf(right.replace(from, to))).toEqual(found);
});

test("a wrong value is reported at its location", () => {
  expect(findingsIn(seldonAgentContract, seldonAgentContract.docs.invalid)).toEqual([
    "18:53 invalid SELDON_SERVER_HTTP_PORT of the agent in churn.mlserver-config: 9005, expected 9000",
  ]);
});
