import { readdirSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { RawMap } from "../validate/merge.ts";
import { mergeSpec, removeKafka, write } from "./sandbox.ts";

/** An add-on with a user for each runtime, whose Secret the runtime gets a copy of, and with a place for each tenant. */
const streams = `
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: streams }
spec:
  description: Kafka of another kind
  kubernetes: { minimum: "1.30" }
  provides:
    streaming:
      service: kafka
      workload: brokers
      port: clients
      bootstrap: brokers.streams:9093
      topicReplicas: 2
      tls: { clientSecret: stream-client, certificate: user.crt, key: user.key, brokerSecret: stream-broker }
  namespaces: { streams: { podSecurity: restricted } }
  applications:
    brokers: { objects: { settings: { object: { apiVersion: v1, kind: ConfigMap, metadata: { name: settings } } } }, namespace: streams }
  workloads:
    brokers: { namespace: streams, pods: { app: brokers }, ports: { clients: 9093 }, from: { clients: [tenants.pipelines] } }
  perTenant:
    place:
      when: models
      namespace: streams
      object: { apiVersion: v1, kind: ConfigMap, metadata: { name: "place-{tenant}" }, data: { tenant: "{tenant}" } }
      gives: a place in the streams
      whenRemoved: the place
    user:
      when: pipelines
      each: runtime
      namespace: streams
      object:
        apiVersion: acme.test/v1
        kind: StreamUser
        metadata: { name: "{tenant}" }
        spec: { groups: "{streaming.groupPrefix}{tenant}-seldon-" }
      secrets:
        - { name: "user-{tenant}", keys: [ca.crt, user.crt, user.key], to: stream-client }
        - { name: broker-certificate, keys: [ca.crt], to: stream-broker }
      gives: a user of the streams
      whenRemoved: the user. The topics remain
`;

/** An add-on that copies Secrets, in the place of External Secrets Operator. */
const copies = `
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: copies }
spec:
  description: Copies Secrets
  kubernetes: { minimum: "1.30" }
  provides: { secrets: {} }
  namespaces: { copies: { podSecurity: restricted } }
  applications:
    settings: { objects: { settings: { object: { apiVersion: v1, kind: ConfigMap, metadata: { name: settings } } } }, namespace: copies }
`;

/** The number of characters that the names of a user's groups have at most. */
export const streamUserGroups = 24;

/** Of the kind of a user. */
const schema = {
  "x-kubernetes-group-version-kind": [{ group: "acme.test", version: "v1", kind: "StreamUser" }],
  type: "object",
  required: ["spec"],
  properties: {
    apiVersion: { type: "string" },
    kind: { type: "string" },
    metadata: { type: "object" },
    spec: { type: "object", properties: { groups: { type: "string", maxLength: streamUserGroups } } },
  },
  additionalProperties: false,
};

/**
 * Gives the clusters of a sandbox a Kafka with users from the add-on `streams`, in the place of every other Kafka.
 * @param options.copied Whether something copies Secrets: the add-on `copies`.
 * @param options.cluster Further fields of the clusters' spec.
 */
export function withStreams(
  root: string,
  options: { readonly copied?: boolean; readonly cluster?: RawMap } = {},
): string {
  const { copied = true, cluster = {} } = options;
  write(root, "platform/addons/streams.yaml", streams);
  if (copied) write(root, "platform/addons/copies.yaml", copies);
  write(root, "platform/schemas/stream-user.yaml", stringify(schema));
  removeKafka(root);
  const addons = { strimzi: null, "external-secrets": null, streams: {}, ...(copied ? { copies: {} } : {}) };
  for (const name of readdirSync(join(root, "clusters")))
    mergeSpec(root, `clusters/${name}/cluster.yaml`, { ...cluster, addons }, "drop");
  return root;
}

/** The fields of a cluster on which all tenants share one runtime. */
export const onSharedRuntime: RawMap = {
  seldon: {
    pattern: "enhanced",
    images: {
      controller: {
        image: "harbor.acme.test/seldon/controller:2.9.1",
        fixes: ["server-config-lookup", "watch-namespaces"],
        reason: "ServerConfigs belong to the teams",
        owner: "Platform team",
        reviewBy: "2027-06-30",
      },
    },
  },
};
