import { labelsAt } from "../../manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { enforceLabel } from "./labels.ts";

export const unpinned = defineRule({
  code: "pod-security/unpinned",
  severity: "warning",
  over: "object",
  kinds: ["Namespace"],
  summary: "The level that a namespace enforces is pinned to a version of Kubernetes.",
  page: {
    why: "Without a version the newest standards hold: an upgrade of Kubernetes can then refuse pods that ran the day before, at the moment when nodes are drained and all pods have to start anew.",
    wrong: `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { pod-security.kubernetes.io/enforce: baseline } }
`,
    right: `
apiVersion: v1
kind: Namespace
metadata:
  name: churn
  labels:
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/enforce-version: v1.34
`,
    mend: "Add enforce-version with the cluster's own version, and raise it after an upgrade.",
  },
  *check({ object, at, name }) {
    const labels = labelsAt(object, "metadata", "labels");
    const version = labels[`${enforceLabel}-version`];
    if (labels[enforceLabel] === undefined || labels[enforceLabel] === "privileged") return;
    if (version !== undefined && version !== "latest") return;
    yield {
      at: at(["metadata", "labels", version === undefined ? enforceLabel : `${enforceLabel}-version`], "key"),
      message: `what ${name} enforces changes with each version of Kubernetes`,
      hint: `Add ${enforceLabel}-version.`,
    };
  },
});
