import { replaced } from "../../diagnostics/example.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";
import { deliveredSecrets } from "./delivered.ts";
import { secretReferencesOf } from "./references.ts";

export const secretsKeyMissing = defineRule({
  code: "secrets/key-missing",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "scene",
  summary: "A key is asked for that its Secret or ConfigMap does not have.",
  docs: {
    why: "The Secret is there, the pod is admitted and scheduled, and then its container is never made: CreateContainerConfigError, until somebody spells the key as the Secret does.",
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
    fix: "Name a key that it has.",
  },
  *check(manifestSet) {
    const delivered = deliveredSecrets(manifestSet);
    for (const reference of secretReferencesOf(manifestSet)) {
      const { kind, name, key, keyPath } = reference;
      if (key === undefined || keyPath === undefined) continue;
      const keys = delivered.keys(reference);
      if (keys === undefined || keys.includes(key)) continue;
      yield {
        at: reference.in.at(keyPath, "value"),
        message: `${kind} ${name} has no key ${key}`,
        hint: suggestion(key, keys.slice(0, most)),
      };
    }
  },
});

/** Not more than people would look through: every reference may ask about all of them. */
const most = 100;
