import { replaced } from "../../diagnostics/example.ts";
import { experimentKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { experimentFindings } from "./shared-findings.ts";

export const seldonExperimentMirrorPercent = defineRule({
  code: "seldon/experiment-mirror-percent",
  severity: "error",
  over: "object",
  kinds: [experimentKind],
  summary: "The percentage of a mirror is not between 0 and 100.",
  docs: {
    why: "Neither the CRD nor the scheduler checks the percentage of a mirror before Envoy receives it.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec:
  candidates: [{ name: baseline, weight: 100 }]
  mirror: { name: candidate, percent: 150 }
`,
    valid: replaced("mirror: { name: candidate, percent: 150 }", "mirror: { name: candidate, percent: 100 }"),
    fix: "Set percent to the share of requests to copy, between 0 and 100.",
  },
  check: (experiment) => experimentFindings(experiment, "mirror-percent"),
});
