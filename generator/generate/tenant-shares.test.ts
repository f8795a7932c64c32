import { describe, expect, test } from "vitest";
import { clusterOf, generatedObjects, inventoryOf, scopeOf } from "../testing/inventory.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";
import { onSharedRuntime, withStreams } from "../testing/streams.ts";
import { generateAddon } from "./generate-addon.ts";
import { generatePlatform } from "./generate-platform.ts";
import { operatorValues } from "./operator-values.ts";
import { clusterScope, type Generated } from "./scope.ts";
import { runtimeSecretNeeds, secretNeeds } from "./secret-needs.ts";
import { tenantRecipient } from "./share-recipient.ts";
import { shareObjects, sharesOf } from "./tenant-shares.ts";

const serving = `
  servers: { mlserver: { template: mlserver } }
  models: { churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 64Mi } }
`;
const pipelines = "  pipelines: { p: { steps: { churn: {} }, output: [churn] } }\n";

function streamsFor(more: string, options: Parameters<typeof withStreams>[1] = {}): string {
  const root = withStreams(sandbox(), options);
  write(root, "tenants/churn.yaml", tenantText("churn", more));
  return root;
}

const named = ({ object: { kind, metadata } }: Generated): string => `${kind} ${metadata?.namespace}/${metadata?.name}`;

/** The objects that churn gets on production in the namespaces of add-ons. */
function shareIn(root: string): readonly string[] {
  const recipient = tenantRecipient(scopeOf(inventoryOf(root), "production", "churn"));
  return shareObjects(recipient, sharesOf(recipient)).map(named);
}

function production(root: string): ReturnType<typeof clusterScope> {
  return clusterScope(clusterOf(inventoryOf(root), "production"));
}

const place = "ConfigMap streams/place-churn";
const user = (owner: string): readonly string[] => [
  `StreamUser streams/${owner}`,
  ...["stream-client-reader", "stream-broker-reader"].flatMap((name) => [
    `Role streams/${owner}.${name}`,
    `RoleBinding streams/${owner}.${name}`,
  ]),
];

describe("a tenant gets the objects whose condition it meets", () => {
  test.each([
    { name: "no models", more: "", found: [] },
    { name: "models", more: serving, found: [place] },
    { name: "models and pipelines", more: serving + pipelines, found: [place, ...user("churn")] },
    {
      name: "models and pipelines of a drained tenant",
      more: `${serving}${pipelines}  lifecycle: drained\n`,
      found: [place, ...user("churn")],
    },
  ])("$name: $found", ({ more, found }) => {
    expect(shareIn(streamsFor(more))).toEqual(found);
  });
});

test("without an add-on that copies Secrets, no account may read them", () => {
  expect(shareIn(streamsFor(serving + pipelines, { copied: false }))).toEqual([place, "StreamUser streams/churn"]);
});

test("an account reads exactly one Secret, and the copy names each key", () => {
  const root = streamsFor(serving + pipelines);
  const recipient = tenantRecipient(scopeOf(inventoryOf(root), "production", "churn"));
  const roles = shareObjects(recipient, sharesOf(recipient)).filter(({ object }) => object.kind === "Role");
  expect(JSON.parse(JSON.stringify(roles.map(({ object }) => object)))).toMatchObject([
    { rules: [{ apiGroups: [""], resources: ["secrets"], resourceNames: ["user-churn"], verbs: ["get"] }] },
    { rules: [{ apiGroups: [""], resources: ["secrets"], resourceNames: ["broker-certificate"], verbs: ["get"] }] },
  ]);
  const objects = generatedObjects(root, "production", "churn");
  const ofClient = objects.filter(({ metadata }) => metadata.name.startsWith("stream-client"));
  expect(ofClient).toMatchObject([
    { kind: "ServiceAccount", metadata: { name: "stream-client-reader" }, automountServiceAccountToken: false },
    {
      kind: "SecretStore",
      spec: {
        provider: {
          kubernetes: {
            remoteNamespace: "streams",
            server: {
              url: "kubernetes.default",
              caProvider: { type: "ConfigMap", name: "kube-root-ca.crt", key: "ca.crt" },
            },
            auth: { serviceAccount: { name: "stream-client-reader" } },
          },
        },
      },
    },
    {
      kind: "ExternalSecret",
      spec: {
        secretStoreRef: { kind: "SecretStore", name: "stream-client" },
        data: ["ca.crt", "user.crt", "user.key"].map((key) => ({
          secretKey: key,
          remoteRef: { key: "user-churn", property: key },
        })),
      },
    },
  ]);
});

describe("the Secrets that a runtime needs", () => {
  const origins = (root: string): readonly (readonly [string, unknown])[] =>
    secretNeeds(scopeOf(inventoryOf(root), "production", "churn"))
      .filter(({ name }) => name.startsWith("stream-"))
      .map(({ name, from }) => [name, from]);

  test("an add-on copies them", () => {
    expect(origins(streamsFor(serving + pipelines))).toEqual([
      ["stream-broker", { name: "broker-certificate", namespace: "streams" }],
      ["stream-client", { name: "user-churn", namespace: "streams" }],
    ]);
  });

  test("without an add-on that copies them, a person creates them", () => {
    const byHand = [
      ["stream-broker", "manual"],
      ["stream-client", "manual"],
    ];
    expect(origins(streamsFor(serving + pipelines, { copied: false }))).toEqual(byHand);
  });

  test("without pipelines, they are not needed", () => {
    expect(origins(streamsFor(serving))).toEqual([]);
  });
});

describe("a runtime that all tenants share", () => {
  const shared = (more: string, copied = true): string => streamsFor(more, { cluster: onSharedRuntime, copied });

  test("the tenant gets only its own objects", () => {
    const root = shared(serving + pipelines);
    expect(shareIn(root)).toEqual([place]);
    const own = generatedObjects(root, "production", "churn").map(({ kind }) => kind);
    expect(own).not.toContain("SecretStore");
  });

  test("Seldon's namespace gets one user, and the copies of its Secrets", () => {
    const scope = production(shared(serving + pipelines));
    const addon = scope.cluster.addons.find(({ name }) => name === "streams");
    expect(addon && generateAddon(scope, addon).runtime.map(named)).toEqual(user("seldon-system"));
    expect(generatePlatform(scope)["seldon-runtime"].map(named)).toEqual(
      expect.arrayContaining(["SecretStore seldon-system/stream-client", "ExternalSecret seldon-system/stream-broker"]),
    );
  });

  test("the user leaves with the objects of tenants", () => {
    const scope = production(shared(serving + pipelines));
    const addon = scope.cluster.addons.find(({ name }) => name === "streams");
    expect(addon && generateAddon(scope, { ...addon, retired: ["tenants"] }).runtime).toEqual([]);
  });

  test("without pipelines there is no user", () => {
    const scope = production(shared(serving));
    const addon = scope.cluster.addons.find(({ name }) => name === "streams");
    expect(addon && generateAddon(scope, addon).runtime).toEqual([]);
    expect(generatePlatform(scope)["seldon-runtime"].map(named)).not.toContain(
      "SecretStore seldon-system/stream-client",
    );
  });

  test("without an add-on that copies Secrets, a person creates them in Seldon's namespace", () => {
    const scope = production(shared(serving + pipelines, false));
    expect(runtimeSecretNeeds(scope).map(({ name, from }) => [name, from])).toEqual([
      ["stream-client", "manual"],
      ["stream-broker", "manual"],
    ]);
  });
});

test("the names of consumer groups begin with the cluster's prefix", () => {
  const seldon = { pattern: "standard", values: { kafka: { consumerGroupIdPrefix: "acme" } } };
  const root = streamsFor(serving + pipelines, { cluster: { seldon } });
  const recipient = tenantRecipient(scopeOf(inventoryOf(root), "production", "churn"));
  expect(sharesOf(recipient).map(({ object }) => JSON.parse(JSON.stringify(object)).spec?.groups)).toContain(
    "acme-churn-seldon-",
  );
});

test("the operator gets the certificates and the replicas of topics, unless the cluster sets other replicas", () => {
  const values = (cluster: Parameters<typeof withStreams>[1] = {}): unknown => {
    const scope = production(streamsFor(serving, cluster));
    return operatorValues(scope.pattern, scope.platform, scope.cluster);
  };
  expect(values()).toMatchObject({
    kafka: { bootstrap: "brokers.streams:9093", topics: { replicationFactor: 2 } },
    security: {
      kafka: {
        protocol: "SSL",
        ssl: {
          client: {
            secret: "stream-client",
            brokerValidationSecret: "stream-broker",
            keyPath: "/tmp/certs/kafka/client/user.key",
            endpointIdentificationAlgorithm: "https",
          },
        },
      },
    },
  });
  const seldon = { pattern: "standard", values: { kafka: { topics: { replicationFactor: 1 } } } };
  expect(values({ cluster: { seldon } })).toMatchObject({ kafka: { topics: { replicationFactor: 1 } } });
});
