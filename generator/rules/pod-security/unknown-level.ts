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
  summary: "Pod security labels are ones that the API server reads, with a level or version that there is.",
  docs: {
    why: "No schema knows these labels. The API server refuses a new Namespace with another value. A label whose name is misspelt it takes without a word, and then holds no pod to anything.",
    invalid: `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { pod-security.kubernetes.io/enforce: base } }
`,
    valid: replaced("pod-security.kubernetes.io/enforce: base", "pod-security.kubernetes.io/enforce: baseline"),
    fix: "Write privileged, baseline or restricted, and versions as v1.34 or latest.",
  },
  *check(namespace, manifestSet) {
    for (const [label, value] of Object.entries(labelsAt(namespace.object, "metadata", "labels"))) {
      if (!label.startsWith(podSecurityPrefix)) continue;
      if (levelLabels.includes(label)) {
        if (podSecurityLevels.some((level) => level === value)) continue;
        const at = labelPlace(manifestSet, namespace, label, "value");
        const hint = `Levels: ${podSecurityLevels.join(", ")}.`;
        yield { at, message: `there is no level ${value}`, hint, fix: nearest(value, podSecurityLevels) };
      } else if (versionLabels.includes(label)) {
        if (isVersion(value)) continue;
        const at = labelPlace(manifestSet, namespace, label, "value");
        const hint = "Write v1.34, or latest.";
        yield { at, message: `${value} is no version of these standards`, hint, fix: minorOf(value) };
      } else {
        const at = labelPlace(manifestSet, namespace, label, "key");
        const own = label.slice(podSecurityPrefix.length);
        const meant = nearest(own, names);
        const fix = meant === undefined ? undefined : `${podSecurityPrefix}${meant}`;
        yield { at, message: `no one reads ${label}`, hint: suggestion(own, names), fix };
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

/** The version without its patch release, or with the v that was forgotten. */
function minorOf(text: string): string | undefined {
  const [, minor] = /^v?1\.(0|[1-9]\d{0,2})(\.\d{1,3})?$/.exec(text) ?? [];
  return minor === undefined ? undefined : `v1.${minor}`;
}
