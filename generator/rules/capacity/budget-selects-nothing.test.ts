import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
    name: "by a label that Seldon sets",
    yaml: server + budget(", selector: { matchLabels: { seldon-server-name: mlserver } }"),
    found: [],
  },
  { name: "by a label of the Server", yaml: server + budget(", selector: { matchLabels: { tier: gold } }"), found: [] },
  { name: "every pod", yaml: server + budget(", selector: {}"), found: [] },
  {
    name: "by a label that nobody sets",
    yaml: server + budget(", selector: { matchLabels: { app: mlserver } }"),
    found: ["9:28 no pod of churn will have these labels"],
  },
  { name: "no selector", yaml: server + budget(""), found: ["9:1 a budget without a selector is about no pod"] },
  {
    name: "pods that may come from elsewhere",
    yaml: budget(", selector: { matchLabels: { app: mlserver } }"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(capacityBudgetSelectsNothing, yaml)).toEqual(found);
});
