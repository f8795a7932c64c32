import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
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
  { name: "as declared", yaml: role() + binding(both), found: [] },
  {
    name: "the same rights in other words",
    yaml:
      role().replace(
        /rules: .*/,
        "rules: [{ apiGroups: [mlops.seldon.io], resources: [models], verbs: [watch, list, get] }, { apiGroups: [mlops.seldon.io], resources: [experiments, pipelines], verbs: [get, list, watch] }]",
      ) + binding(both),
    found: [],
  },
  {
    name: "more rights",
    yaml: role("[get, list, watch, delete]") + binding(both),
    found: [
      "4:1 Role pipeline is not what platform.yaml says: it gives delete experiments.mlops.seldon.io, delete models.mlops.seldon.io, delete pipelines.mlops.seldon.io",
    ],
  },
  {
    name: "other rights",
    yaml: role().replace("models", "model") + binding(both),
    found: [
      "4:1 Role pipeline is not what platform.yaml says: it gives get model.mlops.seldon.io, list model.mlops.seldon.io, watch model.mlops.seldon.io, and it lacks get models.mlops.seldon.io, list models.mlops.seldon.io, watch models.mlops.seldon.io",
    ],
  },
  {
    name: "a role of another name",
    yaml: role("[delete]", "cleaner") + role().replace(/^/, "---\n") + binding(both),
    found: [],
  },
  {
    name: "one holder too few",
    yaml: role() + binding(group("analysts")),
    found: ["10:1 who holds pipeline is not what the tenant's file says: the binding lacks ServiceAccount training"],
  },
  {
    name: "one too many, and one of another namespace",
    yaml: role() + binding(`${both}, ${group("everyone")}, ${account("training", "risk")}`),
    found: [
      "10:1 who holds pipeline is not what the tenant's file says: the binding names Group everyone, ServiceAccount training of risk",
    ],
  },
  {
    name: "a binding of its own, for somebody else",
    yaml: role() + binding(both) + binding(group("guests"), "guests"),
    found: [],
  },
  {
    name: "no binding at all",
    yaml: role(),
    found: [
      "3:19 who holds pipeline is not what the tenant's file says: the binding lacks Group analysts, ServiceAccount training",
    ],
  },
])("$name: found $found", ({ yaml, found }) => {
  const context = churnOnProduction(
    "access: { groups: { analysts: pipeline }, serviceAccounts: { training: pipeline } }",
  );
  expect(foundIn(accessNotAsDeclared, yaml, context)).toEqual(found);
});

test("a folder of others, of which no file says anything", () => {
  expect(foundIn(accessNotAsDeclared, role("[delete]"))).toEqual([]);
});
