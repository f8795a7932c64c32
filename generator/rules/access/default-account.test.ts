import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { accessDefaultAccount } from "./default-account.ts";

const binding = (subjects: string, kind = "RoleBinding"): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: b${kind === "RoleBinding" ? ", namespace: churn" : ""} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [${subjects}]
`;

test.each([
  { name: "a separate ServiceAccount", yaml: binding("{ kind: ServiceAccount, name: training }"), found: [] },
  { name: "a Group with the name default", yaml: binding("{ kind: Group, name: default }"), found: [] },
  {
    name: "the default ServiceAccount",
    yaml: binding("{ kind: ServiceAccount, name: default }"),
    found: ["5:42 subject ServiceAccount churn/default is not allowed: every pod that names no ServiceAccount uses it"],
  },
  {
    name: "the default ServiceAccount of another namespace, as second subject of a ClusterRoleBinding",
    yaml: binding(
      "{ kind: Group, name: g }, { kind: ServiceAccount, name: default, namespace: b }",
      "ClusterRoleBinding",
    ),
    found: ["5:68 subject ServiceAccount b/default is not allowed: every pod that names no ServiceAccount uses it"],
  },
  {
    name: "the default ServiceAccount by its user name",
    yaml: binding("{ kind: User, name: 'system:serviceaccount:churn:default' }"),
    found: ["5:32 subject ServiceAccount churn/default is not allowed: every pod that names no ServiceAccount uses it"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(accessDefaultAccount, yaml)).toEqual(found);
});
