import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
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
    name: "what controllers make",
    yaml: pod("production.churn.workloads:/Pod:churn/p"),
    found: ["3:19 Pod p is not declared by production.churn.workloads"],
  },
  {
    name: "what was made, with the mark of its maker",
    yaml: pod("production.churn.workloads:mlops.seldon.io/Server:churn/s"),
    found: [],
  },
  { name: "of an Application that is none of ours", yaml: pod("churn:/Pod:churn/p"), found: [] },
  {
    name: "outside of tenants' namespaces",
    yaml: pod("production.churn.workloads:/Pod:mlflow/p", "mlflow"),
    found: [],
  },
  { name: "declared by this part", yaml: quota("guardrails"), found: [] },
  {
    name: "declared by another part",
    yaml: quota("workloads"),
    found: ["3:19 ResourceQuota p is not declared by production.churn.workloads"],
  },
  {
    name: "declared by nothing of that name",
    yaml: quota("extras"),
    found: ["3:19 ResourceQuota p is not declared by production.churn.extras"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(gitopsUndeclaredKind, yaml, context)).toEqual(found);
});
