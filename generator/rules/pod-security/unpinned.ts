import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { enforceLabel, labelPlace, levelOf } from "./labels.ts";

export const podSecurityUnpinned = defineRule({
  code: "pod-security/unpinned",
  severity: "warning",
  inFolder: "not checked",
  over: "object",
  kinds: ["Namespace"],
  summary: "The level that a namespace enforces is not pinned to a version of Kubernetes.",
  docs: {
    why: "Without a version, the newest standards apply. After an upgrade of Kubernetes, the API server can then reject pods that ran the day before, at the moment when nodes are drained and all pods have to start again.",
    invalid: `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { pod-security.kubernetes.io/enforce: baseline } }
`,
    valid: `
apiVersion: v1
kind: Namespace
metadata:
  name: churn
  labels:
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/enforce-version: v1.34
`,
    fix: "Set the label pod-security.kubernetes.io/enforce-version to the cluster's own version, and raise it after an upgrade.",
  },
  *check(namespace, manifestSet) {
    const labels = labelsAt(namespace.object, "metadata", "labels");
    const level = levelOf(labels, "enforce");
    if (level === undefined || level === "privileged") return;
    const label = `${enforceLabel}-version`;
    if (labels[label] !== undefined && labels[label] !== "latest") return;
    yield {
      at: labelPlace(manifestSet, namespace, label in labels ? label : enforceLabel, "key"),
      message: `the level that ${namespace.name} enforces is not pinned: its requirements change with each version of Kubernetes`,
      hint: `Set the label ${label}.`,
    };
  },
});
