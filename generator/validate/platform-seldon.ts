import { z } from "zod";
import { KafkaTls, kafkaTlsExample } from "./kafka-tls.ts";
import { placeholderForm, textWithNames } from "./name-placeholders.ts";
import { componentsExample, PlatformComponents } from "./seldon-components.ts";
import { field, Name, SeldonVersion } from "./terms.ts";

export const PlatformSeldon = z.strictObject({
  version: field(
    SeldonVersion,
    "Version of Seldon Core v2. Tenantry must support this version: see the page seldon-versions.md of the documentation.",
    "2.9.1",
  ),
  charts: field(
    z
      .string()
      .regex(
        /^https:\/\/[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/,
        "it must be an https:// address",
      ),
    "The Helm repository of Seldon's charts: Seldon's own, or a mirror.",
    "https://seldonio.github.io/helm-charts",
  ).default("https://seldonio.github.io/helm-charts"),
  namespace: field(Name, "Namespace of Seldon's operator.", "seldon-system").default("seldon-system"),
  kafka: field(
    z.strictObject({
      service: field(Name, "The platform service of the Kafka brokers.", "kafka"),
      bootstrap: field(
        z
          .string()
          .max(500)
          .regex(
            /^[a-z0-9][a-z0-9.-]*:[0-9]{1,5}(,[a-z0-9][a-z0-9.-]*:[0-9]{1,5})*$/,
            "it must be one or more host:port, separated by commas",
          ),
        "Bootstrap servers of Kafka, in the namespace and on a port of the platform service.",
        "seldon-kafka-bootstrap.kafka:9092",
      ),
      // With a cluster's name of 30 characters, the longest topic of Seldon (2.9.1) stays below Kafka's limit of 249.
      topicPrefix: field(
        textWithNames(
          ["cluster"],
          80,
          `^[A-Za-z0-9._-]*(${placeholderForm("cluster")}[A-Za-z0-9._-]*|[A-Za-z0-9._-])$`,
          "it must contain only letters, digits, ., _ and -, and at most one {cluster}",
        ),
        "Prefix of all Kafka topics. {cluster} stands for the cluster's name. Use {cluster} if several clusters share the brokers.",
        "seldon",
      ).default("seldon"),
      tls: field(
        KafkaTls,
        "Certificates of the connections. Without this field, connections are neither encrypted nor authenticated.",
        kafkaTlsExample,
      ).optional(),
    }),
    "The Kafka cluster of the pipelines: brokers in the cluster, without TLS and SASL. Without Kafka, no tenant can have a pipeline.",
    { service: "kafka", bootstrap: "seldon-kafka-bootstrap.kafka:9092" },
  ).optional(),
  tracing: field(
    z.strictObject({
      service: field(Name, "The platform service that collects traces.", "otel-collector"),
      endpoint: field(
        z
          .string()
          .max(253)
          .regex(/^[a-z0-9][a-z0-9.-]*:[0-9]{1,5}$/, "it must be host:port"),
        "OTLP endpoint of the trace collector, in the namespace and on a port of the platform service.",
        "otel-collector.monitoring:4317",
      ),
    }),
    "Destination of traces. If omitted, tracing is off.",
    { service: "otel-collector", endpoint: "otel-collector.monitoring:4317" },
  ).optional(),
  components: field(
    PlatformComponents,
    "Replicas, resources and images of Seldon's components. A cluster and a tenant can override each value.",
    componentsExample,
  ).default({}),
});
