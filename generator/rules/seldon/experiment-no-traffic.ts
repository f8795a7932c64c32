import { replaced } from "../../diagnostics/example.ts";
import { experimentKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { experimentFindings } from "./shared-findings.ts";

export const seldonExperimentNoTraffic = defineRule({
  code: "seldon/experiment-no-traffic",
  severity: "error",
  over: "object",
  kinds: [experimentKind],
  summary: "No candidate of an Experiment has a weight above zero, or a weight is negative.",
  neverWaived: "Because of the Experiment, Envoy rejects every route change for all models of the namespace.",
  docs: {
    why: "The scheduler accepts an Experiment whose weights are all zero, or that has a mirror but no candidates. The scheduler then sends the routes of the Experiment to Envoy. If the weights of a route add up to zero, Envoy rejects the whole update. Until a user corrects the Experiment, Envoy applies no route changes in the namespace.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec:
  candidates: [{ name: baseline, weight: 0 }, { name: candidate, weight: 0 }]
`,
    valid: replaced("name: baseline, weight: 0", "name: baseline, weight: 100"),
    fix: "Set weights that add up to 100. To send no requests to a candidate, set its weight to 0 and give the remainder to another candidate.",
  },
  check: (experiment) => experimentFindings(experiment, "no-traffic"),
});
