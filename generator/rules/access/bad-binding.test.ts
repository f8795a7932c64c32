import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { accessBadBinding } from "./bad-binding.ts";

const binding = (roleRef: string, subjects = "", kind = "RoleBinding"): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: b }
roleRef: { ${roleRef} }
subjects: [${subjects}]
`;
const view = "kind: ClusterRole, name: view";

/** The results are those of the API server's own validation of the same objects (k8s.io/kubernetes 1.34.4, ValidateRoleBinding). */
test.each([
  {
    name: "a binding without API groups",
    yaml: binding(view, "{ kind: Group, name: g }, { kind: ServiceAccount, name: a }"),
    found: [],
  },
  {
    name: "a binding with every field",
    yaml: binding(
      `apiGroup: rbac.authorization.k8s.io, ${view}`,
      "{ apiGroup: rbac.authorization.k8s.io, kind: User, name: u }",
    ),
    found: [],
  },
  { name: "a binding without subjects", yaml: binding(view), found: [] },
  {
    name: "a role of an unknown kind",
    yaml: binding("kind: clusterrole, name: view"),
    found: ["4:18 invalid kind clusterrole, expected Role or ClusterRole"],
  },
  {
    name: "a role without kind and name",
    yaml: binding("apiGroup: rbac.authorization.k8s.io"),
    found: ["4:1 missing kind", "4:1 missing role name"],
  },
  {
    name: "a role's API group with a version",
    yaml: binding(`apiGroup: rbac.authorization.k8s.io/v1, ${view}`),
    found: ["4:22 invalid apiGroup rbac.authorization.k8s.io/v1"],
  },
  {
    name: "a Role in a ClusterRoleBinding",
    yaml: binding("kind: Role, name: r", "", "ClusterRoleBinding"),
    found: ["4:18 invalid kind Role, expected ClusterRole"],
  },
  {
    name: "a subject of an unknown kind",
    yaml: binding(view, "{ kind: serviceAccount, name: a }"),
    found: ["5:20 invalid kind serviceAccount, expected ServiceAccount or User or Group"],
  },
  { name: "a subject without a name", yaml: binding(view, "{ kind: Group }"), found: ["5:12 missing subject name"] },
  {
    name: "a ServiceAccount in the API group of users and groups",
    yaml: binding(view, "{ apiGroup: rbac.authorization.k8s.io, kind: ServiceAccount, name: a }"),
    found: ["5:24 invalid apiGroup rbac.authorization.k8s.io"],
  },
  {
    name: "a Group in an unknown API group",
    yaml: binding(view, "{ apiGroup: rbac, kind: Group, name: g }"),
    found: ["5:24 invalid apiGroup rbac"],
  },
  {
    name: "a ServiceAccount without a namespace in a ClusterRoleBinding",
    yaml: binding(view, "{ kind: ServiceAccount, name: a }", "ClusterRoleBinding"),
    found: ["5:42 missing namespace of a ServiceAccount in a ClusterRoleBinding"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(accessBadBinding, yaml)).toEqual(found);
});
