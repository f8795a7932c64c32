import { z } from "zod";
import { Annotations, field, Labels, Line, Size } from "./terms.ts";

/**
 * Values of the chart seldon-core-v2-setup 2.9.1 that a cluster may set. The chart silently accepts any key, so every key
 * of its values.yaml is listed here: allowed, or rejected with the reason.
 */

/** A key that exists or that the documentation mentions, but that must not be set here. */
function refused(why: string): z.ZodOptional<z.ZodNever> {
  return field(z.never({ error: why }).optional(), `Cannot be set: ${why}.`, undefined);
}

const pattern = refused("the cluster's pattern determines this value");
const images = refused("set the image under seldon.images, with its fixes, a reason, an owner and a review date");
const runtime = refused(
  "the generated SeldonRuntime determines this value, and the chart does not use this key for any component",
);
const plaintext = refused(
  "the generated ServerConfigs connect to the scheduler in plaintext, so Seldon's components must too",
);
const user = refused("Seldon's images need user 1000, and the pod security levels restrict the securityContext");
const ownTemplates = refused(
  "this value only changes the chart's own ServerConfigs, which no tenant uses. Set spec.serverTemplates in platform.yaml instead",
);

const LogLevel = z.enum(["fatal", "error", "warn", "info", "debug", "trace"]);
const Bytes = z.int().min(0).max(2_000_000_000);
const Milliseconds = z.int().min(0).max(86_400_000);
const Seconds = z.int().min(0).max(86_400);
/** The number of items of which at least one must exist. */
const Some = z.int().min(1).max(10_000);

/** Labels in addition to those with which Services and policies select components. */
const OwnLabels = Labels.refine(
  (labels) => !Object.keys(labels).some((key) => /(^|[.])(kubernetes|k8s)[.]io[/]/.test(key)),
  "labels with the domain kubernetes.io or k8s.io are reserved, because Services and policies use them to select this component",
);

const Resources = z.strictObject({
  cpu: field(Size, "CPU request.", "100m").optional(),
  memory: field(Size, "Memory request and limit.", "1Gi").optional(),
});

const StatefulResources = z.strictObject({
  ...Resources.shape,
  storage: field(Size, "Size of the component's volume.", "1Gi").optional(),
});

/** Values that the chart has for every component of the runtime. */
const component = {
  image: images,
  securityContext: user,
  labels: field(OwnLabels, "Labels of the component's pods.", { "acme.test/cost-centre": "4711" }).optional(),
  annotations: field(Annotations, "Annotations of the component's pods.", {
    "acme.test/on-call": "platform",
  }).optional(),
} as const;

const resources = field(Resources, "Resources of each pod of the component.", {
  cpu: "100m",
  memory: "1Gi",
}).optional();

export const ChartValues = z.strictObject({
  controller: field(
    z.strictObject({
      clusterwide: pattern,
      watchNamespaces: refused("Tenantry derives this list from the tenants and seldon.watch"),
      skipClusterRoleCreation: pattern,
      skipOperatorClusterRoleCreation: refused("this key has no effect, because the chart reads another key (2.9.1)"),
      image: images,
      securityContext: user,
      resources,
      logLevel: field(LogLevel, "Log level of the operator.", "info").optional(),
    }),
    "The operator.",
    { resources: { cpu: "100m", memory: "256Mi" } },
  ).optional(),
  scheduler: field(
    z.strictObject({
      ...component,
      service: runtime,
      resources: field(StatefulResources, "Resources of the scheduler's pod.", { memory: "2Gi" }).optional(),
      schedulerReadyTimeoutSeconds: field(
        Seconds,
        "How long a restarted scheduler waits for all Servers before it places models, in seconds.",
        600,
      ).optional(),
    }),
    "The scheduler.",
    { resources: { memory: "2Gi" } },
  ).optional(),
  envoy: field(
    z
      .strictObject({
        ...component,
        service: runtime,
        adminInterfacePort: refused("Envoy's readiness and draining rely on the default port"),
        resources,
        preStopSleepPeriodSeconds: field(
          Seconds,
          "How long a stopping Envoy still answers requests, in seconds.",
          30,
        ).optional(),
        terminationGracePeriodSeconds: field(Seconds, "How long Envoy may take to stop, in seconds.", 120).optional(),
        accesslogPath: field(Line, "File to which Envoy writes the access log.", "/tmp/envoy-accesslog.txt").optional(),
        enableAccesslog: field(z.boolean(), "Whether Envoy writes an access log.", true).optional(),
        includeSuccessfulRequests: field(
          z.boolean(),
          "Whether the access log also contains successful requests.",
          false,
        ).optional(),
      })
      .refine(({ preStopSleepPeriodSeconds: sleep = 30, terminationGracePeriodSeconds: all = 120 }) => sleep < all, {
        error:
          "it must be less than terminationGracePeriodSeconds, because Kubernetes would otherwise kill Envoy before it has answered all requests",
        path: ["preStopSleepPeriodSeconds"],
      }),
    "Envoy, the proxy of all requests.",
    { resources: { cpu: "500m" } },
  ).optional(),
  modelgateway: field(
    z.strictObject({ ...component, resources, workers: field(Some, "Number of workers in each pod.", 8).optional() }),
    "The gateway that transfers data between models and Kafka.",
    { workers: 8 },
  ).optional(),
  pipelinegateway: field(
    z.strictObject({ ...component, resources }),
    "The gateway that transfers requests to pipelines.",
    {
      resources: { memory: "2Gi" },
    },
  ).optional(),
  dataflow: field(
    z.strictObject({
      ...component,
      resources,
      cores: field(Some, "Number of Kafka Streams threads in the dataflow engine.", 4).optional(),
      logLevelKafka: field(LogLevel, "Log level of the Kafka client of the dataflow engine.", "warn").optional(),
    }),
    "The dataflow engine, which joins the steps of pipelines.",
    { cores: 4 },
  ).optional(),
  hodometer: refused("hodometer sends usage data to Seldon over the internet, so Tenantry never runs hodometer"),
  logging: field(
    z.strictObject({ logLevel: field(LogLevel, "Log level of all components that do not set a log level.", "info") }),
    "Logs of all components.",
    { logLevel: "info" },
  ).optional(),
  autoscaling: field(
    z.strictObject({
      autoscalingModelEnabled: field(z.boolean(), "Whether models scale automatically.", false).optional(),
      autoscalingServerEnabled: field(
        z.boolean(),
        "Whether Servers scale with the replicas of their models.",
        true,
      ).optional(),
      serverPackingEnabled: field(
        z.boolean(),
        "Whether the scheduler packs models onto fewer replicas of a Server and removes empty replicas.",
        false,
      ).optional(),
      serverPackingPercentage: field(
        z.number().min(0).max(1),
        "How often the scheduler tries to pack models onto fewer replicas, from 0 (never) to 1 (always).",
        0,
      ).optional(),
    }),
    "Autoscaling by Seldon's scheduler.",
    { autoscalingServerEnabled: true },
  ).optional(),
  kafka: field(
    z.strictObject({
      bootstrap: refused("Tenantry derives this value from spec.seldon.kafka in platform.yaml"),
      topicPrefix: refused("Tenantry derives this value from spec.seldon.kafka in platform.yaml"),
      debug: field(Line, "Debug contexts of the Kafka clients.", "broker").optional(),
      consumerGroupIdPrefix: field(Line, "Prefix of consumer groups.", "acme").optional(),
      consumer: field(
        z.strictObject({
          sessionTimeoutMs: field(Milliseconds, "Session timeout, in milliseconds.", 6000).optional(),
          autoOffsetReset: field(
            z.enum(["earliest", "latest"]),
            "Offset at which a new consumer group begins.",
            "earliest",
          ).optional(),
          topicMetadataRefreshIntervalMs: field(
            Milliseconds,
            "Interval at which consumers look up topics, in milliseconds.",
            1000,
          ).optional(),
          topicMetadataPropagationMaxMs: field(
            Milliseconds,
            "How long a new topic may take to appear, in milliseconds.",
            300_000,
          ).optional(),
          messageMaxBytes: field(Bytes, "Largest message.", 1_000_000_000).optional(),
        }),
        "Consumers.",
        { sessionTimeoutMs: 6000 },
      ).optional(),
      producer: field(
        z.strictObject({
          lingerMs: field(
            Milliseconds,
            "How long a producer collects messages before it sends them, in milliseconds.",
            0,
          ).optional(),
          messageMaxBytes: field(Bytes, "Largest message.", 1_000_000_000).optional(),
        }),
        "Producers.",
        { lingerMs: 0 },
      ).optional(),
      topics: field(
        z.strictObject({
          replicationFactor: field(Some, "Replicas of each topic.", 3).optional(),
          numPartitions: field(Some, "Partitions of each topic.", 1).optional(),
        }),
        "Topics that Seldon creates.",
        { replicationFactor: 3 },
      ).optional(),
    }),
    "Kafka settings other than the address.",
    { topics: { replicationFactor: 3 } },
  ).optional(),
  opentelemetry: field(
    z.strictObject({
      endpoint: refused("Tenantry derives this value from spec.seldon.tracing in platform.yaml"),
      protocol: refused("Tenantry derives this value from spec.seldon.tracing in platform.yaml"),
      disable: refused("Tenantry derives this value from spec.seldon.tracing in platform.yaml"),
      ratio: field(z.number().min(0).max(1), "Share of requests that Seldon traces, from 0 to 1.", 1).optional(),
    }),
    "Tracing settings other than the endpoint.",
    { ratio: 1 },
  ).optional(),
  security: plaintext,
  imagePullSecrets: refused("Tenantry derives this value from seldon.pullSecrets"),
  services: refused(
    "every Service must have the type ClusterIP, but the chart's default creates load balancers, including one for the scheduler",
  ),
  serverConfig: ownTemplates,
});
export type ChartValues = z.infer<typeof ChartValues>;
