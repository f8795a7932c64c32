import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { enforceLabel, labelPlace, levelOf } from "./labels.ts";

export const podSecurityUnpinned = defineRule({
  code: "pod-security/unpinned",
  severity: "warning",
  inFolder: "not asked",
  over: "object",
  kinds: ["Namespace"],
  summary: "The level that a namespace enforces is pinned to a version of Kubernetes.",
  docs: {
    why: "Without a version the newest standards hold: an upgrade of Kubernetes can then refuse pods that ran the day before, at the moment when nodes are drained and all pods have to start anew.",
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
    fix: "Add enforce-version with the cluster's own version, and raise it after an upgrade.",
  },
  *check(namespace, manifestSet) {
    const labels = labelsAt(namespace.object, "metadata", "labels");
    const level = levelOf(labels, "enforce");
    if (level === undefined || level === "privileged") return;
    const label = `${enforceLabel}-version`;
    if (labels[label] !== undefined && labels[label] !== "latest") return;
    yield {
      at: labelPlace(manifestSet, namespace, label in labels ? label : enforceLabel, "key"),
      message: `what ${namespace.name} enforces changes with each version of Kubernetes`,
      hint: `Add ${label}.`,
    };
  },
});
