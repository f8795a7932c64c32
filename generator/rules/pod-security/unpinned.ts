import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { enforceLabel, labelPlace, levelOf } from "./labels.ts";

export const podSecurityUnpinned = defineRule({
  code: "pod-security/unpinned",
  severity: "warning",
  inFolder: "not checked",
  over: "object",
  kinds: ["Namespace"],
  summary: "The pod security level of a namespace is not pinned to a version of Kubernetes.",
  docs: {
    why: "Without a pinned version, the API server enforces the newest pod security standards. During an upgrade of Kubernetes, nodes are drained and all pods are created again, and the API server can then reject pods that it accepted before the upgrade.",
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
    fix: "Set the label pod-security.kubernetes.io/enforce-version to the cluster's Kubernetes version, and raise the version after an upgrade.",
  },
  *check(namespace, manifestSet) {
    const labels = labelsAt(namespace.object, "metadata", "labels");
    const level = levelOf(labels, "enforce");
    if (level === undefined || level === "privileged") return;
    const label = `${enforceLabel}-version`;
    if (labels[label] !== undefined && labels[label] !== "latest") return;
    yield {
      at: labelPlace(manifestSet, namespace, label in labels ? label : enforceLabel, "key"),
      message: `missing version of the pod security level of ${namespace.name}: the level's requirements change with each version of Kubernetes`,
      hint: `Set the label ${label}.`,
    };
  },
});
