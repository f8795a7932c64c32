import { expect, test } from "vitest";
import { addonSandbox } from "../../testing/addon-sandbox.ts";
import { inventoryOf } from "../../testing/inventory.ts";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { mergeSpec, tenantText, write } from "../../testing/sandbox.ts";
import { secretsForeign } from "./foreign.ts";

const external = (key: string, more = "", namespace = "churn"): string => `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: s, namespace: ${namespace} }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: vault }
  ${more}
  data: [{ secretKey: password, remoteRef: { key: ${key}, property: password } }]
`;
const externalFrom = (item: string, kind = "ClusterSecretStore"): string => `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: s, namespace: churn }
spec:
  secretStoreRef: { kind: ${kind}, name: vault }
  dataFrom: [{ ${item} }]
`;
const secret = (more: string, name = "s", namespace = "churn"): string => `
apiVersion: v1
kind: Secret
metadata: { name: ${name}, namespace: ${namespace} }
${more}
`;

test.each([
  { name: "a value of the tenant", yaml: external("ml-platform/churn/db"), found: [] },
  {
    name: "a value of the platform",
    yaml: external("ml-platform/platform/db"),
    found: [
      "7:51 invalid Secret s in churn: its values belong to the platform, and the agents of Seldon read every Secret there",
    ],
  },
  {
    name: "a value of the platform in another namespace",
    yaml: external("ml-platform/platform/db", "", "monitoring"),
    found: [],
  },
  {
    name: "a pull secret of the platform",
    yaml: external("ml-platform/platform/db", "target: { template: { type: kubernetes.io/dockerconfigjson } }"),
    found: [],
  },
  {
    name: "a credential of Argo CD",
    yaml: secret("type: Opaque").replace(
      "namespace: churn",
      "namespace: churn, labels: { argocd.argoproj.io/secret-type: cluster }",
    ),
    found: [
      "3:82 invalid Secret s in churn: it is a credential of Argo CD, and the agents of Seldon read every Secret there",
    ],
  },
  {
    name: "a token of Kubernetes",
    yaml: secret("type: kubernetes.io/service-account-token"),
    found: [
      "4:7 invalid Secret s in churn: it is a credential of Kubernetes, and the agents of Seldon read every Secret there",
    ],
  },
  {
    name: "the key of an authority",
    yaml: secret("data: { ca.key: eA== }"),
    found: [
      "4:17 invalid Secret s in churn: it contains the key of a certificate authority, and the agents of Seldon read every Secret there",
    ],
  },
  {
    name: "a certificate of an authority",
    yaml: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: c, namespace: churn }
spec: { secretName: s, isCA: true }
`,
    found: [
      "4:30 invalid Secret s in churn: it contains the key of a certificate authority, and the agents of Seldon read every Secret there",
    ],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(secretsForeign, yaml, churnOnProduction())).toEqual(found);
});

const ofPlatform = "its values belong to the platform";
const ofKubernetes = "it is a credential of Kubernetes";
const ofArgoCD = "it is a credential of Argo CD";
const ofAuthority = "it contains the key of a certificate authority";
const sourceRef = "sourceRef: { storeRef: { kind: ClusterSecretStore, name: vault } }";
const template = (text: string): string => external("ml-platform/churn/db", `target: { template: { ${text} } }`);

test.each([
  ["a path that leaves the tenant's folder", external("ml-platform/churn/../platform/db"), ofPlatform],
  ["a path with the mount of the store's engine", external("/secret/data/ml-platform/platform/db"), ofPlatform],
  ["all keys of a value of the tenant", externalFrom("extract: { key: ml-platform/churn/db }"), undefined],
  ["all keys of a value of the platform", externalFrom("extract: { key: ml-platform/platform/db }"), ofPlatform],
  ["the folder of the tenant", externalFrom("find: { path: ml-platform/churn, name: {} }"), undefined],
  ["a folder that contains the platform's", externalFrom("find: { path: ml-platform, name: {} }"), ofPlatform],
  ["a whole store", externalFrom('find: { name: { regexp: ".*" } }'), ofPlatform],
  ["a store of the tenant", externalFrom("extract: { key: ml-platform/platform/db }", "SecretStore"), undefined],
  [
    "a value with its own store",
    externalFrom(`extract: { key: ml-platform/platform/db }, ${sourceRef}`, "SecretStore"),
    ofPlatform,
  ],
  ["a template of a token", template("type: kubernetes.io/service-account-token"), ofKubernetes],
  ["a template for Argo CD", template("metadata: { labels: { argocd.argoproj.io/secret-type: cluster } }"), ofArgoCD],
  ["a template with the key of an authority", template('data: { ca.key: "{{ .password }}" }'), ofAuthority],
])("%s", (_, yaml, reason) => {
  const suffix = ", and the agents of Seldon read every Secret there";
  expect(findingsIn(secretsForeign, yaml, churnOnProduction())).toEqual(
    reason === undefined ? [] : [expect.stringMatching(`^[67]:\\d+ invalid Secret s in churn: ${reason}${suffix}$`)],
  );
});

test("a Secret with the name of an add-on's is rejected in the namespace of a tenant, and in that of a shared runtime", () => {
  const root = addonSandbox({ harbor: { settings: { host: "harbor.acme.test" } } });
  write(root, "tenants/churn.yaml", tenantText("churn").replace("production", "staging"));
  mergeSpec(root, "clusters/staging/cluster.yaml", { seldon: { pattern: "enhanced" } });
  const cluster = inventoryOf(root).clusters.find(({ name }) => name === "staging");
  if (cluster === undefined) throw new Error("missing staging");
  const context = { ...churnOnProduction(), platform: cluster.platform, cluster };
  const found = (namespace: string): number =>
    findingsIn(secretsForeign, secret("type: Opaque", "harbor-admin", namespace), context).length;
  expect([found("churn"), found("seldon-system"), found("harbor")]).toEqual([1, 1, 0]);
});
