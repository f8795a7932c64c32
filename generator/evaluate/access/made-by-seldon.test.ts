import { expect, test } from "vitest";
import { seldon29 } from "../../models/seldon/2.9/facts.ts";
import { operatorAccount, operatorApplication } from "../../testing/operator-application.ts";
import { Authority } from "./authority.ts";
import { accessCreatedBySeldon } from "./made-by-seldon.ts";
import { subjectName } from "./subject.ts";

const secrets = (namespace: string) => ({ verb: "get", group: "", resource: "secrets", namespace });

test("a runtime's service accounts read Secrets of its namespace only", () => {
  const runtime = {
    apiVersion: "mlops.seldon.io/v1alpha1",
    kind: "SeldonRuntime",
    metadata: { name: "s", namespace: "churn" },
  };
  const authority = new Authority(accessCreatedBySeldon(seldon29, [runtime]));
  expect(authority.subjects().map(subjectName)).toEqual([
    "churn/hodometer",
    "churn/seldon-scheduler",
    "churn/seldon-server",
  ]);
  const agent = { user: "system:serviceaccount:churn:seldon-server", groups: [] };
  expect(authority.allowing(agent, secrets("churn"))).toHaveLength(1);
  expect(authority.allowing(agent, secrets("fraud"))).toEqual([]);
});

test.each([
  ["an operator for its namespace", { clusterwide: false }, false],
  ["a cluster-wide operator", { clusterwide: true }, true],
  ["an operator with a list of namespaces", { clusterwide: false, watchNamespaces: ["fraud"] }, true],
])("$0: reads Secrets everywhere $2", (_, controller, everywhere) => {
  const authority = new Authority(accessCreatedBySeldon(seldon29, [operatorApplication(controller)]));
  expect(authority.allowing(operatorAccount, secrets("churn")).length).toBeGreaterThan(0);
  expect(authority.allowing(operatorAccount, secrets("anywhere")).length > 0).toBe(everywhere);
});
