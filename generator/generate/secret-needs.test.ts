import { describe, expect, test } from "vitest";
import { layoutOf } from "../gate/layout-of.ts";
import { inventoryOf, scopeOf } from "../testing/inventory.ts";
import { mergeSpec, sandbox, tenantText, write } from "../testing/sandbox.ts";
import { onSharedRuntime, withStreams } from "../testing/streams.ts";
import { secretNeeds } from "./secret-needs.ts";

const spec = `
  servers: { mlserver: { template: mlserver } }
  models: { m: { storageUri: "s3://mlflow-artifacts/m", requirements: [sklearn], memory: 64Mi } }
  pipelines: { p: { steps: { m: {} }, output: [m] } }
`;
const stored = "  secrets: { kafka-user: { keys: [ca.crt, tls.crt, tls.key], from: { store: vault, path: kafka } } }\n";

describe("a Kafka with certificates that platform.yaml names", () => {
  const needs = (more: string, login?: object): readonly object[] => {
    const root = sandbox();
    mergeSpec(root, "platform/platform.yaml", {
      services: { streams: { namespace: "streams", pods: { app: "brokers" }, ports: [{ port: 9093 }] } },
      seldon: {
        kafka: {
          service: "streams",
          bootstrap: "brokers.streams:9093",
          tls: { clientSecret: "kafka-user", brokerSecret: "kafka-brokers", ...(login === undefined ? {} : { login }) },
        },
      },
    });
    for (const name of ["staging", "production"]) mergeSpec(root, `clusters/${name}/cluster.yaml`, { addons: {} });
    write(root, "tenants/churn.yaml", tenantText("churn", spec + more));
    return secretNeeds(scopeOf(inventoryOf(root), "production", "churn"))
      .filter(({ name }) => name.startsWith("kafka-"))
      .map(({ name, keys, from }) => ({ name, keys, from }));
  };
  const brokers = { name: "kafka-brokers", keys: ["ca.crt"], from: "manual" };
  const keys = ["ca.crt", "tls.crt", "tls.key"];

  test("a person creates both Secrets", () => {
    expect(needs("")).toEqual([brokers, { name: "kafka-user", keys, from: "manual" }]);
  });

  test("with a login, a Secret contains the password", () => {
    expect(needs("", { username: "seldon" })).toEqual([
      brokers,
      { name: "kafka-user", keys: ["password"], from: "manual" },
    ]);
  });

  test("a tenant can fill a Secret from a store", () => {
    expect(needs(stored)).toEqual([brokers, { name: "kafka-user", keys, from: { store: "vault", path: "kafka" } }]);
  });
});

describe("Secrets that nothing copies", () => {
  const texts = (cluster: Parameters<typeof withStreams>[1], tenant: string | undefined): string => {
    const root = withStreams(sandbox(), { copied: false, ...cluster });
    write(root, "tenants/churn.yaml", tenantText("churn", spec));
    const inventory = inventoryOf(root);
    const [found] = inventory.clusters.filter(({ name }) => name === "production");
    if (found === undefined) throw new Error("missing production");
    const entry = found.tenants.find(({ name }) => name === tenant);
    return [...layoutOf(inventory, { cluster: found, tenant: entry }).texts.values()].join("\n");
  };
  const create = (namespace: string): string =>
    `kubectl create secret generic stream-client --namespace ${namespace} --type Opaque --from-file=ca.crt=./ca.crt --from-file=user.crt=./user.crt --from-file=user.key=./user.key`;

  test("the README and the first prediction of a tenant contain the commands", () => {
    const text = texts({}, "churn");
    expect(text.split(create("churn")).length - 1).toBe(2);
    expect(text).toContain("copy Secret user-churn of namespace streams after each renewal");
  });

  test("with a shared runtime, the README of the bootstrap contains them", () => {
    expect(texts({ cluster: onSharedRuntime }, "churn")).not.toContain("stream-client");
    expect(texts({ cluster: onSharedRuntime }, undefined)).toContain(create("seldon-system"));
  });
});
