import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { secretsKeyMissing } from "./key-missing.ts";

const context = churnOnProduction("secrets: { feature-store: { keys: [username, password], from: manual } }");

const wants = (kind: string, name: string, key: string, more = ""): string => `
apiVersion: v1
kind: Pod
metadata: { name: p, namespace: churn }
spec:
  containers:
    - { name: c, image: i, env: [{ name: A, valueFrom: { ${kind}KeyRef: { name: ${name}, key: ${key}${more} } } }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: churn }
data: { host: h }
binaryData: { image: aGk= }
---
apiVersion: v1
kind: Secret
metadata: { name: token, namespace: churn }
type: kubernetes.io/service-account-token
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: plain, namespace: churn }
spec: { data: [{ secretKey: url }] }
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: made, namespace: churn }
spec: { target: { template: { data: { other: "{{ .url }}" } } }, data: [{ secretKey: url }] }
`;

test.each([
  { name: "a key that exists", yaml: wants("configMap", "settings", "host"), found: [] },
  { name: "a binary key", yaml: wants("configMap", "settings", "image"), found: [] },
  {
    name: "a key that does not exist",
    yaml: wants("configMap", "settings", "port"),
    found: ["6:98 unknown key port of ConfigMap settings"],
  },
  {
    name: "an optional key that does not exist",
    yaml: wants("configMap", "settings", "port", ", optional: true"),
    found: [],
  },
  { name: "a key of an object that does not exist", yaml: wants("configMap", "gone", "port"), found: [] },
  {
    name: "a key that the store does not deliver",
    yaml: wants("secret", "plain", "uri"),
    found: ["6:92 unknown key uri of Secret plain"],
  },
  { name: "a key of a Secret that is filled in later", yaml: wants("secret", "token", "ca.crt"), found: [] },
  { name: "a key of a template, which is not read here", yaml: wants("secret", "made", "uri"), found: [] },
  {
    name: "a key of a Secret that a person brings",
    yaml: wants("secret", "feature-store", "user"),
    found: ["6:100 unknown key user of Secret feature-store"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(secretsKeyMissing, yaml, context)).toEqual(found);
});
