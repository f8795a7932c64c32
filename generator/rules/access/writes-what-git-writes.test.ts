import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { accessWritesWhatGitWrites } from "./writes-what-git-writes.ts";

const engineers = "{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: retention-engineers }";
const role = (rule: string, subject = engineers, kind = "Role", namespace = "churn"): string => `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: r${kind === "Role" ? `, namespace: ${namespace}` : ""} }
rules: [{ ${rule} }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: r, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: r }
subjects: [${subject}]
`;
const patchModels = "apiGroups: [mlops.seldon.io], resources: [models], verbs: [get, patch]";
const found = (resources: string, kind = "Role"): readonly string[] => [
  `5:9 too many rights in ${kind} r: it allows writing ${resources}, which may change only in git`,
];

test.each([
  { name: "patching Seldon's kinds", yaml: role(patchModels), found: found("models") },
  { name: "reading Seldon's kinds", yaml: role(patchModels.replace("patch", "watch")), found: [] },
  {
    name: "scaling Seldon's kinds",
    yaml: role("apiGroups: [mlops.seldon.io], resources: [servers/scale], verbs: [update]"),
    found: found("servers/scale"),
  },
  {
    name: "deleting policies and quotas among other resources",
    yaml: role(
      'apiGroups: ["", networking.k8s.io], resources: [resourcequotas, networkpolicies, services], verbs: [delete]',
    ),
    found: found("resourcequotas, networkpolicies"),
  },
  {
    name: "a resource of an API group that only the platform writes",
    yaml: role("apiGroups: [networking.istio.io], resources: [envoyfilters], verbs: [create]"),
    found: found("envoyfilters"),
  },
  {
    name: "patching the namespace",
    yaml: role('apiGroups: [""], resources: [namespaces], verbs: [patch]'),
    found: found("namespaces"),
  },
  {
    name: "resources that a team may write",
    yaml: role('apiGroups: [""], resources: [configmaps, pods], verbs: [create, delete]'),
    found: [],
  },
  {
    name: "a ClusterRole that is bound in the namespace",
    yaml: role(patchModels, engineers, "ClusterRole"),
    found: found("models", "ClusterRole"),
  },
  {
    name: "a ServiceAccount of the tenant",
    yaml: role(patchModels, "{ kind: ServiceAccount, name: training }"),
    found: found("models"),
  },
  {
    name: "a ServiceAccount of the platform",
    yaml: role(patchModels, "{ kind: ServiceAccount, name: operator, namespace: seldon-system }"),
    found: [],
  },
  {
    name: "a group of administrators",
    yaml: role(patchModels, "{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: platform-engineers }"),
    found: [],
  },
  {
    name: "a User with the name of an administrators' group",
    yaml: role(patchModels, "{ apiGroup: rbac.authorization.k8s.io, kind: User, name: platform-engineers }"),
    found: found("models"),
  },
  {
    name: "a Role outside of tenants' namespaces",
    yaml: role(patchModels, engineers, "Role", "monitoring"),
    found: [],
  },
  { name: "a Role without a binding", yaml: role(patchModels).split("---\n").slice(0, 2).join("---\n"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(accessWritesWhatGitWrites, yaml, churnOnProduction())).toEqual(found);
});
