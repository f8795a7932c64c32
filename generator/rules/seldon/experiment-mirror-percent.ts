import { fixed } from "../../diagnostics/example.ts";
import { experimentKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { experimentFindings } from "./graph.ts";

export const experimentMirrorPercent = defineRule({
  code: "seldon/experiment-mirror-percent",
  severity: "error",
  over: "object",
  kinds: [experimentKind],
  summary: "A mirror gets between 0 and 100 percent.",
  page: {
    why: "Nothing checks the number before Envoy gets it: neither the definition of the kind nor the scheduler does.",
    wrong: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec:
  candidates: [{ name: baseline, weight: 100 }]
  mirror: { name: candidate, percent: 150 }
`,
    right: fixed("mirror: { name: candidate, percent: 150 }", "mirror: { name: candidate, percent: 100 }"),
    mend: "Give the share of requests that is copied, in percent.",
  },
  check: (experiment) => experimentFindings(experiment, "mirror-percent"),
});
