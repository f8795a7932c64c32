import { replaced } from "../../diagnostics/example.ts";
import { experimentKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { experimentFindings } from "./shared-findings.ts";

export const seldonExperimentDuplicateCandidate = defineRule({
  code: "seldon/experiment-duplicate-candidate",
  severity: "error",
  over: "object",
  kinds: [experimentKind],
  summary: "An Experiment names the same model twice among its candidates and mirror.",
  docs: {
    why: "The scheduler rejects an Experiment that names one model twice, either as two candidates or as a candidate and the mirror. The operator does not retry a rejected Experiment.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec:
  candidates: [{ name: baseline, weight: 80 }, { name: baseline, weight: 20 }]
`,
    valid: replaced("name: baseline, weight: 20", "name: candidate, weight: 20"),
    fix: "Name each model once. A mirror receives copies of the requests and needs no weight.",
  },
  check: (experiment) => experimentFindings(experiment, "named-twice"),
});
