import { replaced } from "../../diagnostics/example.ts";
import { experimentKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { experimentFindings } from "./shared-findings.ts";

export const seldonExperimentDefaultNotACandidate = defineRule({
  code: "seldon/experiment-default-not-a-candidate",
  severity: "error",
  over: "object",
  kinds: [experimentKind],
  summary: "The default of an Experiment is not one of its candidates.",
  docs: {
    why: "An Experiment takes over the address of its default: Envoy splits the requests to this address among the candidates. The scheduler rejects an Experiment whose default is not one of its candidates. The operator does not retry a rejected Experiment, so the Experiment remains inactive until a user changes it.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec:
  default: base
  candidates: [{ name: baseline, weight: 80 }, { name: candidate, weight: 20 }]
`,
    valid: replaced("default: base", "default: baseline"),
    fix: "Name one of the candidates, or remove default. Without a default, Envoy splits only the requests to the Experiment's own address.",
  },
  check: (experiment) => experimentFindings(experiment, "default-not-a-candidate"),
});
