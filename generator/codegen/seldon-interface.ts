import {
  boolean,
  integer,
  kubernetes,
  list,
  map,
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

const claims = list(
  object({
    name: required(text),
    spec: required(kubernetes({ definition: "io.k8s.api.core.v1.PersistentVolumeClaimSpec" })),
  }),
);

const conditions = list(
  object({
    type: required(text),
    status: required(text),
    severity: text,
    reason: text,
    message: text,
    lastTransitionTime: text,
  }),
);
const statusFields = { conditions, observedGeneration: integer, annotations: map(text) };

const replicas = { replicas: integer, minReplicas: integer, maxReplicas: integer };
const joinType = ["inner", "outer", "any"];

const settings = object({
  agentConfig: object({ rclone: object({ config: list(text), config_secrets: list(text) }) }),
  kafkaConfig: object({
    "bootstrap.servers": text,
    topicPrefix: text,
    consumerGroupIdPrefix: text,
    debug: text,
    consumer: map(numberOrText),
    producer: map(numberOrText),
    streams: map(numberOrText),
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
      requirements: list(text),
      memory: numberOrText,
      ...replicas,
      server: text,
      explainer: object({ type: text, modelRef: text, pipelineRef: text }),
      llm: object({ modelRef: text, pipelineRef: text }),
      parameters: list(object({ name: required(text), value: required(text) })),
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
      capabilities: list(text),
      extraCapabilities: list(text),
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
      components: list(
        object({
          name: required(text),
          replicas: integer,
          podSpec,
          volumeClaimTemplates: claims,
          labels: map(text),
          annotations: map(text),
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
      overrides: list(
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
        list(
          object({
            name: required(text),
            inputs: list(text),
            triggers: list(text),
            tensorMap: map(text),
            joinWindowMs: integer,
            inputsJoinType: oneOf(joinType, "inner"),
            triggersJoinType: oneOf(joinType),
            batch: object({ size: integer, windowMs: integer, rolling: boolean }),
          }),
        ),
      ),
      input: object({
        externalInputs: list(text),
        externalTriggers: list(text),
        joinWindowMs: integer,
        joinType: oneOf(joinType, "inner"),
        triggersJoinType: oneOf(joinType, "inner"),
        tensorMap: map(text),
      }),
      output: object({
        steps: list(text),
        joinWindowMs: integer,
        stepsJoin: oneOf(joinType, "inner"),
        tensorMap: map(text),
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
      candidates: required(list(object({ name: required(text), weight: required(integer) }))),
      mirror: object({ name: required(text), percent: required(integer) }),
      resourceType: text,
    }),
    status: object(statusFields),
  },
];
