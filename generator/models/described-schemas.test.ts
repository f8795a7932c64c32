import { beforeAll, expect, test } from "vitest";
import type { SchemaValidator } from "../gate/kubeconform.ts";
import { describedValidator, verdictOn } from "../testing/described-validator.ts";

let validator: SchemaValidator;
beforeAll(async () => {
  validator = await describedValidator();
});

const listener = { name: "tls", port: 9093, type: "internal", tls: true, authentication: { type: "tls" } };
const acl = { resource: { type: "topic", name: "seldon.", patternType: "prefix" }, operations: ["Read"] };

test.each([
  {
    kind: "Kafka",
    spec: { kafka: { listeners: [listener], config: { "any.key": 1 } }, kafkaExporter: {} },
    valid: true,
  },
  { kind: "Kafka", spec: { kafka: { listeners: [listener] }, zookeeper: { replicas: 3 } }, valid: false },
  { kind: "Kafka", spec: { kafka: { replicas: 3, listeners: [listener] } }, valid: false },
  { kind: "Kafka", spec: { kafka: { listeners: [{ ...listener, port: 9091 }] } }, valid: false },
  { kind: "Kafka", spec: { kafka: { listeners: [listener] }, entityOperator: null }, valid: false },
  { kind: "KafkaNodePool", spec: { replicas: 3, roles: ["broker"], storage: { type: "ephemeral" } }, valid: true },
  { kind: "KafkaNodePool", spec: { replicas: 3, roles: ["zookeeper"], storage: { type: "ephemeral" } }, valid: false },
  { kind: "KafkaNodePool", spec: { replicas: 3, roles: ["broker"] }, valid: false },
  { kind: "KafkaTopic", spec: { partitions: 3, replicas: 3, config: { "retention.ms": 1 } }, valid: true },
  { kind: "KafkaTopic", spec: { partition: 3 }, valid: false },
  {
    kind: "KafkaUser",
    spec: { authorization: { type: "simple", acls: [acl] }, template: { secret: {} } },
    valid: true,
  },
  {
    kind: "KafkaUser",
    spec: { authorization: { type: "simple", acls: [{ ...acl, operation: "Read" }] } },
    valid: false,
  },
])("$kind with $spec is valid: $valid", async ({ kind, spec, valid }) => {
  const object = { apiVersion: "kafka.strimzi.io/v1", kind, metadata: { name: "a", namespace: "kafka" }, spec };
  expect(await verdictOn(object, validator)).toEqual({ valid: valid ? 1 : 0, invalid: valid ? 0 : 1, skipped: 0 });
});
