import { replaced } from "../../diagnostics/example.ts";
import { experimentKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { experimentFindings } from "./shared-findings.ts";

export const seldonExperimentWeightsSum = defineRule({
  code: "seldon/experiment-weights-sum",
  severity: "warning",
  over: "object",
  kinds: [experimentKind],
  summary: "The weights of an Experiment do not add up to 100.",
  docs: {
    why: "Envoy divides each weight by the sum of all weights: the weights 80 and 30 are not 80 % and 30 %. A user who reads the weights as percentages expects a different split of the requests.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec:
  candidates: [{ name: baseline, weight: 80 }, { name: candidate, weight: 30 }]
`,
    valid: replaced("weight: 80", "weight: 70"),
    fix: "Set the weights to percentages that add up to 100.",
  },
  check: (experiment) => experimentFindings(experiment, "weights-sum"),
});
