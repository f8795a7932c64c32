import { replaced } from "../../diagnostics/example.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { experimentKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { candidateKind } from "./shared-findings.ts";

export const seldonExperimentSharedDefault = defineRule({
  code: "seldon/experiment-shared-default",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "manifest set",
  summary: "Two Experiments have the same default.",
  docs: {
    why: "An Experiment takes over the address of its default, and two Experiments cannot take over the same address. The scheduler rejects the second Experiment with the same default, and the operator does not retry this Experiment.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: first, namespace: churn }
spec: { default: baseline, candidates: [{ name: baseline, weight: 80 }, { name: a, weight: 20 }] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: second, namespace: churn }
spec: { default: baseline, candidates: [{ name: baseline, weight: 80 }, { name: b, weight: 20 }] }
`,
    valid: replaced(
      "default: baseline, candidates: [{ name: baseline, weight: 80 }, { name: b, weight: 20 }]",
      "candidates: [{ name: baseline, weight: 80 }, { name: b, weight: 20 }]",
    ),
    fix: "Remove the default of one Experiment, or create one Experiment with all candidates.",
  },
  *check(manifestSet) {
    // Files that are not applied together may be Experiments that follow each other.
    if (manifestSet.isPartial && manifestSet.context.folder?.together !== true) return;
    const owners = new Map<string, (typeof experiments)[number]>();
    const experiments = manifestSet.of(experimentKind);
    for (const experiment of experiments) {
      const model = textAt(experiment.object, "spec", "default");
      if (model === undefined || model === "") continue;
      const key = `${experiment.namespace ?? ""}/${candidateKind(experiment)}/${model}`;
      const first = owners.get(key);
      if (first === undefined) owners.set(key, experiment);
      // An Experiment that is applied again replaces itself (2.9.1).
      else if (first.name !== experiment.name)
        yield {
          at: experiment.at(["spec", "default"], "value"),
          message: `duplicate default ${model}: Experiment ${first.name} has the same default`,
          related: [{ at: first.at(["spec", "default"], "value"), message: `the default of ${first.name}` }],
        };
    }
  },
});
