import { isMap, valueAt } from "../../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { candidatesOf, experimentKind } from "./graph.ts";

/** Envoy's own validation of weighted clusters: their sum is at least 1, and no weight is negative. */
export const experimentNoTraffic = defineRule({
  code: "seldon/experiment-no-traffic",
  severity: "error",
  over: "object",
  kinds: [experimentKind],
  summary: "An Experiment gives some candidate a weight.",
  neverWaived: "Envoy then refuses every change of routes, for all models of the namespace.",
  page: {
    why: "The scheduler takes an Experiment whose weights are all zero, or that has a mirror and no candidate, and passes it on. Envoy refuses routes whose weights add up to nothing, and with them the whole update: from then on no route of the namespace changes any more.",
    wrong: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec:
  candidates: [{ name: baseline, weight: 0 }, { name: candidate, weight: 0 }]
`,
    right: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec:
  candidates: [{ name: baseline, weight: 100 }, { name: candidate, weight: 0 }]
`,
    mend: "Give weights that add up to 100. To send nothing to a candidate give it 0 and another one the rest.",
  },
  *check(experiment) {
    const candidates = candidatesOf(experiment);
    for (const { name, weight, path } of candidates)
      if (weight < 0)
        yield { at: experiment.at([...path, "weight"], "value"), message: `the weight of ${name} is negative` };
    if (candidates.some(({ weight }) => weight > 0)) return;
    const mirrors = isMap(valueAt(experiment.object, ["spec", "mirror"]));
    yield {
      at: experiment.at(candidates.length === 0 ? ["spec", "mirror"] : ["spec", "candidates"], "key"),
      message:
        candidates.length > 0
          ? `the weights of ${experiment.name} are all zero`
          : mirrors
            ? `${experiment.name} mirrors what it sends to nobody`
            : `${experiment.name} has no candidate`,
    };
  },
});
