import {
  boolean,
  integer,
  kubernetes,
  limited,
  listOf,
  mapOf,
  number,
  object,
  oneOf,
  open,
  required,
  type Shape,
  text,
} from "./vocabulary.ts";

/** A kind of kafka.strimzi.io/v1 as Strimzi 1.2 accepts it: names, types and required fields, in our own notation. */
export interface StrimziKind {
  readonly kind: string;
  readonly spec: Shape;
}

const positive = limited(integer, { minimum: 1 });
const notNegative = limited(integer, { minimum: 0 });
const resources = kubernetes({ definition: "io.k8s.api.core.v1.ResourceRequirements" });
const probes = { livenessProbe: open, readinessProbe: open };
const secretKey = object({ secretKeyRef: object({ key: text, name: text, optional: boolean }) });

/** The fields that several programs of Strimzi share. Templates of pods, settings of the JVM and logging are open. */
const program = { image: text, resources, logging: open, ...probes };

const operator = { ...program, watchedNamespace: text, reconciliationIntervalMs: notNegative, jvmOptions: open };

const exposed = {
  host: text,
  nodePort: integer,
  loadBalancerIP: text,
  annotations: mapOf(text),
  labels: mapOf(text),
  externalIPs: listOf(text),
};

const listenerConfiguration = object({
  brokerCertChainAndKey: object({ secretName: required(text), certificate: required(text), key: required(text) }),
  class: text,
  externalTrafficPolicy: oneOf(["Local", "Cluster"]),
  loadBalancerSourceRanges: listOf(text),
  bootstrap: object({ ...exposed, alternativeNames: listOf(text) }),
  brokers: listOf(object({ ...exposed, broker: required(integer), advertisedHost: text, advertisedPort: integer })),
  ipFamilyPolicy: oneOf(["SingleStack", "PreferDualStack", "RequireDualStack"]),
  ipFamilies: listOf(oneOf(["IPv4", "IPv6"])),
  createBootstrapService: boolean,
  finalizers: listOf(text),
  useServiceDnsDomain: boolean,
  maxConnections: integer,
  maxConnectionCreationRate: integer,
  preferredNodePortAddressType: oneOf(["ExternalIP", "ExternalDNS", "InternalIP", "InternalDNS", "Hostname"]),
  publishNotReadyAddresses: boolean,
  perBrokerAnnotationsTemplate: mapOf(text),
  perBrokerLabelsTemplate: mapOf(text),
  hostTemplate: text,
  advertisedHostTemplate: text,
  advertisedPortTemplate: text,
  allocateLoadBalancerNodePorts: boolean,
  parentRefs: listOf(
    object({ kind: text, group: text, name: text, namespace: text, port: integer, sectionName: text }),
  ),
});

const listener = object({
  name: required(limited(text, { pattern: "^[a-z0-9]{1,11}$" })),
  // Strimzi itself uses the ports below, and 9404 and 9999.
  port: required(limited(integer, { minimum: 9092 })),
  type: required(oneOf(["internal", "route", "tlsroute", "loadbalancer", "nodeport", "ingress", "cluster-ip"])),
  tls: required(boolean),
  authentication: object({
    type: required(oneOf(["tls", "scram-sha-512", "custom"])),
    sasl: boolean,
    listenerConfig: open,
  }),
  configuration: listenerConfiguration,
  networkPolicyPeers: listOf(kubernetes({ definition: "io.k8s.api.networking.v1.NetworkPolicyPeer" })),
});

const authority = object({
  generateCertificateAuthority: boolean,
  generateSecretOwnerReference: boolean,
  validityDays: positive,
  renewalDays: positive,
  certificateExpirationPolicy: oneOf(["renew-certificate", "replace-key"]),
});

const cpu = limited(text, { pattern: "^[0-9]+([.][0-9]{0,3}|[m]?)$" });
const bandwidth = limited(text, { pattern: "^[0-9]+([KMG]i?)?B/s$" });
const capacity = { cpu, inboundNetwork: bandwidth, outboundNetwork: bandwidth };

const kafka = object({
  version: text,
  metadataVersion: text,
  image: text,
  listeners: required(limited(listOf(listener), { minItems: 1 })),
  config: open,
  authorization: object({
    type: required(oneOf(["simple", "custom"])),
    authorizerClass: text,
    superUsers: listOf(text),
    supportsAdminApi: boolean,
  }),
  rack: object({ type: oneOf(["topology-label", "environment-variable"]), topologyKey: text, envVarName: text }),
  brokerRackInitImage: text,
  ...probes,
  jvmOptions: open,
  jmxOptions: object({ authentication: object({ type: required(oneOf(["password"])) }) }),
  metricsConfig: open,
  logging: open,
  template: open,
  tieredStorage: open,
  quotas: object({
    type: required(oneOf(["kafka", "strimzi"])),
    consumerByteRate: notNegative,
    producerByteRate: notNegative,
    requestPercentage: notNegative,
    controllerMutationRate: limited(number, { minimum: 0 }),
    excludedPrincipals: listOf(text),
    minAvailableBytesPerVolume: notNegative,
    minAvailableRatioPerVolume: limited(number, { minimum: 0, maximum: 1 }),
  }),
});

const volume = {
  id: notNegative,
  size: text,
  class: text,
  deleteClaim: boolean,
  kraftMetadata: oneOf(["shared"]),
  selector: mapOf(text),
  sizeLimit: limited(text, { pattern: "^([0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$" }),
  volumeAttributesClass: text,
};

const operations = [
  "Read",
  "Write",
  "Create",
  "Delete",
  "Alter",
  "Describe",
  "ClusterAction",
  "AlterConfigs",
  "DescribeConfigs",
  "IdempotentWrite",
  "All",
];

/** No registry has the definitions of Strimzi's kinds, so that these four are described here. */
export const strimziInterface: readonly StrimziKind[] = [
  {
    kind: "Kafka",
    spec: object({
      kafka: required(kafka),
      entityOperator: object({
        topicOperator: object({ ...operator, startupProbe: open }),
        userOperator: object({ ...operator, secretPrefix: text }),
        template: open,
      }),
      clusterCa: authority,
      clientsCa: authority,
      cruiseControl: object({
        ...program,
        jvmOptions: open,
        template: open,
        brokerCapacity: object({
          ...capacity,
          overrides: listOf(object({ ...capacity, brokers: required(listOf(integer)) })),
        }),
        config: open,
        metricsConfig: open,
        apiUsers: object({
          type: required(oneOf(["hashLoginService"])),
          valueFrom: required(secretKey),
        }),
        autoRebalance: limited(
          listOf(object({ mode: required(oneOf(["add-brokers", "remove-brokers"])), template: open })),
          { minItems: 1 },
        ),
      }),
      kafkaExporter: object({
        ...program,
        groupRegex: text,
        topicRegex: text,
        groupExcludeRegex: text,
        topicExcludeRegex: text,
        enableSaramaLogging: boolean,
        showAllOffsets: boolean,
        template: open,
      }),
      maintenanceTimeWindows: listOf(text),
    }),
  },
  {
    kind: "KafkaNodePool",
    spec: object({
      replicas: required(notNegative),
      roles: required(listOf(oneOf(["controller", "broker"]))),
      storage: required(
        object({
          ...volume,
          type: required(oneOf(["ephemeral", "persistent-claim", "jbod"])),
          volumes: listOf(object({ ...volume, type: required(oneOf(["ephemeral", "persistent-claim"])) })),
        }),
      ),
      resources,
      jvmOptions: open,
      template: open,
    }),
  },
  {
    kind: "KafkaTopic",
    spec: object({
      topicName: text,
      partitions: positive,
      replicas: limited(positive, { maximum: 32_767 }),
      config: open,
    }),
  },
  {
    kind: "KafkaUser",
    spec: object({
      authentication: object({
        type: required(oneOf(["tls", "tls-external", "scram-sha-512"])),
        password: object({ valueFrom: required(secretKey) }),
        validityDays: positive,
        renewalDays: positive,
      }),
      authorization: object({
        type: required(oneOf(["simple"])),
        acls: required(
          listOf(
            object({
              type: oneOf(["allow", "deny"]),
              resource: required(
                object({
                  type: required(oneOf(["topic", "group", "cluster", "transactionalId"])),
                  name: text,
                  patternType: oneOf(["literal", "prefix"]),
                }),
              ),
              operations: required(listOf(oneOf(operations))),
              host: text,
            }),
          ),
        ),
      }),
      quotas: object({
        producerByteRate: notNegative,
        consumerByteRate: notNegative,
        requestPercentage: notNegative,
        controllerMutationRate: limited(number, { minimum: 0 }),
      }),
      template: open,
    }),
  },
];
