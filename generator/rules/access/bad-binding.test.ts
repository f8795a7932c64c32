import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { accessBadBinding } from "./bad-binding.ts";

const binding = (roleRef: string, subjects = "", kind = "RoleBinding"): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: b }
roleRef: { ${roleRef} }
subjects: [${subjects}]
`;
const view = "kind: ClusterRole, name: view";

/** As the API server's own validation answered the same objects (k8s.io/kubernetes 1.34.4, ValidateRoleBinding). */
test.each([
  {
    name: "groups left out",
    yaml: binding(view, "{ kind: Group, name: g }, { kind: ServiceAccount, name: a }"),
    found: [],
  },
  {
    name: "all written",
    yaml: binding(
      `apiGroup: rbac.authorization.k8s.io, ${view}`,
      "{ apiGroup: rbac.authorization.k8s.io, kind: User, name: u }",
    ),
    found: [],
  },
  { name: "no subjects", yaml: binding(view), found: [] },
  {
    name: "an unknown kind of role",
    yaml: binding("kind: clusterrole, name: view"),
    found: ["4:18 clusterrole is none of Role, ClusterRole"],
  },
  {
    name: "no kind and no name",
    yaml: binding("apiGroup: rbac.authorization.k8s.io"),
    found: ["4:1 it has no kind", "4:1 the role has no name"],
  },
  {
    name: "the group with its version",
    yaml: binding(`apiGroup: rbac.authorization.k8s.io/v1, ${view}`),
    found: ["4:22 rbac.authorization.k8s.io/v1 is not its group"],
  },
  {
    name: "a Role for the whole cluster",
    yaml: binding("kind: Role, name: r", "", "ClusterRoleBinding"),
    found: ["4:18 Role is none of ClusterRole"],
  },
  {
    name: "an unknown kind of subject",
    yaml: binding(view, "{ kind: serviceAccount, name: a }"),
    found: ["5:20 serviceAccount is none of ServiceAccount, User, Group"],
  },
  { name: "a subject without name", yaml: binding(view, "{ kind: Group }"), found: ["5:12 the subject has no name"] },
  {
    name: "an account in the group of the others",
    yaml: binding(view, "{ apiGroup: rbac.authorization.k8s.io, kind: ServiceAccount, name: a }"),
    found: ["5:24 rbac.authorization.k8s.io is not its group"],
  },
  {
    name: "a group in another group",
    yaml: binding(view, "{ apiGroup: rbac, kind: Group, name: g }"),
    found: ["5:24 rbac is not its group"],
  },
  {
    name: "an account on the whole cluster",
    yaml: binding(view, "{ kind: ServiceAccount, name: a }", "ClusterRoleBinding"),
    found: ["5:42 an account on the whole cluster needs its namespace"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(accessBadBinding, yaml)).toEqual(found);
});
