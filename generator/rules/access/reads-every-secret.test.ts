import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { accessReadsEverySecret } from "./reads-every-secret.ts";

const bound = (rule: string, subject: string): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: b, namespace: churn }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: r }
subjects: [${subject}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: r, namespace: churn }
rules: [${rule}]
`;
const every = "{ apiGroups: [''], resources: [secrets], verbs: [list] }";
const training = "{ kind: ServiceAccount, name: training }";

test.each([
  {
    name: "one Secret by its name",
    yaml: bound("{ apiGroups: [''], resources: [secrets], resourceNames: [a], verbs: [get] }", training),
    found: [],
  },
  {
    name: "creating Secrets",
    yaml: bound("{ apiGroups: [''], resources: [secrets], verbs: [create] }", training),
    found: [],
  },
  {
    name: "listing all Secrets of a namespace",
    yaml: bound(every, training),
    found: ["5:42 too many rights of ServiceAccount churn/training: it can read every Secret in churn"],
  },
  { name: "Seldon's agents", yaml: bound(every, "{ kind: ServiceAccount, name: seldon-server }"), found: [] },
  { name: "a group of users", yaml: bound(every, "{ kind: Group, name: on-call }"), found: [] },
  {
    name: "listing all Secrets of the cluster",
    yaml: bound(every, "{ kind: ServiceAccount, name: training, namespace: churn }")
      .replace("RoleBinding", "ClusterRoleBinding")
      .replaceAll("kind: Role\n", "kind: ClusterRole\n")
      .replace("kind: Role,", "kind: ClusterRole,"),
    found: ["5:42 too many rights of ServiceAccount churn/training: it can read every Secret in the cluster"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(accessReadsEverySecret, yaml)).toEqual(found);
});
