import { fixed } from "../../diagnostics/example.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { nearest, suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";
import { labelPlace, levels, modes, pinnedMinor, prefix } from "./labels.ts";

export const unknownLevel = defineRule({
  code: "pod-security/unknown-level",
  severity: "error",
  over: "object",
  kinds: ["Namespace"],
  summary: "Pod security labels are ones that the API server reads, with a level or version that there is.",
  page: {
    why: "No schema knows these labels. The API server refuses a new Namespace with another value. A label whose name is misspelt it takes without a word, and then holds no pod to anything.",
    wrong: `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { pod-security.kubernetes.io/enforce: base } }
`,
    right: fixed("pod-security.kubernetes.io/enforce: base", "pod-security.kubernetes.io/enforce: baseline"),
    mend: "Write privileged, baseline or restricted, and versions as v1.34 or latest.",
  },
  *check(namespace, scene) {
    for (const [label, value] of Object.entries(labelsAt(namespace.object, "metadata", "labels"))) {
      if (!label.startsWith(prefix)) continue;
      if (levelLabels.includes(label)) {
        if (levels.some((level) => level === value)) continue;
        const at = labelPlace(scene, namespace, label, "value");
        const hint = `Levels: ${levels.join(", ")}.`;
        yield { at, message: `there is no level ${value}`, hint, mend: nearest(value, levels) };
      } else if (versionLabels.includes(label)) {
        if (isVersion(value)) continue;
        const at = labelPlace(scene, namespace, label, "value");
        const hint = "Write v1.34, or latest.";
        yield { at, message: `${value} is no version of these standards`, hint, mend: minorOf(value) };
      } else {
        const at = labelPlace(scene, namespace, label, "key");
        const own = label.slice(prefix.length);
        const meant = nearest(own, names);
        const mend = meant === undefined ? undefined : `${prefix}${meant}`;
        yield { at, message: `no one reads ${label}`, hint: suggestion(own, names), mend };
      }
    }
  },
});

const names = modes.flatMap((mode) => [mode, `${mode}-version`]);
const levelLabels: readonly string[] = modes.map((mode) => `${prefix}${mode}`);
const versionLabels: readonly string[] = levelLabels.map((label) => `${label}-version`);

function isVersion(text: string): boolean {
  return text === "latest" || pinnedMinor(text) !== undefined;
}

/** The version without its patch release, or with the v that was forgotten. */
function minorOf(text: string): string | undefined {
  const [, minor] = /^v?1\.(0|[1-9]\d{0,2})(\.\d{1,3})?$/.exec(text) ?? [];
  return minor === undefined ? undefined : `v1.${minor}`;
}
