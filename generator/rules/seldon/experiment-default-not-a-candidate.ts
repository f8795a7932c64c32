import { replaced } from "../../diagnostics/example.ts";
import { experimentKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { experimentFindings } from "./graph.ts";

export const seldonExperimentDefaultNotACandidate = defineRule({
  code: "seldon/experiment-default-not-a-candidate",
  severity: "error",
  over: "object",
  kinds: [experimentKind],
  summary: "An Experiment's default must be one of its candidates.",
  docs: {
    why: "The default is the model whose own address the Experiment takes over. The scheduler refuses an Experiment whose default is none of its candidates, with an error that the operator does not try again: it stays inactive until somebody changes it.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec:
  default: base
  candidates: [{ name: baseline, weight: 80 }, { name: candidate, weight: 20 }]
`,
    valid: replaced("default: base", "default: baseline"),
    fix: "Name one of the candidates, or leave the default out: then only the Experiment's own address is split.",
  },
  check: (experiment) => experimentFindings(experiment, "default-not-a-candidate"),
});
