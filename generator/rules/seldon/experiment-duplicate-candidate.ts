import { replaced } from "../../diagnostics/example.ts";
import { experimentKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { experimentFindings } from "./graph.ts";

export const seldonExperimentDuplicateCandidate = defineRule({
  code: "seldon/experiment-duplicate-candidate",
  severity: "error",
  over: "object",
  kinds: [experimentKind],
  summary: "Candidates and mirror of an Experiment are all different.",
  docs: {
    why: "The scheduler refuses an Experiment that names one model twice, as candidates or as candidate and mirror, and the operator does not try again.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec:
  candidates: [{ name: baseline, weight: 80 }, { name: baseline, weight: 20 }]
`,
    valid: replaced("name: baseline, weight: 20", "name: candidate, weight: 20"),
    fix: "Give each model once; a mirror gets a copy of everything and needs no weight.",
  },
  check: (experiment) => experimentFindings(experiment, "named-twice"),
});
