import { expect, test } from "vitest";
import { copiedValues } from "./copied-values.ts";

test("a name that occurs several times comes from the path that shares the most names", () => {
  const written = {
    steps: { "score-v1": {}, "rules-v1": { inputs: ["score-v1"] }, "last-v1": { inputs: ["score-v1", "rules-v1"] } },
    output: ["score-v1"],
  };
  const object = {
    metadata: { name: "score-v1" },
    spec: {
      steps: [
        { name: "last-v1", inputs: ["score-v1", "rules-v1"], inputsJoinType: "inner" },
        { name: "rules-v1", inputs: ["score-v1"] },
        { name: "score-v1" },
      ],
      output: { steps: ["score-v1"] },
    },
  };
  expect(copiedValues(object, written).map(({ path, from }) => [path.join("."), from.join(".")])).toEqual([
    ["spec.steps.0.name", "steps.last-v1"],
    ["spec.steps.0.inputs.0", "steps.last-v1.inputs.0"],
    ["spec.steps.0.inputs.1", "steps.last-v1.inputs.1"],
    ["spec.steps.1.name", "steps.rules-v1"],
    ["spec.steps.1.inputs.0", "steps.rules-v1.inputs.0"],
    ["spec.steps.2.name", "steps.score-v1"],
    ["spec.output.steps.0", "output.0"],
  ]);
});
