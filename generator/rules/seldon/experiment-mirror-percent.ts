import { replaced } from "../../diagnostics/example.ts";
import { experimentKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { experimentFindings } from "./graph.ts";

export const seldonExperimentMirrorPercent = defineRule({
  code: "seldon/experiment-mirror-percent",
  severity: "error",
  over: "object",
  kinds: [experimentKind],
  summary: "A mirror gets between 0 and 100 percent.",
  docs: {
    why: "Nothing checks the number before Envoy gets it: neither the definition of the kind nor the scheduler does.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec:
  candidates: [{ name: baseline, weight: 100 }]
  mirror: { name: candidate, percent: 150 }
`,
    valid: replaced("mirror: { name: candidate, percent: 150 }", "mirror: { name: candidate, percent: 100 }"),
    fix: "Give the share of requests that is copied, in percent.",
  },
  check: (experiment) => experimentFindings(experiment, "mirror-percent"),
});
