import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
  { name: "a group of people", yaml: binding(group("retention")), found: [] },
  { name: "no subjects", yaml: binding(""), found: [] },
  { name: "a user who calls himself so", yaml: binding(`{ kind: User, name: "system:authenticated" }`), found: [] },
  {
    name: "whoever is known",
    yaml: binding(group("system:authenticated")),
    found: ["5:33 system:authenticated is whoever the API server knows: all tenants, and every pod with a token"],
  },
  {
    name: "whoever is not",
    yaml: binding(`${group("system:unauthenticated")}, { kind: User, name: "system:anonymous" }`),
    found: [
      "5:33 system:unauthenticated is whoever reaches the API server",
      "5:81 system:anonymous is whoever reaches the API server",
    ],
  },
  {
    name: "every pod, and those of a namespace",
    yaml: binding(`${group("system:serviceaccounts")}, ${group("system:serviceaccounts:churn")}`),
    found: [
      "5:33 system:serviceaccounts is every pod of the cluster that has a token",
      "5:82 system:serviceaccounts:churn is every pod of churn that has a token",
    ],
  },
  {
    name: "what Kubernetes itself lets everybody do",
    yaml: binding(group("system:authenticated"), "system:discovery"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(accessEverybody, yaml)).toEqual(found);
});
