import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { gitopsUndeclaredKind } from "./undeclared-kind.ts";

const context = churnOnProduction();
const pod = (mark: string, namespace = "churn"): string => `
apiVersion: v1
kind: Pod
metadata: { name: p, namespace: ${namespace}, annotations: { argocd.argoproj.io/tracking-id: "${mark}" } }
spec: { containers: [] }
`;
const quota = (part: string): string =>
  pod(`production.churn.${part}:/ResourceQuota:churn/p`).replace("kind: Pod", "kind: ResourceQuota");

test.each([
  {
    name: "a kind that controllers create",
    yaml: pod("production.churn.workloads:/Pod:churn/p"),
    found: [
      "3:19 undeclared Pod p: Application production.churn.workloads does not declare this kind for namespace churn",
    ],
  },
  {
    name: "a created object with the annotation of its owner",
    yaml: pod("production.churn.workloads:mlops.seldon.io/Server:churn/s"),
    found: [],
  },
  { name: "an object of an unknown Application", yaml: pod("churn:/Pod:churn/p"), found: [] },
  {
    name: "an object outside of tenants' namespaces",
    yaml: pod("production.churn.workloads:/Pod:mlflow/p", "mlflow"),
    found: [],
  },
  { name: "a kind that this part declares", yaml: quota("guardrails"), found: [] },
  {
    name: "a kind that another part declares",
    yaml: quota("workloads"),
    found: [
      "3:19 undeclared ResourceQuota p: Application production.churn.workloads does not declare this kind for namespace churn",
    ],
  },
  {
    name: "an object of an unknown part",
    yaml: quota("extras"),
    found: [
      "3:19 undeclared ResourceQuota p: Application production.churn.extras does not declare this kind for namespace churn",
    ],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsUndeclaredKind, yaml, context)).toEqual(found);
});
