import { z } from "zod";
import { KafkaTls, kafkaTlsExample } from "../kafka-tls.ts";
import { DatabaseTls } from "../platform-database.ts";
import { exampleOf, field, Labels, Line, Name } from "../terms.ts";
import { Mesh, meshExample } from "./mesh-contract.ts";
import { ValuePath } from "./object-template.ts";
import { served } from "./served.ts";
import { SettingName } from "./settings.ts";

/** A text that may contain placeholders. The value after they are filled is checked again where it is used. */
const FilledText = z.string().min(1).max(500);

const Served = z.strictObject(served);
export type ServedContract = z.infer<typeof Served>;

const Streaming = z.strictObject({
  ...served,
  port: field(Name, "The port of the workload for the pipelines.", "clients"),
  bootstrap: field(FilledText, "Bootstrap servers of Kafka: host:port.", "seldon-kafka-bootstrap.kafka:9093"),
  topicReplicas: field(
    z.int().min(1).max(15),
    "Replicas of each topic that Seldon creates. A cluster's `seldon.values` override it. If omitted, 1: the messages of a topic are lost with its broker.",
    3,
  ).optional(),
  tls: field(
    KafkaTls,
    "Certificates of the connections. Without this field, connections are neither encrypted nor authenticated.",
    kafkaTlsExample,
  ).optional(),
});

const ObjectStore = z.strictObject({
  ...served,
  endpoint: field(
    z
      .string()
      .max(300)
      .regex(
        /^https?:\/\/[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?$/,
        "it must be an address with its port: http://seaweedfs-s3.object-store:8333",
      ),
    "Address of the store inside the cluster, for rclone remotes and for other add-ons.",
    "http://seaweedfs-s3.object-store:8333",
  ).optional(),
  buckets: field(
    z.strictObject({
      application: field(Name, "Application of the add-on with the chart.", "store"),
      at: field(ValuePath, "Path of the list in the values.", "s3.createBuckets"),
      name: field(Name, "Field of an entry that contains the name of the bucket.", "name"),
    }),
    "The list of all buckets in the values of a chart. The locations of artifact stores in this store must name one of them.",
    { application: "store", at: "s3.createBuckets", name: "name" },
  ).optional(),
});

const LoadBalancer = z.strictObject({
  pool: field(FilledText, "Pool of the address: a placeholder of an optional setting.", "{settings.addressPool}"),
  address: field(FilledText, "The address: a placeholder of an optional setting.", "{settings.address}").optional(),
});

const GatewayRoutes = z.strictObject({
  service: field(Name, "Kubernetes Service of the gateway, in the namespace of its pods.", "istio-ingressgateway"),
  behind: field(
    Name,
    "The port of the workload for requests without TLS, from an Ingress controller in front of the gateway.",
    "http",
  ),
  keys: field(Name, "The workload that fetches the public keys of token issuers.", "istiod"),
  paths: field(
    z.enum(["NONE", "BASE", "MERGE_SLASHES", "DECODE_AND_MERGE_SLASHES"]),
    "The normalization of paths before routes match them, as the chart configures it (`meshConfig.pathNormalization`).",
    "BASE",
  ),
});

const Gateway = z.strictObject({
  ...served,
  class: field(Name, "GatewayClass of the gateways.", "istio").optional(),
  routes: field(
    GatewayRoutes,
    "How the gateway, which must be Istio's, takes the routes of tenants. Without this field, it takes none.",
    exampleOf(GatewayRoutes),
  ).optional(),
  refusesRoutes: field(
    Line,
    "Why the gateway takes no routes of tenants, as the end of a sentence.",
    "it cannot set the header of a request for each host",
  ).optional(),
  account: field(
    z
      .string()
      .regex(
        /^[a-z0-9]([-a-z0-9]*[a-z0-9])?\/[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
        "it must be <namespace>/<ServiceAccount>",
      ),
    "ServiceAccount of the gateway's pods.",
    "istio-ingress/istio-ingressgateway",
  ).optional(),
  loadBalancer: field(
    LoadBalancer,
    "The request of the gateway's Service for an address of the platform's pools. The pool must exist, and must reserve the address.",
    exampleOf(LoadBalancer),
  ).optional(),
});

const IngressController = z.strictObject({
  workload: field(Name, "The workload of the controller, which receives the requests.", "controller"),
  service: field(
    Name,
    "Kubernetes Service of the controller, in the namespace of its pods.",
    "ingress-nginx-controller",
  ),
  class: field(Name, "IngressClass of the controller, which must be the one of ingress-nginx.", "nginx"),
  loadBalancer: field(
    LoadBalancer,
    "The request of the controller's Service for an address of the platform's pools. The pool must exist, and must reserve the address.",
    exampleOf(LoadBalancer),
  ).optional(),
});

const Authorities = z.strictObject({
  field: field(SettingName, "Field of each entry of `issuers` with the name of the Secret.", "authority"),
  namespace: field(Name, "Namespace of the Secrets.", "cert-manager"),
});

const Certificates = z.strictObject({
  issuers: field(
    z.string().regex(/^\{settings\.[a-z][A-Za-z0-9]*\}$/, "it must be {settings.<name>} of a map"),
    "The map of the settings whose keys are the names of the ClusterIssuers. If omitted, the names are not checked.",
    "{settings.issuers}",
  ).optional(),
  authorities: field(
    Authorities,
    "The Secrets with the certificate authorities of `issuers`: keys `tls.crt` and `tls.key`, created by a person.",
    exampleOf(Authorities),
  ).optional(),
});

const Monitoring = z.strictObject({
  workload: field(Name, "The workload of Prometheus.", "prometheus"),
  monitorLabels: field(Labels, "Labels of the monitors and rules that Prometheus selects.", { release: "prometheus" }),
  account: field(Name, "ServiceAccount of Prometheus.", "prometheus-kube-prometheus-prometheus").optional(),
  matcherStrategy: field(
    z.enum(["OnNamespace", "OnNamespaceExceptForAlertmanagerNamespace", "None"]),
    "How the operator limits an AlertmanagerConfig to its own namespace.",
    "OnNamespace",
  ).optional(),
});

const LoadBalancers = z.strictObject({
  pools: field(
    z.string().regex(/^\{settings\.[a-z][A-Za-z0-9]*\}$/, "it must be {settings.<name>} of a map"),
    "The map of the settings that contains the pools. Its entries need the fields `addresses`, `for` and `reserved`.",
    "{settings.pools}",
  ),
});

const Database = z.strictObject({
  ...served,
  port: field(Name, "The port of the workload for clients.", "clients"),
  host: field(FilledText, "Host name of the server, as clients in the cluster write it.", "postgres.postgres.svc"),
  tls: field(DatabaseTls, "Whether clients encrypt their connections.", "require").default("require"),
});

/** A contract without facts: that something provides it is the fact. */
const Present = z.strictObject({});

/** The contracts that an add-on provides. Each contract that a cluster has comes from one add-on, or is written by hand. */
export const Provides = z.strictObject({
  mesh: field(Mesh, "A service mesh.", meshExample).optional(),
  gateway: field(Gateway, "A gateway from outside to the tenants.", exampleOf(Gateway)).optional(),
  loadBalancers: field(
    LoadBalancers,
    "Addresses for Services of type LoadBalancer.",
    exampleOf(LoadBalancers),
  ).optional(),
  registry: field(Served, "A registry of images.", exampleOf(Served)).optional(),
  monitoring: field(Monitoring, "The Prometheus that scrapes the cluster.", exampleOf(Monitoring)).optional(),
  objectStore: field(ObjectStore, "An object store.", exampleOf(ObjectStore)).optional(),
  experimentTracking: field(Served, "A server that tracks experiments.", exampleOf(Served)).optional(),
  streaming: field(Streaming, "The Kafka of the pipelines.", exampleOf(Streaming)).optional(),
  secrets: field(Present, "External Secrets Operator, which fills Secrets from a store.", {}).optional(),
  certificates: field(Certificates, "cert-manager, which issues certificates.", exampleOf(Certificates)).optional(),
  ingressController: field(
    IngressController,
    "An Ingress controller in front of the gateway: the gateway accepts requests only from it.",
    exampleOf(IngressController),
  ).optional(),
  gatewayApi: field(Present, "The CustomResourceDefinitions of Gateway API.", {}).optional(),
  dns: field(Present, "external-dns, which writes DNS records for the hosts of routes.", {}).optional(),
  database: field(Database, "A server of PostgreSQL for other add-ons.", exampleOf(Database)).optional(),
});
export type Provides = z.infer<typeof Provides>;
export type ContractName = keyof Provides;

export const contractNames = Object.keys(Provides.shape) as readonly ContractName[];
