import {
  boolean,
  integer,
  kubernetes,
  listOf,
  mapOf,
  numberOrText,
  object,
  oneOf,
  required,
  type Shape,
  text,
} from "./vocabulary.ts";

/** A kind of mlops.seldon.io/v1alpha1 as Seldon Core 2.9.1 accepts it: names, types and required fields, in our own notation. */
export interface SeldonKind {
  readonly kind: string;
  readonly spec: Shape;
  readonly status: Shape;
}

/** Fields of Kubernetes that the embedded pod specs of 2.9.1 do not have: the API server would drop them silently. */
const newerThanSeldon = ["hostnameOverride", "restartPolicyRules", "workloadRef", "podCertificate", "fileKeyRef"];

const podSpec = kubernetes({ definition: "io.k8s.api.core.v1.PodSpec", withoutAnywhere: newerThanSeldon });

/** A partial pod spec that Seldon merges onto that of a ServerConfig or a component. */
const podOverride = kubernetes({
  definition: "io.k8s.api.core.v1.PodSpec",
  partial: true,
  without: [
    "ephemeralContainers",
    "hostUsers",
    "os",
    "resourceClaims",
    "resources",
    "schedulingGates",
    "serviceAccount",
  ],
  withoutAnywhere: newerThanSeldon,
});

const containerOverride = kubernetes({ definition: "io.k8s.api.core.v1.Container", withoutAnywhere: newerThanSeldon });

const claims = listOf(
  object({
    name: required(text),
    spec: required(kubernetes({ definition: "io.k8s.api.core.v1.PersistentVolumeClaimSpec" })),
  }),
);

const conditions = listOf(
  object({
    type: required(text),
    status: required(text),
    severity: text,
    reason: text,
    message: text,
    lastTransitionTime: text,
  }),
);
const statusFields = { conditions, observedGeneration: integer, annotations: mapOf(text) };

const replicas = { replicas: integer, minReplicas: integer, maxReplicas: integer };
const joinType = ["inner", "outer", "any"];

const settings = object({
  agentConfig: object({ rclone: object({ config: listOf(text), config_secrets: listOf(text) }) }),
  kafkaConfig: object({
    "bootstrap.servers": text,
    topicPrefix: text,
    consumerGroupIdPrefix: text,
    debug: text,
    consumer: mapOf(numberOrText),
    producer: mapOf(numberOrText),
    streams: mapOf(numberOrText),
  }),
  serviceConfig: object({ serviceType: text, grpcServicePrefix: text }),
  tracingConfig: object({ disable: boolean, otelExporterEndpoint: text, otelExporterProtocol: text, ratio: text }),
});

export const seldonInterface: readonly SeldonKind[] = [
  {
    kind: "Model",
    spec: object({
      storageUri: required(text),
      secretName: text,
      modelType: text,
      artifactVersion: integer,
      schemaUri: text,
      requirements: listOf(text),
      memory: numberOrText,
      ...replicas,
      server: text,
      explainer: object({ type: text, modelRef: text, pipelineRef: text }),
      llm: object({ modelRef: text, pipelineRef: text }),
      parameters: listOf(object({ name: required(text), value: required(text) })),
      logger: object({ percent: integer }),
      dataflow: object({ cleanTopicsOnDelete: boolean }),
      preloaded: boolean,
      dedicated: boolean,
    }),
    status: object({ ...statusFields, replicas: integer, availableReplicas: integer, selector: text }),
  },
  {
    kind: "Server",
    spec: object({
      serverConfig: required(text),
      ...replicas,
      capabilities: listOf(text),
      extraCapabilities: listOf(text),
      podSpec: podOverride,
      imageOverrides: object({ agent: containerOverride, rclone: containerOverride }),
      statefulSetPersistentVolumeClaimRetentionPolicy: object({ whenDeleted: text, whenScaled: text }),
      disableAutoUpdate: boolean,
    }),
    status: object({
      ...statusFields,
      replicas: required(integer),
      loadedModels: required(integer),
      selector: required(text),
    }),
  },
  {
    kind: "ServerConfig",
    spec: object({ podSpec: required(podSpec), volumeClaimTemplates: required(claims) }),
    status: object({}),
  },
  {
    kind: "SeldonConfig",
    spec: object({
      components: listOf(
        object({
          name: required(text),
          replicas: integer,
          podSpec,
          volumeClaimTemplates: claims,
          labels: mapOf(text),
          annotations: mapOf(text),
        }),
      ),
      config: settings,
    }),
    status: object({}),
  },
  {
    kind: "SeldonRuntime",
    spec: object({
      seldonConfig: required(text),
      overrides: listOf(
        object({ name: required(text), disable: boolean, replicas: integer, serviceType: text, podSpec: podOverride }),
      ),
      config: settings,
      disableAutoUpdate: boolean,
    }),
    status: object(statusFields),
  },
  {
    kind: "Pipeline",
    spec: object({
      steps: required(
        listOf(
          object({
            name: required(text),
            inputs: listOf(text),
            triggers: listOf(text),
            tensorMap: mapOf(text),
            joinWindowMs: integer,
            inputsJoinType: oneOf(joinType, "inner"),
            triggersJoinType: oneOf(joinType),
            batch: object({ size: integer, windowMs: integer, rolling: boolean }),
          }),
        ),
      ),
      input: object({
        externalInputs: listOf(text),
        externalTriggers: listOf(text),
        joinWindowMs: integer,
        joinType: oneOf(joinType, "inner"),
        triggersJoinType: oneOf(joinType, "inner"),
        tensorMap: mapOf(text),
      }),
      output: object({
        steps: listOf(text),
        joinWindowMs: integer,
        stepsJoin: oneOf(joinType, "inner"),
        tensorMap: mapOf(text),
      }),
      dataflow: object({ cleanTopicsOnDelete: boolean }),
      allowCycles: boolean,
      maxStepRevisits: integer,
    }),
    status: object(statusFields),
  },
  {
    kind: "Experiment",
    spec: object({
      default: text,
      candidates: required(listOf(object({ name: required(text), weight: required(integer) }))),
      mirror: object({ name: required(text), percent: required(integer) }),
      resourceType: text,
    }),
    status: object(statusFields),
  },
];
