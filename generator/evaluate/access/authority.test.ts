import { expect, test } from "vitest";
import { manifestSetOf } from "../../testing/rules.ts";
import { Authority } from "./authority.ts";
import type { AccessRequest } from "./policy-rule.ts";
import { broadGroups, identityOf, type RequestIdentity } from "./subject.ts";

const objects = `
{ apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: { name: r, namespace: churn }, rules: [
  { apiGroups: [""], resources: [pods, pods/log], verbs: [get, list] },
  { apiGroups: [""], resources: [secrets], resourceNames: [a], verbs: [get, create] },
  { apiGroups: [apps], resources: ["*/scale"], verbs: ["*"] },
  { apiGroups: [""], resources: [nodes], verbs: [get] },
] }
---
{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: c, labels: { part: a } }, rules: [
  { apiGroups: ["*"], resources: [services], verbs: [get] },
  { nonResourceURLs: [/metrics, /healthz/*], verbs: [get] },
] }
---
{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: all }, rules: [{ verbs: [delete], apiGroups: [apps], resources: [deployments] }],
  aggregationRule: { clusterRoleSelectors: [{ matchLabels: { part: a } }, { matchLabels: { part: b } }] } }
---
{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: none }, rules: [{ verbs: [delete], apiGroups: [apps], resources: [deployments] }],
  aggregationRule: { clusterRoleSelectors: [{ matchLabels: { part: z } }] } }
---
{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: more, labels: { rbac.authorization.k8s.io/aggregate-to-view: "true" } },
  rules: [{ verbs: [get], apiGroups: [mlops.seldon.io], resources: [models] }] }
---
{ apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: { name: people, namespace: churn }, roleRef: { kind: Role, name: r },
  subjects: [{ kind: Group, name: team }, { kind: ServiceAccount, name: local }] }
---
{ apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: { name: lent, namespace: churn }, roleRef: { kind: ClusterRole, name: c },
  subjects: [{ kind: User, name: alice }, { kind: ServiceAccount, name: guest, namespace: fraud }] }
---
{ apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: { name: gone, namespace: churn }, roleRef: { kind: Role, name: c }, subjects: [{ kind: User, name: bob }] }
---
{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: { name: wide }, roleRef: { kind: ClusterRole, name: c }, subjects: [{ kind: Group, name: "system:serviceaccounts:fraud" }] }
---
{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: { name: gathered }, roleRef: { kind: ClusterRole, name: all }, subjects: [{ kind: User, name: carol }] }
---
{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: { name: left }, roleRef: { kind: ClusterRole, name: none }, subjects: [{ kind: User, name: dora }] }
---
{ apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: { name: edits, namespace: churn }, roleRef: { kind: ClusterRole, name: edit }, subjects: [{ kind: User, name: emil }] }
`;
const authority = new Authority(manifestSetOf(objects).manifests.map(({ object }) => object));
const user = (name: string): RequestIdentity => ({ user: name, groups: [broadGroups.authenticated] });
const member = (group: string): RequestIdentity => ({ user: "x", groups: [group, broadGroups.authenticated] });
const account = (namespace: string, name: string): RequestIdentity =>
  identityOf({ kind: "ServiceAccount", namespace, name });
const of = (verb: string, target: string, namespace?: string, name?: string): AccessRequest => {
  const [group = "", resource = "", subresource] = target.split("/");
  return { verb, group, resource, subresource, namespace, name };
};

/** Kubernetes' own authorizer and aggregation controller give the same answers for these objects (k8s.io/kubernetes 1.34.4). */
test.each<readonly [string, RequestIdentity, AccessRequest, boolean]>([
  ["a member, in the Role's namespace", member("team"), of("get", "/pods", "churn"), true],
  ["a member, in another namespace", member("team"), of("get", "/pods", "fraud"), false],
  ["a member, in all namespaces", member("team"), of("list", "/pods"), false],
  ["another verb", member("team"), of("watch", "/pods", "churn"), false],
  ["a named subresource", member("team"), of("get", "/pods/log", "churn"), true],
  ["a subresource that is not named", member("team"), of("get", "/pods/exec", "churn"), false],
  ["a resource by name", member("team"), of("get", "/secrets", "churn", "a"), true],
  ["a resource by another name", member("team"), of("get", "/secrets", "churn", "b"), false],
  ["create, which has no object name,", member("team"), of("create", "/secrets", "churn"), false],
  ["a subresource of every resource", member("team"), of("patch", "apps/deployments/scale", "churn"), true],
  ["the resource of a granted subresource", member("team"), of("patch", "apps/deployments", "churn"), false],
  ["cluster-scoped nodes, by a Role", member("team"), of("get", "/nodes"), false],
  ["a service account of the binding's namespace", account("churn", "local"), of("get", "/pods", "churn"), true],
  [
    "a service account with the same name in another namespace",
    account("fraud", "local"),
    of("get", "/pods", "churn"),
    false,
  ],
  ["a service account by its user name", user("system:serviceaccount:churn:local"), of("get", "/pods", "churn"), true],
  ["a ClusterRole bound in a namespace", user("alice"), of("get", "apps/services", "churn"), true],
  ["a ClusterRole bound in another namespace", user("alice"), of("get", "apps/services", "fraud"), false],
  ["a non-resource path, by a RoleBinding", user("alice"), { verb: "get", path: "/metrics" }, false],
  ["a service account of another namespace", account("fraud", "guest"), of("get", "/services", "churn"), true],
  ["a role that does not exist", user("bob"), of("get", "/services", "churn"), false],
  [
    "all service accounts of a namespace, by a ClusterRoleBinding",
    account("fraud", "any"),
    of("get", "/services", "seldon"),
    true,
  ],
  ["a ClusterRoleBinding, without a namespace", account("fraud", "any"), of("get", "/services"), true],
  ["a non-resource path, by a ClusterRoleBinding", account("fraud", "any"), { verb: "get", path: "/metrics" }, true],
  ["a path below a granted path", account("fraud", "any"), { verb: "get", path: "/healthz/etcd" }, true],
  ["the parent of a granted path", account("fraud", "any"), { verb: "get", path: "/healthz" }, false],
  ["an aggregated ClusterRole", user("carol"), of("get", "/services"), true],
  ["the written rules of an aggregated ClusterRole", user("carol"), of("delete", "apps/deployments", "churn"), false],
  [
    "the written rules of a ClusterRole that aggregates nothing",
    user("dora"),
    of("delete", "apps/deployments", "churn"),
    true,
  ],
  ["Kubernetes' own edit", user("emil"), of("get", "/secrets", "churn"), true],
  ["edit, which includes view and its additions", user("emil"), of("get", "mlops.seldon.io/models", "churn"), true],
  [
    "edit, which does not include admin",
    user("emil"),
    of("create", "rbac.authorization.k8s.io/rolebindings", "churn"),
    false,
  ],
])("$0: allowed $3", (_, who, request, allowed) => {
  expect(authority.allowing(who, request).length > 0).toBe(allowed);
});

test("lists every bound subject in order", () => {
  expect(authority.subjects().map(({ kind, namespace, name }) => [kind, namespace, name].join(" "))).toEqual([
    "Group  system:serviceaccounts:fraud",
    "Group  team",
    "ServiceAccount churn local",
    "ServiceAccount fraud guest",
    "User  alice",
    "User  bob",
    "User  carol",
    "User  dora",
    "User  emil",
  ]);
});
