import { operatorImage, operatorPullSecrets } from "../patterns/operator-image.ts";
import type { Pattern } from "../patterns/pattern.ts";
import { providerOf } from "../validate/addons/retire.ts";
import { mirroredImage } from "../validate/image-mirror.ts";
import type { ClusterEntry, PlatformEntry, TenantEntry } from "../validate/inventory.ts";
import type { KafkaTls } from "../validate/kafka-tls.ts";
import { secretsFor } from "./component-pods.ts";
import { sortedEntries } from "./scope.ts";

/** A value of a chart that Helm and Argo CD accept. */
type HelmValue = string | number | boolean | readonly HelmValue[] | { readonly [key: string]: HelmValue };
export type HelmValues = { readonly [key: string]: HelmValue };

/**
 * Values of the chart seldon-core-v2-setup: the values from the pattern and the platform override those of the cluster, which
 * override what add-ons provide.
 * Labels and annotations are always set, because the chart writes `null` without them, and the API server rejects `null`
 * with server-side apply (2.9.1).
 * @param tenant The tenant of an operator that runs in the namespace of its tenant.
 */
export function operatorValues(
  pattern: Pattern,
  platform: PlatformEntry,
  cluster: ClusterEntry,
  tenant?: TenantEntry,
): HelmValues {
  const { kafka, tracing } = platform.spec.seldon;
  const { images, values } = cluster.spec.seldon;
  const image = operatorImage(pattern, cluster);
  const pullSecrets =
    tenant === undefined ? Object.keys(operatorPullSecrets(pattern, cluster)) : secretsOf(tenant, image);
  const chosen: HelmValues = JSON.parse(JSON.stringify(values));
  const bare = { labels: {}, annotations: {} };
  const decided: HelmValues = {
    controller: {
      clusterwide: pattern.clusterwide,
      ...watched(pattern, platform, cluster),
      ...(image === undefined ? {} : { image: chartImage(image) }),
    },
    scheduler:
      pattern.runtime === "shared" && images.scheduler !== undefined
        ? { image: chartImage(mirroredImage(cluster.spec, images.scheduler.image)) }
        : {},
    ...(pullSecrets.length > 0 ? { imagePullSecrets: [...pullSecrets].sort().map((name) => ({ name })) } : {}),
    // The dataflow engine reads only these values: the settings of a SeldonRuntime do not reach it (2.9.1).
    ...(kafka === undefined ? {} : { kafka: { bootstrap: kafka.bootstrap, topicPrefix: kafka.topicPrefix } }),
    ...(kafka?.tls === undefined ? {} : { security: { kafka: kafkaSecurity(kafka.tls) } }),
    opentelemetry: tracing === undefined ? { disable: true } : { disable: false, endpoint: tracing.endpoint },
    services: { defaultServiceType: "ClusterIP" },
  };
  const unlabelled: HelmValues = {
    scheduler: bare,
    envoy: { labels: {} },
    modelgateway: bare,
    pipelinegateway: bare,
    dataflow: bare,
    hodometer: bare,
  };
  return [topicValues(cluster), chosen, decided].reduce(merged, unlabelled);
}

/** The operator adds its own namespace to the list. An empty list means all namespaces, so the list is never empty. */
function watched(pattern: Pattern, platform: PlatformEntry, cluster: ClusterEntry): HelmValues {
  if (pattern.operator === "tenant") return {};
  const list = watchList(platform, cluster);
  return cluster.spec.seldon.watch === "all" ? {} : { watchNamespaces: list };
}

/** The namespaces that a central operator watches: every tenant's, in any lifecycle state, until the tenant's file is deleted. */
function watchList(platform: PlatformEntry, cluster: ClusterEntry): readonly string[] {
  return cluster.tenants.length > 0 ? cluster.tenants.map(({ name }) => name) : [platform.spec.seldon.namespace];
}

/** The tenant's pull secrets for the registry of an operator that runs in the tenant's namespace. */
function secretsOf(tenant: TenantEntry, image: string | undefined): readonly string[] {
  const secrets = sortedEntries(tenant.spec.pullSecrets).map(([name, { registry }]) => ({
    name,
    registries: [registry],
  }));
  return secretsFor(secrets, image).map(({ name }) => name);
}

/** The chart joins registry, repository and tag. A digest stays with the tag. */
function chartImage(image: string): HelmValues {
  const slash = image.indexOf("/");
  const path = image.slice(slash + 1);
  const digest = path.indexOf("@");
  const colon = path.slice(0, digest < 0 ? undefined : digest).lastIndexOf(":");
  return { registry: image.slice(0, slash), repository: path.slice(0, colon), tag: path.slice(colon + 1) };
}

function merged(base: HelmValues, over: HelmValues): HelmValues {
  const result: Record<string, HelmValue> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    result[key] = isValues(below) && isValues(value) ? merged(below, value) : value;
  }
  return result;
}

function isValues(value: HelmValue | undefined): value is HelmValues {
  return typeof value === "object" && !Array.isArray(value);
}

/** By default, the chart creates topics with one replica (2.9.1). */
function topicValues({ addons }: ClusterEntry): HelmValues {
  const replicas = providerOf(addons, "streaming")?.spec.provides.streaming?.topicReplicas;
  return replicas === undefined ? {} : { kafka: { topics: { replicationFactor: replicas } } };
}

/** Each runtime reads the two Secrets by name in its own namespace, so the same values give each tenant its own user (2.9.1). */
function kafkaSecurity({ clientSecret, certificate, key, brokerSecret, login }: KafkaTls): HelmValues {
  const broker = {
    brokerValidationSecret: brokerSecret,
    brokerCaPath: "/tmp/certs/kafka/broker/ca.crt",
    // With the chart's empty default, neither the gateways nor the dataflow engine compare the broker's name.
    endpointIdentificationAlgorithm: "https",
  };
  if (login !== undefined) {
    const { mechanism, username, passwordKey } = login;
    return {
      protocol: "SASL_SSL",
      sasl: { mechanism, client: { username, secret: clientSecret, passwordPath: passwordKey } },
      ssl: { client: broker },
    };
  }
  return {
    protocol: "SSL",
    ssl: {
      client: {
        ...broker,
        secret: clientSecret,
        crtPath: `/tmp/certs/kafka/client/${certificate}`,
        keyPath: `/tmp/certs/kafka/client/${key}`,
        caPath: "/tmp/certs/kafka/client/ca.crt",
      },
    },
  };
}
