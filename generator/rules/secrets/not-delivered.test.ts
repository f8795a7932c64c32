import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { secretsNotDelivered } from "./not-delivered.ts";

const context = churnOnProduction(`
secrets: { feature-store: { keys: [password], from: manual } }
pullSecrets: { harbor: { registry: harbor.acme.test, from: manual } }
access: { serviceAccounts: { churn-training: viewer } }
models: { churn: { storageUri: "s3://churn/model/7", requirements: [sklearn] } }
servers: { mlserver: { template: mlserver } }
storage: { notebooks: { size: 1Gi } }
`);

const pod = (spec: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: p, namespace: churn }
spec:
  ${spec}
`;
const container = (env: string): string => pod(`containers: [{ name: c, image: i, ${env} }]`);
const object = (apiVersion: string, kind: string, name: string, more = "spec: {}"): string =>
  `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: churn }\n${more}\n`;
const runtime = object("mlops.seldon.io/v1alpha1", "SeldonRuntime", "seldon");

test.each([
  {
    name: "a Secret for the environment",
    yaml: container("envFrom: [{ secretRef: { name: token } }]"),
    found: ["5:68 missing Secret token in churn: the pods wait for it and never start"],
  },
  {
    name: "an optional Secret",
    yaml: container("envFrom: [{ secretRef: { name: token, optional: true } }]"),
    found: [],
  },
  {
    name: "a Secret in the manifests",
    yaml: container("envFrom: [{ secretRef: { name: token } }]") + object("v1", "Secret", "token", "data: {}"),
    found: [],
  },
  {
    name: "a Secret in another namespace",
    yaml:
      container("envFrom: [{ secretRef: { name: token } }]") +
      object("v1", "Secret", "token", "data: {}").replace("namespace: churn", "namespace: b"),
    found: ["5:68 missing Secret token in churn: the pods wait for it and never start"],
  },
  {
    name: "Secrets that a person brings, of a pull secret, and of an artifact store",
    yaml: pod(
      "imagePullSecrets: [{ name: harbor }]\n  volumes: [{ name: a, secret: { secretName: artifacts-minio } }]\n  containers: [{ name: c, image: i, env: [{ name: A, valueFrom: { secretKeyRef: { name: feature-store, key: password } } }] }]",
    ),
    found: [],
  },
  {
    name: "a pull secret that nothing delivers",
    yaml: pod("imagePullSecrets: [{ name: harbour }]"),
    found: ["5:30 missing Secret harbour in churn: the kubelet pulls the images without credentials"],
  },
  {
    name: "a key of a ConfigMap",
    yaml: container("env: [{ name: A, valueFrom: { configMapKeyRef: { name: settings, key: a } } }]"),
    found: ["5:92 missing ConfigMap settings in churn: the pods wait for it and never start"],
  },
  {
    name: "volumes: a Secret, a ConfigMap, a claim, and two sources of one",
    yaml: pod(
      "volumes: [{ secret: { secretName: a } }, { configMap: { name: b } }, { persistentVolumeClaim: { claimName: c } }, { projected: { sources: [{ secret: { name: d } }, { configMap: { name: e, optional: true } }] } }]",
    ),
    found: [
      "5:37 missing Secret a in churn: the pods wait for it and never start",
      "5:65 missing ConfigMap b in churn: the pods wait for it and never start",
      "5:110 missing PersistentVolumeClaim c in churn: the pods remain pending",
      "5:160 missing Secret d in churn: the pods wait for it and never start",
    ],
  },
  {
    name: "a claim and an account of the tenant, and objects that Kubernetes creates",
    yaml: pod(
      "serviceAccountName: churn-training\n  volumes: [{ persistentVolumeClaim: { claimName: notebooks } }, { configMap: { name: kube-root-ca.crt } }]",
    ),
    found: [],
  },
  {
    name: "an account that nothing delivers",
    yaml: pod("serviceAccountName: churn-trainning"),
    found: ["5:23 missing ServiceAccount churn-trainning in churn: the API server rejects the pods"],
  },
  {
    name: "Secrets that a store, a SealedSecret, an issuer and Vault fill in",
    yaml:
      pod(
        "volumes: [{ secret: { secretName: a } }, { secret: { secretName: b } }, { secret: { secretName: c } }, { secret: { secretName: d } }]",
      ) +
      object("external-secrets.io/v1", "ExternalSecret", "x", "spec: { target: { name: a } }") +
      object("bitnami.com/v1alpha1", "SealedSecret", "b") +
      object("cert-manager.io/v1", "Certificate", "x", "spec: { secretName: c }") +
      object("secrets.hashicorp.com/v1beta1", "VaultStaticSecret", "x", "spec: { destination: { name: d } }"),
    found: [],
  },
  {
    name: "a claim that a StatefulSet creates",
    yaml:
      pod("volumes: [{ persistentVolumeClaim: { claimName: data-store-2 } }]") +
      object("apps/v1", "StatefulSet", "store", "spec: { volumeClaimTemplates: [{ metadata: { name: data } }] }"),
    found: [],
  },
  {
    name: "objects that Seldon creates for a runtime",
    yaml: pod("serviceAccountName: seldon-scheduler\n  volumes: [{ configMap: { name: seldon-kafka } }]") + runtime,
    found: [],
  },
  {
    name: "the pods of a Server, whose ServerConfig is in another namespace",
    yaml: `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: m, namespace: seldon-system }
spec:
  podSpec:
    serviceAccountName: seldon-server
    volumes: [{ name: a, configMap: { name: seldon-agent } }, { name: b, configMap: { name: mine } }]
${object("mlops.seldon.io/v1alpha1", "Server", "s", "spec: { serverConfig: m, podSpec: { imagePullSecrets: [{ name: other }] } }")}${runtime}`,
    found: [
      "7:93 missing ConfigMap mine in churn: the pods wait for it and never start",
      "12:64 missing Secret other in churn: the kubelet pulls the images without credentials",
    ],
  },
  {
    name: "remotes of a Model and a runtime, and a binding of an unknown account",
    yaml: `${object("mlops.seldon.io/v1alpha1", "Model", "m", "spec: { storageUri: s3://a, secretName: remote }")}${object(
      "mlops.seldon.io/v1alpha1",
      "SeldonRuntime",
      "seldon",
      "spec: { config: { agentConfig: { rclone: { config_secrets: [seldon-rclone-gs-public, gone] } } } }",
    )}${object("rbac.authorization.k8s.io/v1", "RoleBinding", "b", "roleRef: { kind: Role, name: r }\nsubjects: [{ kind: ServiceAccount, name: nobody }]")}`,
    found: [
      "5:41 missing Secret remote in churn: the agent cannot fetch the artifact",
      "10:86 missing Secret gone in churn: every agent in the namespace exits",
      "16:42 missing ServiceAccount nobody in churn: no pod gets the permissions of the binding",
    ],
  },
  {
    name: "receivers of alerts, and certificates of an Ingress",
    yaml: `${object(
      "monitoring.coreos.com/v1alpha1",
      "AlertmanagerConfig",
      "a",
      "spec: { receivers: [{ name: r, slackConfigs: [{ apiURL: { name: alert-slack, key: url } }] }] }",
    )}${object("networking.k8s.io/v1", "Ingress", "i", "spec: { tls: [{ secretName: cert }] }")}`,
    found: [
      "10:29 missing Secret cert in churn: the ingress controller serves another certificate",
      "5:65 missing Secret alert-slack in churn: the Prometheus operator ignores the whole object",
    ],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(secretsNotDelivered, yaml, context)).toEqual(found);
});

test("an object that is missing twice is reported once, with the second location as related", () => {
  const yaml = pod("volumes: [{ secret: { secretName: a } }]\n  imagePullSecrets: [{ name: a }]");
  expect(findingsIn(secretsNotDelivered, yaml, context)).toHaveLength(1);
});

test("a namespace that is not a tenant's is not checked", () => {
  expect(findingsIn(secretsNotDelivered, pod("serviceAccountName: a"))).toEqual([]);
});
