import { numberAt } from "../../manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { experimentKind } from "./graph.ts";

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
    right: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec:
  candidates: [{ name: baseline, weight: 100 }]
  mirror: { name: candidate, percent: 100 }
`,
    mend: "Give the share of requests that is copied, in percent.",
  },
  *check(experiment) {
    const percent = numberAt(experiment.object, "spec", "mirror", "percent");
    if (percent === undefined || (percent >= 0 && percent <= 100)) return;
    yield {
      at: experiment.at(["spec", "mirror", "percent"], "value"),
      message: `${percent} percent cannot be mirrored`,
      mend: percent > 100 ? "100" : undefined,
    };
  },
});
