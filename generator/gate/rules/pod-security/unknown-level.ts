import { nearest } from "../../../diagnostics/nearest.ts";
import { labelsAt } from "../../manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { modes } from "./labels.ts";

const levels = ["privileged", "baseline", "restricted"];

export const unknownLevel = defineRule({
  code: "pod-security/unknown-level",
  severity: "error",
  over: "object",
  kinds: ["Namespace"],
  summary: "Pod security labels name a level and a version that there are.",
  page: {
    why: "No schema knows these labels. The API server refuses a Namespace with another value; on clusters whose plugin is switched off it takes it, and holds nobody to anything.",
    wrong: `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { pod-security.kubernetes.io/enforce: base } }
`,
    right: `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { pod-security.kubernetes.io/enforce: baseline } }
`,
    mend: "Write privileged, baseline or restricted, and versions as v1.34 or latest.",
  },
  *check({ object, at }) {
    const labels = labelsAt(object, "metadata", "labels");
    for (const mode of modes) {
      const key = `pod-security.kubernetes.io/${mode}`;
      const level = labels[key];
      const version = labels[`${key}-version`];
      if (level !== undefined && !levels.includes(level))
        yield {
          at: at(["metadata", "labels", key], "value"),
          message: `there is no level ${level}`,
          hint: `Levels are ${levels.join(", ")}.`,
          mend: nearest(level, levels),
        };
      if (version !== undefined && version !== "latest" && !/^v1\.\d{1,3}$/.test(version))
        yield {
          at: at(["metadata", "labels", `${key}-version`], "value"),
          message: `${version} is no version of Kubernetes`,
          hint: "Write v1.34, or latest.",
        };
    }
  },
});
