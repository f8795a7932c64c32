import { replaced } from "../../diagnostics/example.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";
import { deliveredObjects } from "./delivered.ts";
import { secretReferencesOf } from "./references.ts";

export const secretsKeyMissing = defineRule({
  code: "secrets/key-missing",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "manifest set",
  summary: "A reference names a key that its Secret or ConfigMap does not have.",
  docs: {
    why: "If the key does not exist, the scheduler still places the pod, but the kubelet never creates the container. The kubelet reports CreateContainerConfigError until the reference names an existing key.",
    invalid: `
apiVersion: v1
kind: ConfigMap
metadata: { name: feature-store, namespace: churn }
data: { host: feature-store.acme.test }
---
apiVersion: v1
kind: Pod
metadata: { name: notebook, namespace: churn }
spec:
  containers:
    - name: notebook
      image: docker.io/jupyter/base-notebook:2026-11-01
      env: [{ name: HOST, valueFrom: { configMapKeyRef: { name: feature-store, key: hostname } } }]
`,
    valid: replaced("key: hostname", "key: host"),
    fix: "Name a key that the Secret or ConfigMap has.",
  },
  *check(manifestSet) {
    const delivered = deliveredObjects(manifestSet);
    for (const reference of secretReferencesOf(manifestSet)) {
      const { kind, name, key, keyPath } = reference;
      if (key === undefined || keyPath === undefined) continue;
      const keys = delivered.keys(reference);
      if (keys === undefined || keys.includes(key)) continue;
      yield {
        at: reference.in.at(keyPath, "value"),
        message: `unknown key ${key} of ${kind} ${name}`,
        hint: suggestion(key, keys.slice(0, most)),
      };
    }
  },
});

/** The most names to compare: every reference may be compared with all of them. */
const most = 100;
