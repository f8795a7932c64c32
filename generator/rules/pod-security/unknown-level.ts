import { replaced } from "../../diagnostics/example.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { nearest, suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";
import { labelPlace, pinnedMinor, podSecurityLevels, podSecurityModes, podSecurityPrefix } from "./labels.ts";

export const podSecurityUnknownLevel = defineRule({
  code: "pod-security/unknown-level",
  severity: "error",
  over: "object",
  kinds: ["Namespace"],
  summary: "A pod security label is unknown, or has an unknown level or version.",
  docs: {
    why: "No schema describes the pod security labels of a Namespace. The API server rejects a new Namespace with an invalid level or version. If the name of a pod security label is misspelled, the API server ignores the label and reports no error.",
    invalid: `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { pod-security.kubernetes.io/enforce: base } }
`,
    valid: replaced("pod-security.kubernetes.io/enforce: base", "pod-security.kubernetes.io/enforce: baseline"),
    fix: "Set the level to privileged, baseline or restricted, and write versions as v1.34 or latest.",
  },
  *check(namespace, manifestSet) {
    for (const [label, value] of Object.entries(labelsAt(namespace.object, "metadata", "labels"))) {
      if (!label.startsWith(podSecurityPrefix)) continue;
      if (levelLabels.includes(label)) {
        if (podSecurityLevels.some((level) => level === value)) continue;
        const at = labelPlace(manifestSet, namespace, label, "value");
        const hint = `Levels: ${podSecurityLevels.join(", ")}.`;
        yield { at, message: `unknown pod security level ${value}`, hint, fix: nearest(value, podSecurityLevels) };
      } else if (versionLabels.includes(label)) {
        if (isVersion(value)) continue;
        const at = labelPlace(manifestSet, namespace, label, "value");
        const hint = "Write v1.34, or latest.";
        yield { at, message: `invalid version ${value} of the pod security standards`, hint, fix: minorOf(value) };
      } else {
        const at = labelPlace(manifestSet, namespace, label, "key");
        const suffix = label.slice(podSecurityPrefix.length);
        const meant = nearest(suffix, names);
        const fix = meant === undefined ? undefined : `${podSecurityPrefix}${meant}`;
        yield { at, message: `unknown pod security label ${label}`, hint: suggestion(suffix, names), fix };
      }
    }
  },
});

const names = podSecurityModes.flatMap((mode) => [mode, `${mode}-version`]);
const levelLabels: readonly string[] = podSecurityModes.map((mode) => `${podSecurityPrefix}${mode}`);
const versionLabels: readonly string[] = levelLabels.map((label) => `${label}-version`);

function isVersion(text: string): boolean {
  return text === "latest" || pinnedMinor(text) !== undefined;
}

/** The version without its patch release, or with the missing v. */
function minorOf(text: string): string | undefined {
  const [, minor] = /^v?1\.(0|[1-9]\d{0,2})(\.\d{1,3})?$/.exec(text) ?? [];
  return minor === undefined ? undefined : `v1.${minor}`;
}
