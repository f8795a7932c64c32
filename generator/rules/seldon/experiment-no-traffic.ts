import { replaced } from "../../diagnostics/example.ts";
import { experimentKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { experimentFindings } from "./graph.ts";

export const seldonExperimentNoTraffic = defineRule({
  code: "seldon/experiment-no-traffic",
  severity: "error",
  over: "object",
  kinds: [experimentKind],
  summary: "An Experiment gives some candidate a weight.",
  neverWaived: "Envoy then refuses every change of routes, for all models of the namespace.",
  docs: {
    why: "The scheduler takes an Experiment whose weights are all zero, or that has a mirror and no candidate, and passes it on. Envoy refuses routes whose weights add up to nothing, and with them the whole update: from then on no route of the namespace changes any more.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec:
  candidates: [{ name: baseline, weight: 0 }, { name: candidate, weight: 0 }]
`,
    valid: replaced("name: baseline, weight: 0", "name: baseline, weight: 100"),
    fix: "Give weights that add up to 100. To send nothing to a candidate give it 0 and another one the rest.",
  },
  check: (experiment) => experimentFindings(experiment, "no-traffic"),
});
