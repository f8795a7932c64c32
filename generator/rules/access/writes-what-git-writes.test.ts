import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
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
const found = (what: string, kind = "Role"): readonly string[] => [
  `5:9 ${kind} r lets people write ${what}, which only git writes`,
];

test.each([
  { name: "Seldon's kinds", yaml: role(patchModels), found: found("models") },
  { name: "read only", yaml: role(patchModels.replace("patch", "watch")), found: [] },
  {
    name: "their size",
    yaml: role("apiGroups: [mlops.seldon.io], resources: [servers/scale], verbs: [update]"),
    found: found("servers/scale"),
  },
  {
    name: "policies and quotas, of several",
    yaml: role(
      'apiGroups: ["", networking.k8s.io], resources: [resourcequotas, networkpolicies, services], verbs: [delete]',
    ),
    found: found("resourcequotas, networkpolicies"),
  },
  {
    name: "any kind of a group that is the platform's as a whole",
    yaml: role("apiGroups: [networking.istio.io], resources: [envoyfilters], verbs: [create]"),
    found: found("envoyfilters"),
  },
  {
    name: "the namespace itself",
    yaml: role('apiGroups: [""], resources: [namespaces], verbs: [patch]'),
    found: found("namespaces"),
  },
  {
    name: "what is a team's own",
    yaml: role('apiGroups: [""], resources: [configmaps, pods], verbs: [create, delete]'),
    found: [],
  },
  {
    name: "by a ClusterRole that is bound here",
    yaml: role(patchModels, engineers, "ClusterRole"),
    found: found("models", "ClusterRole"),
  },
  {
    name: "an account of the tenant's",
    yaml: role(patchModels, "{ kind: ServiceAccount, name: training }"),
    found: found("models"),
  },
  {
    name: "an account of the platform's",
    yaml: role(patchModels, "{ kind: ServiceAccount, name: operator, namespace: seldon-system }"),
    found: [],
  },
  {
    name: "who fixes by hand",
    yaml: role(patchModels, "{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: platform-engineers }"),
    found: [],
  },
  {
    name: "somebody who is called like them",
    yaml: role(patchModels, "{ apiGroup: rbac.authorization.k8s.io, kind: User, name: platform-engineers }"),
    found: found("models"),
  },
  { name: "outside of tenants' namespaces", yaml: role(patchModels, engineers, "Role", "monitoring"), found: [] },
  { name: "bound to nobody", yaml: role(patchModels).split("---\n").slice(0, 2).join("---\n"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(accessWritesWhatGitWrites, yaml, churnOnProduction())).toEqual(found);
});
