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
