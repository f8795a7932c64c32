import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { accessEverybody } from "./everybody.ts";

const binding = (subjects: string, role = "view"): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: b }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "${role}" }
subjects: [${subjects}]
`;
const group = (name: string): string => `{ kind: Group, name: "${name}" }`;

test.each([
  { name: "a group of users", yaml: binding(group("retention")), found: [] },
  { name: "a binding without subjects", yaml: binding(""), found: [] },
  {
    name: "a User with the name of a built-in group",
    yaml: binding(`{ kind: User, name: "system:authenticated" }`),
    found: [],
  },
  {
    name: "the group of authenticated clients",
    yaml: binding(group("system:authenticated")),
    found: [
      "5:33 subject Group system:authenticated is not allowed: it covers every client that the API server authenticates (all tenants, and every pod with a token)",
    ],
  },
  {
    name: "unauthenticated clients, as Group and as User",
    yaml: binding(`${group("system:unauthenticated")}, { kind: User, name: "system:anonymous" }`),
    found: [
      "5:33 subject Group system:unauthenticated is not allowed: it covers every client that reaches the API server",
      "5:81 subject User system:anonymous is not allowed: it covers every client that reaches the API server",
    ],
  },
  {
    name: "the groups of all pods and of the pods of a namespace",
    yaml: binding(`${group("system:serviceaccounts")}, ${group("system:serviceaccounts:churn")}`),
    found: [
      "5:33 subject Group system:serviceaccounts is not allowed: it covers every pod of the cluster that has a token",
      "5:82 subject Group system:serviceaccounts:churn is not allowed: it covers every pod of churn that has a token",
    ],
  },
  {
    name: "a role that Kubernetes itself binds to all clients",
    yaml: binding(group("system:authenticated"), "system:discovery"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(accessEverybody, yaml)).toEqual(found);
});
