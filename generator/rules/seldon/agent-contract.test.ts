import { expect, test } from "vitest";
import { validExample } from "../../diagnostics/example.ts";
import { foundIn } from "../../testing/rules.ts";
import { seldonAgentContract } from "./agent-contract.ts";

const right = validExample(seldonAgentContract.docs);
const messagesOf = (yaml: string): readonly string[] =>
  foundIn(seldonAgentContract, yaml).map((value) => value.replace(/^\S+ /, ""));

test.each([
  ["nothing", "x", "x", []],
  [
    "a variable is left out",
    "POD_NAME, valueFrom",
    "OTHER, valueFrom",
    ["the agent of churn.mlserver-config is not told POD_NAME"],
  ],
  [
    "another type",
    "SELDON_SERVER_TYPE, value: mlserver",
    "SELDON_SERVER_TYPE, value: triton",
    ["the agent of churn.mlserver-config has SELDON_SERVER_TYPE triton, and it is mlserver"],
  ],
  [
    "another port of the server",
    'MLSERVER_GRPC_PORT, value: "9500"',
    'MLSERVER_GRPC_PORT, value: "9600"',
    ["the agent of churn.mlserver-config has SELDON_SERVER_GRPC_PORT 9500, and it is 9600"],
  ],
  [
    "another port of its own",
    "name: metrics, containerPort: 9006",
    "name: metrics, containerPort: 9007",
    ["the agent of churn.mlserver-config has SELDON_METRICS_PORT 9006, and it is 9007"],
  ],
  [
    "another scheduler",
    "value: seldon-scheduler",
    "value: scheduler",
    ["the agent of churn.mlserver-config has SELDON_SCHEDULER_HOST scheduler, and it is seldon-scheduler"],
  ],
  [
    "another field",
    "fieldPath: metadata.namespace",
    "fieldPath: metadata.name",
    ["POD_NAMESPACE is not the pod's metadata.namespace"],
  ],
  [
    "another container's memory",
    "containerName: mlserver",
    "containerName: agent",
    ["MEMORY_REQUEST is not the memory that mlserver requests"],
  ],
  [
    "another volume",
    "name: models, mountPath: /mnt/agent, readOnly",
    "name: others, mountPath: /mnt/agent, readOnly",
    ["mlserver of churn.mlserver-config has another volume at /mnt/agent than rclone"],
  ],
  [
    "no volume",
    "mountPath: /mnt/agent, readOnly",
    "mountPath: /mnt/other, readOnly",
    ["mlserver of churn.mlserver-config has nothing mounted at /mnt/agent, where models are put"],
  ],
  ["no inference server", "name: mlserver\n", "name: other\n", []],
] as const)("$0: found $3", (_, from, to, found) => {
  expect(messagesOf(right.replace(from, to))).toEqual(found);
});

test("the place of what does not agree", () => {
  expect(foundIn(seldonAgentContract, seldonAgentContract.docs.invalid)).toEqual([
    "18:53 the agent of churn.mlserver-config has SELDON_SERVER_HTTP_PORT 9005, and it is 9000",
  ]);
});
