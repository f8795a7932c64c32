import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { capacityBudgetSelectsNothing } from "./budget-selects-nothing.ts";

const server = `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn, labels: { tier: gold } }
spec: { serverConfig: c, replicas: 2 }
`;
const budget = (selector: string): string => `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: budget, namespace: churn }
spec: { maxUnavailable: 1${selector} }
`;

test.each([
  {
    name: "a selector with a label that Seldon sets",
    yaml: server + budget(", selector: { matchLabels: { seldon-server-name: mlserver } }"),
    found: [],
  },
  {
    name: "a selector with a label of the Server",
    yaml: server + budget(", selector: { matchLabels: { tier: gold } }"),
    found: [],
  },
  { name: "a selector for every pod", yaml: server + budget(", selector: {}"), found: [] },
  {
    name: "a selector with a label that no pod has",
    yaml: server + budget(", selector: { matchLabels: { app: mlserver } }"),
    found: ["9:28 invalid selector: no pod in churn will have these labels"],
  },
  {
    name: "a budget without a selector",
    yaml: server + budget(""),
    found: ["9:1 missing selector: the budget selects no pods"],
  },
  {
    name: "pods that may be defined elsewhere",
    yaml: budget(", selector: { matchLabels: { app: mlserver } }"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityBudgetSelectsNothing, yaml)).toEqual(found);
});
