import type { MistakeCase } from "./mistake.ts";

const platform = "platform/platform.yaml";

/** Mistakes of the platform team, which are found in its own files, whatever tenants say. */
export const platformMistakes: readonly MistakeCase[] = [
  {
    name: "a maximum over the smallest quota",
    file: platform,
    edits: [["max: { cpu: 8, memory: 32Gi }", "max: { cpu: 8, memory: «64Gi» }"]],
    found: [
      {
        code: "platform/limits",
        message:
          "the maximum of one container of memory (64Gi) is over the limits of a whole tenant of size small (32Gi)",
        hint: "Lower it, or raise the other one: every tenant that takes both as they are would be refused.",
      },
    ],
  },
  {
    name: "a default over the maximum",
    file: platform,
    edits: [["default: { cpu: 1, memory: 1Gi }", "default: { cpu: «9», memory: 1Gi }"]],
    found: [
      {
        code: "platform/limits",
        message: "the default limit of cpu (9) is over the maximum (8)",
        hint: "Lower it, or raise the other one: every tenant that takes both as they are would be refused.",
      },
    ],
  },
  {
    name: "a default request over the default limit",
    file: platform,
    edits: [["defaultRequest: { cpu: 50m, memory: 64Mi }", "defaultRequest: { cpu: 50m, memory: «2Gi» }"]],
    found: [
      {
        code: "platform/limits",
        message: "the default request of memory (2Gi) is over the default limit (1Gi)",
        hint: "Lower it, or raise the other one: every tenant that takes both as they are would be refused.",
      },
    ],
  },
  {
    name: "a quota size with requests over its limits",
    file: platform,
    edits: [["requests: { cpu: 8, memory: 16Gi }", "requests: { cpu: 8, memory: «64Gi» }"]],
    found: [
      {
        code: "platform/limits",
        message: "the quota of requests of memory of size small (64Gi) is over its quota of limits (32Gi)",
        hint: "Lower it, or raise the other one: every tenant that takes both as they are would be refused.",
      },
    ],
  },
  {
    name: "a template's request over its limit",
    file: platform,
    edits: [["limits: { cpu: 2, memory: 1Gi }", "limits: { cpu: 2, memory: 512Mi }"]],
    found: [
      {
        code: "platform/limits",
        message: "the request of memory of template triton's server (1Gi) is over its limit (512Mi)",
        hint: "Lower it, or raise the other one: every tenant that takes both as they are would be refused.",
        at: "139:40",
      },
    ],
  },
  {
    name: "a template's limit over the maximum",
    file: platform,
    edits: [["limits: { cpu: 2, memory: 1Gi }", "limits: { cpu: «12», memory: 1Gi }"]],
    found: [
      {
        code: "platform/limits",
        message: "the limit of cpu of template triton's server (12) is over the maximum of one container (8)",
        hint: "Lower it, or raise the other one: every tenant that takes both as they are would be refused.",
      },
    ],
  },
  {
    name: "a default below the floor",
    file: platform,
    edits: [
      [
        "podSecurity: { enforce: baseline, audit: restricted, warn: restricted }",
        "podSecurity: { enforce: «privileged», audit: restricted, warn: restricted }",
      ],
    ],
    found: [
      {
        code: "pod-security/below-floor",
        message: "privileged is below the platform's floor, baseline",
        hint: "Enforce baseline or more.",
      },
    ],
  },
  {
    name: "a default quota size",
    file: platform,
    edits: [["quotaSize: small", "quotaSize: «smal»"]],
    found: [
      { code: "reference/unknown", message: "smal is no quota size of the platform", hint: "Did you mean small?" },
    ],
  },
  {
    name: "the brokers' service",
    file: platform,
    edits: [["service: kafka\n", "service: «kafk»\n"]],
    found: [{ code: "reference/unknown", message: "kafk is no service of the platform", hint: "Did you mean kafka?" }],
  },
  {
    name: "a bootstrap server in another namespace",
    file: platform,
    edits: [["seldon-kafka-bootstrap.kafka:9092", "«seldon-kafka-bootstrap.streaming:9092»"]],
    found: [
      {
        code: "platform/endpoint",
        message: "seldon-kafka-bootstrap.streaming is in namespace streaming, and service kafka in kafka",
        hint: "A name within a cluster is <Service>.<namespace>: seldon-kafka-bootstrap.kafka:9092",
      },
    ],
  },
  {
    name: "a bootstrap server on another port",
    file: platform,
    edits: [["seldon-kafka-bootstrap.kafka:9092", "«seldon-kafka-bootstrap.kafka:9093»"]],
    found: [
      {
        code: "platform/endpoint",
        message: "seldon-kafka-bootstrap.kafka is called on port 9093, and service kafka listens on 9092",
        hint: "Policies are opened to the ports that a service lists: name one of them here, or list this one there.",
      },
    ],
  },
  {
    name: "a bootstrap server without a namespace",
    file: platform,
    edits: [["seldon-kafka-bootstrap.kafka:9092", "«seldon-kafka-bootstrap:9092»"]],
    found: [
      {
        code: "platform/endpoint",
        message: "seldon-kafka-bootstrap names no namespace, and service kafka is in kafka",
        hint: "A name within a cluster is <Service>.<namespace>: seldon-kafka-bootstrap.kafka:9092",
      },
    ],
  },
  {
    name: "a collector on another port",
    file: platform,
    edits: [
      [
        "      bootstrap: seldon-kafka-bootstrap.kafka:9092\n",
        "      bootstrap: seldon-kafka-bootstrap.kafka:9092\n    tracing: { service: mlflow, endpoint: «mlflow.mlflow:4317» }\n",
      ],
    ],
    found: [
      {
        code: "platform/endpoint",
        message: "mlflow.mlflow is called on port 4317, and service mlflow listens on 5000",
        hint: "Policies are opened to the ports that a service lists: name one of them here, or list this one there.",
      },
    ],
  },
  {
    name: "a store outside that is the cluster's own network",
    file: platform,
    edits: [["      service: minio\n", "      external: { cidrs: [«10.43.0.0/16»], port: 9000 }\n"]],
    found: [
      {
        code: "platform/cidr-overlap",
        message: "10.43.0.0/16 lies within 10.43.0.0/16, which is not outside of production",
        hint: "External networks are outside the cluster: name a service instead.",
      },
    ],
  },
  {
    name: "a registry without a / at its end",
    file: platform,
    edits: [["- harbor.acme.test/", "- «harbor.acme.test»"]],
    found: [
      {
        code: "input/invalid-value",
        message: "spec.registries.2: a registry, and a path if only that is allowed, ending in /",
        hint: "Beginnings of the images that may run. For example: registries: [docker.io/seldonio/]",
      },
    ],
  },
  {
    name: "a waiver for ever",
    file: "clusters/production/cluster.yaml",
    edits: [
      [
        "seldon: { pattern: standard }",
        'seldon: { pattern: standard }\n  waivers: { «images/digest»: { reason: Built by hand, owner: ML Platform, expires: «"2099-12-31"» } }',
      ],
    ],
    found: [
      {
        code: "waiver/unused",
        message: "nothing here breaks images/digest",
        hint: "Take the waiver away, before it covers something new.",
      },
      {
        code: "waiver/too-far",
        message: "expires in 26701 days, and no waiver holds for more than 366",
        hint: "Today 2027-11-24 is the last day that it may have.",
      },
    ],
  },
];
