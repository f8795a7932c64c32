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

const pattern = refused("the cluster's pattern determines it");
const images = refused("set the image under seldon.images, with its fixes, a reason, an owner and a review date");
const runtime = refused("the generated SeldonRuntime determines it, and this chart applies it to no component");
const plaintext = refused(
  "the generated ServerConfigs connect to the scheduler in plaintext, so Seldon's components must too",
);
const user = refused("Seldon's images are built for user 1000, and pod security checks it");
const ownTemplates = refused(
  "it only changes the chart's own ServerConfigs, which no tenant uses: set platform.serverTemplates",
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
  "Services and policies select this component by labels of kubernetes.io: choose another domain",
);

const Resources = z.strictObject({
  cpu: field(Size, "CPU request.", "100m").optional(),
  memory: field(Size, "Memory request and limit.", "1Gi").optional(),
});

const StatefulResources = z.strictObject({
  ...Resources.shape,
  storage: field(Size, "Size of its volume.", "1Gi").optional(),
});

/** Values that the chart has for every component of the runtime. */
const component = {
  image: images,
  securityContext: user,
  labels: field(OwnLabels, "Labels of its pods.", { "acme.test/cost-centre": "4711" }).optional(),
  annotations: field(Annotations, "Annotations of its pods.", { "acme.test/on-call": "platform" }).optional(),
} as const;

const resources = field(Resources, "Resources of each of its pods.", { cpu: "100m", memory: "1Gi" }).optional();

export const ChartValues = z.strictObject({
  controller: field(
    z.strictObject({
      clusterwide: pattern,
      watchNamespaces: refused("it follows from the tenants: see seldon.watch"),
      skipClusterRoleCreation: pattern,
      skipOperatorClusterRoleCreation: refused("the chart lists this key and reads another: it has no effect (2.9.1)"),
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
      resources: field(StatefulResources, "Resources of its pod.", { memory: "2Gi" }).optional(),
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
        adminInterfacePort: refused("Envoy's readiness and draining rely on its port"),
        resources,
        preStopSleepPeriodSeconds: field(
          Seconds,
          "How long a stopping Envoy still answers requests, in seconds.",
          30,
        ).optional(),
        terminationGracePeriodSeconds: field(Seconds, "How long Envoy may take to stop, in seconds.", 120).optional(),
        accesslogPath: field(Line, "File to which it writes its access log.", "/tmp/envoy-accesslog.txt").optional(),
        enableAccesslog: field(z.boolean(), "Whether it writes an access log.", true).optional(),
        includeSuccessfulRequests: field(
          z.boolean(),
          "Whether the access log also contains successful requests.",
          false,
        ).optional(),
      })
      .refine(({ preStopSleepPeriodSeconds: sleep = 30, terminationGracePeriodSeconds: all = 120 }) => sleep < all, {
        error:
          "a stopping Envoy is killed before it has finished: preStopSleepPeriodSeconds must be less than terminationGracePeriodSeconds",
        path: ["preStopSleepPeriodSeconds"],
      }),
    "Envoy, the proxy of all requests.",
    { resources: { cpu: "500m" } },
  ).optional(),
  modelgateway: field(
    z.strictObject({ ...component, resources, workers: field(Some, "Workers of each pod.", 8).optional() }),
    "The gateway between models and Kafka.",
    { workers: 8 },
  ).optional(),
  pipelinegateway: field(z.strictObject({ ...component, resources }), "The gateway between requests and pipelines.", {
    resources: { memory: "2Gi" },
  }).optional(),
  dataflow: field(
    z.strictObject({
      ...component,
      resources,
      cores: field(Some, "Number of threads for streaming.", 4).optional(),
      logLevelKafka: field(LogLevel, "Log level of its Kafka client.", "warn").optional(),
    }),
    "The dataflow engine, which joins the steps of pipelines.",
    { cores: 4 },
  ).optional(),
  hodometer: refused("it reports to Seldon over the internet, and never runs here"),
  logging: field(
    z.strictObject({ logLevel: field(LogLevel, "Log level of components that do not set their own.", "info") }),
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
      serverPackingEnabled: field(z.boolean(), "Whether empty replicas are removed.", false).optional(),
      serverPackingPercentage: field(
        z.number().min(0).max(1),
        "How often packing is tried, from 0 to 1.",
        0,
      ).optional(),
    }),
    "Autoscaling by Seldon's scheduler.",
    { autoscalingServerEnabled: true },
  ).optional(),
  kafka: field(
    z.strictObject({
      bootstrap: refused("it follows from platform.seldon.kafka"),
      topicPrefix: refused("it follows from platform.seldon.kafka"),
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
            "Interval at which topics are looked up, in milliseconds.",
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
            "How long messages are collected before they are sent, in milliseconds.",
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
    "Kafka settings other than its address.",
    { topics: { replicationFactor: 3 } },
  ).optional(),
  opentelemetry: field(
    z.strictObject({
      endpoint: refused("it follows from platform.seldon.tracing"),
      protocol: refused("it follows from platform.seldon.tracing"),
      disable: refused("it follows from platform.seldon.tracing"),
      ratio: field(z.number().min(0).max(1), "Share of requests that are traced, from 0 to 1.", 1).optional(),
    }),
    "Tracing settings other than the endpoint.",
    { ratio: 1 },
  ).optional(),
  security: plaintext,
  imagePullSecrets: refused("it follows from seldon.pullSecrets"),
  services: refused(
    "every Service is ClusterIP: the chart's default creates load balancers, one of them for the scheduler",
  ),
  serverConfig: ownTemplates,
});
export type ChartValues = z.infer<typeof ChartValues>;
