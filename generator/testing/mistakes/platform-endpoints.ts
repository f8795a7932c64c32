import type { MistakeCase } from "./mistake.ts";

const platform = "platform/platform.yaml";

/** Addresses of services and stores in the file of the platform. */
export const platformEndpointMistakes: readonly MistakeCase[] = [
  {
    name: "the brokers' service",
    file: platform,
    edits: [["service: kafka\n", "service: «kafk»\n"]],
    found: [{ code: "reference/unknown", message: "unknown platform service kafk", hint: "Did you mean kafka?" }],
  },
  {
    name: "a bootstrap server in another namespace",
    file: platform,
    edits: [["seldon-kafka-bootstrap.kafka:9092", "«seldon-kafka-bootstrap.streaming:9092»"]],
    found: [
      {
        code: "platform/endpoint",
        message:
          "invalid address seldon-kafka-bootstrap.streaming: it is in namespace streaming, and service kafka is in kafka",
        hint: "Use <Service>.<namespace>:<port>: seldon-kafka-bootstrap.kafka:9092",
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
        message: "invalid port 9093 of seldon-kafka-bootstrap.kafka: service kafka listens on 9092",
        hint: "Use a port that the service lists, or add this port to the service: network policies allow only listed ports.",
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
        message: "invalid address seldon-kafka-bootstrap: it has no namespace, and service kafka is in kafka",
        hint: "Use <Service>.<namespace>:<port>: seldon-kafka-bootstrap.kafka:9092",
      },
    ],
  },
  {
    name: "a bootstrap server outside of the cluster",
    file: platform,
    edits: [["seldon-kafka-bootstrap.kafka:9092", "«kafka.acme.test:9092»"]],
    found: [
      {
        code: "platform/endpoint",
        message:
          "invalid address kafka.acme.test: it is not a Service in namespace kafka, which contains service kafka",
        hint: "Use the address of a Service in namespace kafka, whose pods the service kafka selects: <Service>.kafka:9092. Network policies allow traffic only to these pods, so an address outside of the cluster, or a Service without these pods (ExternalName), does not work. Run the software, or a proxy for its protocol, in the cluster.",
      },
    ],
  },
  {
    name: "certificates for the brokers",
    file: platform,
    edits: [
      [
        "      bootstrap: seldon-kafka-bootstrap.kafka:9092\n",
        "      bootstrap: seldon-kafka-bootstrap.kafka:9092\n      «tls»: { clientSecret: «Kafka_Client», certificate: «client/user.crt», «certificat»: user.crt }\n",
      ],
    ],
    found: [
      { code: "input/missing-field", message: "missing field spec.seldon.kafka.tls.brokerSecret" },
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.seldon.kafka.tls.clientSecret: a name contains only a-z, 0-9 and -, and has at most 63 characters",
      },
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.seldon.kafka.tls.certificate: a key contains only letters, digits, -, _ and ., and does not begin with ..",
      },
      { code: "input/unknown-field", message: "unknown field spec.seldon.kafka.tls.certificat" },
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
        message: "invalid port 4317 of mlflow.mlflow: service mlflow listens on 5000",
        hint: "Use a port that the service lists, or add this port to the service: network policies allow only listed ports.",
      },
    ],
  },
  {
    name: "an external store in the cluster's own network",
    file: platform,
    edits: [["      service: minio\n", "      external: { cidrs: [«10.43.0.0/16»], port: 9000 }\n"]],
    found: [
      {
        code: "platform/cidr-overlap",
        message: "invalid external network 10.43.0.0/16: it is within 10.43.0.0/16, a network of cluster production",
        hint: "Set service instead of external: external networks must be outside the cluster.",
      },
    ],
  },
];
