import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kubeconform, type SchemaValidator } from "../gate/kubeconform.ts";
import { ValidationCache } from "../gate/validation-cache.ts";
import { objectFile } from "../layout/unit-layout.ts";
import { provideSchemas } from "../tools/provide-schemas.ts";
import { provideTool } from "../tools/provide-tool.ts";
import { describedSchemas } from "./described-schemas.ts";
import { seldon29 } from "./seldon/2.9/facts.ts";

let folder = "";
let validator: SchemaValidator;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tenantry-described-test-"));
  const machine = { env: process.env, log: () => undefined };
  const tool = await provideTool("kubeconform", machine);
  const schemas = await provideSchemas({ kubernetes: "1.34.4", argoCD: "3.5.1" }, describedSchemas(seldon29), machine);
  validator = {
    kubeconform: async () => tool,
    schemas,
    known: new ValidationCache(join(folder, "known"), () => {}),
    knownObjects: new ValidationCache(undefined, () => {}),
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
  const source = { file: "platform/addons/streaming.yaml", text: "spec: {}\n" };
  const rendered = { object, origin: { source, path: ["spec"] }, file: "a.yaml", text: objectFile(object) };
  const result = await kubeconform([[rendered]], validator);
  expect([result.valid, result.invalid, result.skipped]).toEqual(valid ? [1, 0, 0] : [0, 1, 0]);
});
