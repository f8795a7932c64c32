import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { addonSandbox, generatedFiles } from "../testing/addon-sandbox.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { write } from "../testing/sandbox.ts";

/** Streaming without Strimzi: another operator, another kind of user, and other keys in the Secrets. */
const stream = `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: stream }
spec:
  description: Streams of the pipelines
  kubernetes: { minimum: "1.30" }
  settings:
    nodes: { type: number, description: Number of nodes, default: 3 }
  provides:
    streaming:
      service: stream
      workload: brokers
      port: clients
      bootstrap: stream.stream:19093
      tls: { clientSecret: stream-client, certificate: tls.crt, key: tls.key, brokerSecret: stream-authority }
  variants:
    passwords:
      provides: { streaming: { tls: { login: { username: tenants } } } }
      perTenant:
        user: { secrets: [{ name: "{tenant}-password", keys: [password], to: stream-client }] }
  namespaces:
    stream: { podSecurity: restricted }
  applications:
    operator:
      chart: { repository: https://charts.stream.invalid, name: stream, version: 1.2.3, release: stream }
      namespace: stream
      definitions: true
      kinds: [apps/Deployment]
      clusterKinds: [apiextensions.k8s.io/CustomResourceDefinition]
    nodes:
      namespace: stream
      after: [operator]
      data: the streams of all tenants
      objects:
        nodes:
          object:
            apiVersion: stream.invalid/v1
            kind: StreamCluster
            metadata: { name: stream }
            spec: { nodes: "{settings.nodes}" }
  perTenant:
    user:
      when: pipelines
      namespace: stream
      object:
        apiVersion: accounts.stream.invalid/v2
        kind: StreamAccount
        metadata: { name: "{tenant}" }
        spec: { topics: "{streaming.topicPrefix}.{tenant}." }
      secrets:
        - { name: "{tenant}-certificate", keys: [tls.crt, tls.key, ca.crt], to: stream-client }
        - { name: authority, keys: [ca.crt], to: stream-authority }
      gives: An account for its own streams
      whenRemoved: The account. The streams remain
  workloads:
    operator: { namespace: stream, pods: { app: stream-operator }, to: [api-server, brokers.clients] }
    brokers:
      namespace: stream
      pods: { app: stream }
      ports: { clients: 19093 }
      from: { clients: [tenants.pipelines, operator] }
`;

function filesOf(use: object): ReadonlyMap<string, string> {
  const root = addonSandbox({ stream: use, "external-secrets": {} }, "all");
  write(root, "platform/addons/stream.yaml", stream);
  return generatedFiles(inventoryOf(root));
}

// biome-ignore lint/suspicious/noExplicitAny: tests reach into objects of any kind
function objectsIn(files: ReadonlyMap<string, string>, file: string): readonly any[] {
  return parseAllDocuments(files.get(`clusters/staging/${file}`) ?? "").map((document) => document.toJS());
}

test("an add-on of the platform with its own kind of user provides streaming", () => {
  const files = filesOf({ settings: { nodes: 5 } });
  const [cluster] = objectsIn(files, "overlays/addons/stream/nodes/resources.yaml");
  expect(cluster).toMatchObject({ kind: "StreamCluster", metadata: { namespace: "stream" }, spec: { nodes: 5 } });

  const shares = objectsIn(files, "overlays/addons/tenant-shares/recommendation-engine/resources.yaml");
  expect(shares.map(({ kind, metadata: { name, namespace } }) => [kind, namespace, name])).toEqual([
    ["StreamAccount", "stream", "recommendation-engine"],
    ["Role", "stream", "recommendation-engine.stream-client-reader"],
    ["RoleBinding", "stream", "recommendation-engine.stream-client-reader"],
    ["Role", "stream", "recommendation-engine.stream-authority-reader"],
    ["RoleBinding", "stream", "recommendation-engine.stream-authority-reader"],
  ]);
  expect(shares[0].spec).toEqual({ topics: "seldon.recommendation-engine." });
  expect(shares[1].rules[0].resourceNames).toEqual(["recommendation-engine-certificate"]);

  const [project] = objectsIn(files, "applications/addons/appproject-shares.yaml");
  expect(project.spec.namespaceResourceWhitelist).toContainEqual({
    group: "accounts.stream.invalid",
    kind: "StreamAccount",
  });
  expect(securityOf(files)).toMatchObject({
    protocol: "SSL",
    ssl: { client: { secret: "stream-client", crtPath: "/tmp/certs/kafka/client/tls.crt" } },
  });
});

test("a variant of an add-on replaces certificates of users by a password", () => {
  const files = filesOf({ variant: "passwords" });
  expect(securityOf(files)).toEqual({
    protocol: "SASL_SSL",
    sasl: {
      mechanism: "SCRAM-SHA-512",
      client: { username: "tenants", secret: "stream-client", passwordPath: "password" },
    },
    ssl: {
      client: {
        brokerValidationSecret: "stream-authority",
        brokerCaPath: "/tmp/certs/kafka/broker/ca.crt",
        endpointIdentificationAlgorithm: "https",
      },
    },
  });
  const shares = objectsIn(files, "overlays/addons/tenant-shares/recommendation-engine/resources.yaml");
  expect(shares.filter(({ kind }) => kind === "Role").map(({ rules }) => rules[0].resourceNames)).toEqual([
    ["recommendation-engine-password"],
  ]);
});

test("the policies at both ends of a provided service follow from the add-on", () => {
  const files = filesOf({});
  const own = objectsIn(files, "overlays/addons/stream/guardrails/resources.yaml");
  const names = own.map(({ metadata }) => metadata.name);
  expect(names.filter((name) => /pipelines-to-brokers|operator-to-api-server/.test(name))).toHaveLength(2);
  const [tenants] = [...files].filter(([file]) =>
    file.includes("staging/overlays/tenants/recommendation-engine/guard"),
  );
  expect(tenants?.[1]).toContain("19093");
});

test("MetalLB under another name with differences has its own Applications", () => {
  const settings = { pools: { edge: { for: "platform", addresses: ["192.168.2.16/28"] } } };
  const root = addonSandbox({ addresses: { settings } });
  write(
    root,
    "platform/addons/addresses.yaml",
    `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: addresses }
spec:
  extends: tenantry/metallb
  applications: { metallb: { chart: { version: 0.16.2, values: { loadBalancerClass: metallb } } } }
`,
  );
  const files = generatedFiles(inventoryOf(root));
  const [application] = objectsIn(files, "applications/addons/addresses/application-metallb.yaml");
  expect(application.metadata.name).toBe("staging.platform.addresses.metallb");
  const { source } = application.spec;
  expect([source.targetRevision, source.helm.valuesObject.loadBalancerClass]).toEqual(["0.16.2", "metallb"]);
  expect(source.helm.valuesObject.frrk8s).toEqual({ enabled: false });
  expect([...files.keys()].filter((file) => file.includes("/metallb/"))).toEqual([]);
});

/** The security of Kafka in the values of Seldon's chart, for the tenant with pipelines. */
function securityOf(files: ReadonlyMap<string, string>): unknown {
  for (const [file, text] of files)
    if (file.startsWith("clusters/staging/") && text.includes("bootstrap: stream.stream:19093")) {
      const [application] = parseAllDocuments(text).map((document) => document.toJS());
      return application.spec.source.helm.valuesObject.security.kafka;
    }
  return undefined;
}
