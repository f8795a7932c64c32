import { clusterScope } from "../generate/scope.ts";
import { manualSecretsOf } from "../layout/cluster-needs.ts";
import { patterns } from "../patterns/table.ts";
import type { ClusterEntry } from "../validate/inventory.ts";

/** The users of Kafka on a cluster. */
export interface KafkaUsers {
  readonly cluster: string;
  /** Each tenant has its own user, all tenants share one, or connections have no user. */
  readonly users: "tenant" | "shared" | "none";
  /** Secrets with certificates that a person must create. */
  readonly manualSecrets: readonly { readonly namespace: string; readonly name: string }[];
}

/** Undefined on a cluster without Kafka. */
export function kafkaUsersOf(cluster: ClusterEntry): KafkaUsers | undefined {
  const { kafka } = cluster.platform.spec.seldon;
  if (kafka === undefined) return undefined;
  const { name, spec } = cluster;
  if (kafka.tls === undefined) return { cluster: name, users: "none", manualSecrets: [] };
  // Seldon reads the name of a login from its settings for the whole cluster (2.9.1).
  const isShared = kafka.tls.login !== undefined || patterns[spec.seldon.pattern].runtime === "shared";
  const names = [kafka.tls.clientSecret, kafka.tls.brokerSecret];
  return {
    cluster: name,
    users: isShared ? "shared" : "tenant",
    manualSecrets: manualSecretsOf(clusterScope(cluster))
      .filter((secret) => names.includes(secret.name))
      .map(({ namespace, name: secret }) => ({ namespace, name: secret })),
  };
}

/** How Kafka separates the tenants. */
export function kafkaSentence({ users, manualSecrets }: KafkaUsers): string {
  const [first] = manualSecrets;
  const byHand =
    first === undefined
      ? ""
      : ` Each Secret must be created by hand: ${manualSecrets.map(({ namespace, name }) => `${name} in ${namespace}`).join(", ")}.`;
  switch (users) {
    case "none":
      return "Kafka does not separate the tenants: connections have no user.";
    case "shared":
      return `Kafka does not separate the tenants: all tenants have the same user.${byHand}`;
    case "tenant":
      return first === undefined
        ? "Each tenant has its own user of Kafka."
        : `Kafka does not separate the tenants until each tenant has its own user in its Secrets.${byHand}`;
  }
}

/** The same, only if Kafka does not separate the tenants. */
export function kafkaWarning(kafka: KafkaUsers): string | undefined {
  return kafka.users === "tenant" && kafka.manualSecrets.length === 0 ? undefined : kafkaSentence(kafka);
}
