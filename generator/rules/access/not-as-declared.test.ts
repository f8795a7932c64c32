import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { accessNotAsDeclared } from "./not-as-declared.ts";

const rules = (verbs: string): string =>
  `rules: [{ apiGroups: [mlops.seldon.io], resources: [models, pipelines, experiments], verbs: ${verbs} }]`;
const role = (verbs = "[get, list, watch]", name = "pipeline"): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: ${name}, namespace: churn }\n${rules(verbs)}\n`;
const group = (name: string): string => `{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: ${name} }`;
const account = (name: string, namespace = "churn"): string =>
  `{ kind: ServiceAccount, name: ${name}, namespace: ${namespace} }`;
const binding = (subjects: string, name = "pipeline"): string =>
  `---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: ${name}, namespace: churn }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: pipeline }\nsubjects: [${subjects}]\n`;
const both = `${group("analysts")}, ${account("training")}`;

test.each([
  { name: "a Role and a binding as declared", yaml: role() + binding(both), found: [] },
  {
    name: "the same rights, split into two rules",
    yaml:
      role().replace(
        /rules: .*/,
        "rules: [{ apiGroups: [mlops.seldon.io], resources: [models], verbs: [watch, list, get] }, { apiGroups: [mlops.seldon.io], resources: [experiments, pipelines], verbs: [get, list, watch] }]",
      ) + binding(both),
    found: [],
  },
  {
    name: "a Role with more rights",
    yaml: role("[get, list, watch, delete]") + binding(both),
    found: [
      "4:1 Role pipeline differs from platform.yaml: it adds delete experiments.mlops.seldon.io, delete models.mlops.seldon.io, delete pipelines.mlops.seldon.io",
    ],
  },
  {
    name: "a Role with other rights",
    yaml: role().replace("models", "model") + binding(both),
    found: [
      "4:1 Role pipeline differs from platform.yaml: it adds get model.mlops.seldon.io, list model.mlops.seldon.io, watch model.mlops.seldon.io, and it lacks get models.mlops.seldon.io, list models.mlops.seldon.io, watch models.mlops.seldon.io",
    ],
  },
  {
    name: "an additional Role of another name",
    yaml: role("[delete]", "cleaner") + role().replace(/^/, "---\n") + binding(both),
    found: [],
  },
  {
    name: "a binding that lacks a holder",
    yaml: role() + binding(group("analysts")),
    found: ["10:1 subjects of role pipeline differ from the tenant file: the binding lacks ServiceAccount training"],
  },
  {
    name: "a binding with additional holders, one of another namespace",
    yaml: role() + binding(`${both}, ${group("everyone")}, ${account("training", "risk")}`),
    found: [
      "10:1 subjects of role pipeline differ from the tenant file: the binding adds Group everyone, ServiceAccount training of risk",
    ],
  },
  {
    name: "an additional binding with other holders",
    yaml: role() + binding(both) + binding(group("guests"), "guests"),
    found: [],
  },
  {
    name: "a Role without a binding",
    yaml: role(),
    found: [
      "3:19 subjects of role pipeline differ from the tenant file: the binding lacks Group analysts, ServiceAccount training",
    ],
  },
])("$name: found $found", ({ yaml, found }) => {
  const context = churnOnProduction(
    "access: { groups: { analysts: pipeline }, serviceAccounts: { training: pipeline } }",
  );
  expect(findingsIn(accessNotAsDeclared, yaml, context)).toEqual(found);
});

test("a Role in a hand-written folder is not reported", () => {
  expect(findingsIn(accessNotAsDeclared, role("[delete]"))).toEqual([]);
});
