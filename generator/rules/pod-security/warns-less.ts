import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { enforceLabel, labelPlace, levelOf, podSecurityLevels, podSecurityPrefix } from "./labels.ts";

export const podSecurityWarnsLess = defineRule({
  code: "pod-security/warns-less",
  severity: "warning",
  over: "object",
  kinds: ["Namespace"],
  summary: "A namespace warns and audits at the level that it enforces, or above.",
  docs: {
    why: "A warning is what whoever applies a Deployment gets to see; what is enforced is said to its pods alone, in an event. Below the level that is enforced, a warning says nothing of pods that will never start.",
    invalid: `
apiVersion: v1
kind: Namespace
metadata:
  name: churn
  labels:
    pod-security.kubernetes.io/enforce: restricted
    pod-security.kubernetes.io/warn: baseline
`,
    valid: `
apiVersion: v1
kind: Namespace
metadata:
  name: churn
  labels:
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/warn: restricted
`,
    fix: "Warn and audit at the enforced level, or at the one that is to be enforced next.",
  },
  *check(namespace, manifestSet) {
    const labels = labelsAt(namespace.object, "metadata", "labels");
    const enforced = levelOf(labels, "enforce");
    if (enforced === undefined) return;
    for (const mode of ["audit", "warn"] as const) {
      const level = levelOf(labels, mode);
      if (level === undefined || podSecurityLevels.indexOf(level) >= podSecurityLevels.indexOf(enforced)) continue;
      const label = `${podSecurityPrefix}${mode}`;
      yield {
        at: labelPlace(manifestSet, namespace, label, "value"),
        message: `${namespace.name} has ${mode} at ${level} and enforces ${enforced}`,
        hint: `Make it ${enforced} or more.`,
        fix: enforced,
        related: [{ at: labelPlace(manifestSet, namespace, enforceLabel, "value"), message: `enforces ${enforced}` }],
      };
    }
  },
});
