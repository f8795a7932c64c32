import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { accessDefaultAccount } from "./default-account.ts";

const binding = (subjects: string, kind = "RoleBinding"): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: b${kind === "RoleBinding" ? ", namespace: churn" : ""} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [${subjects}]
`;

test.each([
  { name: "an account of its own", yaml: binding("{ kind: ServiceAccount, name: training }"), found: [] },
  { name: "a group of that name", yaml: binding("{ kind: Group, name: default }"), found: [] },
  {
    name: "default",
    yaml: binding("{ kind: ServiceAccount, name: default }"),
    found: ["5:42 churn/default is every pod there that names no account"],
  },
  {
    name: "of another namespace, on the whole cluster, second of two",
    yaml: binding(
      "{ kind: Group, name: g }, { kind: ServiceAccount, name: default, namespace: b }",
      "ClusterRoleBinding",
    ),
    found: ["5:68 b/default is every pod there that names no account"],
  },
  {
    name: "by the name that the API server gives it",
    yaml: binding("{ kind: User, name: 'system:serviceaccount:churn:default' }"),
    found: ["5:32 churn/default is every pod there that names no account"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(accessDefaultAccount, yaml)).toEqual(found);
});
