import type { Mistake } from "./mistake.ts";

const platform = "platform/platform.yaml";

/** Mistakes of the platform team, which are found in its own files, whatever tenants say. */
export const platformMistakes: readonly Mistake[] = [
  {
    name: "a maximum over the smallest quota",
    file: platform,
    edits: [["max: { cpu: 8, memory: 32Gi }", "max: { cpu: 8, memory: 64Gi }"]],
    found: [],
  },
  {
    name: "a default over the maximum",
    file: platform,
    edits: [["default: { cpu: 1, memory: 1Gi }", "default: { cpu: 9, memory: 1Gi }"]],
    found: [],
  },
  {
    name: "a default request over the default limit",
    file: platform,
    edits: [["defaultRequest: { cpu: 50m, memory: 64Mi }", "defaultRequest: { cpu: 50m, memory: 2Gi }"]],
    found: [],
  },
  {
    name: "a quota size with requests over its limits",
    file: platform,
    edits: [["requests: { cpu: 8, memory: 16Gi }", "requests: { cpu: 8, memory: 64Gi }"]],
    found: [],
  },
  {
    name: "a template's request over its limit",
    file: platform,
    edits: [["limits: { cpu: 2, memory: 1Gi }", "limits: { cpu: 2, memory: 512Mi }"]],
    found: [],
  },
  {
    name: "a template's limit over the maximum",
    file: platform,
    edits: [["limits: { cpu: 2, memory: 1Gi }", "limits: { cpu: 12, memory: 1Gi }"]],
    found: [],
  },
  {
    name: "a default below the floor",
    file: platform,
    edits: [
      [
        "podSecurity: { enforce: baseline, audit: restricted, warn: restricted }",
        "podSecurity: { enforce: privileged, audit: restricted, warn: restricted }",
      ],
    ],
    found: [],
  },
  { name: "a default quota size", file: platform, edits: [["quotaSize: small", "quotaSize: smal"]], found: [] },
  { name: "the brokers' service", file: platform, edits: [["service: kafka\n", "service: kafk\n"]], found: [] },
  {
    name: "a bootstrap server in another namespace",
    file: platform,
    edits: [["seldon-kafka-bootstrap.kafka:9092", "seldon-kafka-bootstrap.streaming:9092"]],
    found: [],
  },
  {
    name: "a bootstrap server on another port",
    file: platform,
    edits: [["seldon-kafka-bootstrap.kafka:9092", "seldon-kafka-bootstrap.kafka:9093"]],
    found: [],
  },
  {
    name: "a bootstrap server without a namespace",
    file: platform,
    edits: [["seldon-kafka-bootstrap.kafka:9092", "seldon-kafka-bootstrap:9092"]],
    found: [],
  },
  {
    name: "a collector on another port",
    file: platform,
    edits: [
      [
        "      bootstrap: seldon-kafka-bootstrap.kafka:9092\n",
        "      bootstrap: seldon-kafka-bootstrap.kafka:9092\n    tracing: { service: mlflow, endpoint: mlflow.mlflow:4317 }\n",
      ],
    ],
    found: [],
  },
  {
    name: "a store outside that is the cluster's own network",
    file: platform,
    edits: [["      service: minio\n", "      external: { cidrs: [10.43.0.0/16], port: 9000 }\n"]],
    found: [],
  },
  {
    name: "a registry without a / at its end",
    file: platform,
    edits: [["- harbor.acme.test/", "- harbor.acme.test"]],
    found: [],
  },
  {
    name: "a waiver for ever",
    file: "clusters/production/cluster.yaml",
    edits: [
      [
        "seldon: { pattern: standard }",
        'seldon: { pattern: standard }\n  waivers: { images/digest: { reason: Built by hand, owner: ML Platform, expires: "2099-12-31" } }',
      ],
    ],
    found: [],
  },
];
