import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { enforceLabel, labelPlace, levelOf, podSecurityLevels, podSecurityPrefix } from "./labels.ts";

export const podSecurityWarnsLess = defineRule({
  code: "pod-security/warns-less",
  severity: "warning",
  over: "object",
  kinds: ["Namespace"],
  summary: "The warn level or the audit level of a namespace is below its enforced level.",
  docs: {
    why: "A user who applies a Deployment sees only violations of the warn level. Violations of the enforced level appear only in events, after the Deployment is created. If the warn level is below the enforced level, the API server does not warn about pods that it will reject.",
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
    fix: "Set warn and audit to the enforced level, or to the level that you will enforce next.",
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
        message: `invalid ${mode} level ${level} of ${namespace.name}: below its enforced level ${enforced}`,
        hint: `Set the ${mode} level to ${enforced} or a stricter level.`,
        fix: enforced,
        related: [{ at: labelPlace(manifestSet, namespace, enforceLabel, "value"), message: `enforces ${enforced}` }],
      };
    }
  },
});
