import { expect, test } from "vitest";
import type { Grant } from "./authority.ts";
import { escalationsOf } from "./escalations.ts";

/** A grant of one rule from its short form "verbs group:resource,resource names". */
function grant(written: string, namespace: string | undefined = "churn", binding = "b"): Grant {
  const [verbs = "", target = "", names] = written.split(" ");
  const [group = "", ...resources] = target.split(":");
  const rule = {
    verbs: verbs.split(","),
    apiGroups: [group],
    resources: resources.join(":").split(","),
    resourceNames: names === undefined ? [] : names.split(","),
    nonResourceURLs: [],
  };
  return { subject: { kind: "Group", name: "g", namespace: undefined }, rules: [rule], namespace, binding, role: "r" };
}
const everywhere = (written: string): Grant => ({ ...grant(written), namespace: undefined });
const pathsOf = (...grants: readonly Grant[]): readonly string[] =>
  escalationsOf(grants).map(({ way, namespace, names }) => [way, namespace ?? "*", ...(names ?? [])].join(" "));

test.each<readonly [string, readonly Grant[], readonly string[]]>([
  ["reading pods and ConfigMaps", [grant("get,list,watch :pods,pods/log,configmaps")], []],
  ["reading Secrets", [grant("list :secrets")], ["read-secrets churn"]],
  ["reading two named Secrets", [grant("get :secrets b"), grant("get :secrets a")], ["read-secrets churn a b"]],
  [
    "reading a named Secret, and all Secrets",
    [grant("get :secrets a"), grant("watch :secrets")],
    ["read-secrets churn"],
  ],
  [
    "reading all Secrets, in a namespace and everywhere",
    [grant("get :secrets"), everywhere("get :secrets")],
    ["read-secrets *"],
  ],
  ["creating Secrets", [grant("create :secrets")], []],
  [
    "creating and reading Secrets",
    [grant("create :secrets"), grant("get :secrets")],
    ["read-secrets churn", "token-secrets churn"],
  ],
  ["creating pods", [grant("create :pods")], ["run-pods churn"]],
  ["creating pods with resourceNames", [grant("create :pods a")], []],
  ["kinds that create pods", [grant("patch apps:deployments a"), grant("create batch:cronjobs")], ["run-pods churn"]],
  ["kinds that Seldon creates pods from", [grant("update mlops.seldon.io:serverconfigs")], ["seldon-pods churn"]],
  ["Models, which Servers load", [grant("create mlops.seldon.io:models")], ["seldon-artifacts churn"]],
  ["tokens of one service account", [grant("create :serviceaccounts/token training")], ["tokens churn training"]],
  ["impersonating service accounts", [grant("impersonate :serviceaccounts")], ["impersonate churn"]],
  ["impersonating users, in a namespace", [grant("impersonate :users,groups")], []],
  ["impersonating users", [everywhere("impersonate :users")], ["impersonate-users *"]],
  ["bind and escalate", [grant("bind,escalate rbac.authorization.k8s.io:roles")], ["bind churn", "escalate churn"]],
  ["RoleBindings", [grant("create rbac.authorization.k8s.io:rolebindings")], ["roles churn"]],
  ["ClusterRoleBindings, in a namespace", [grant("create rbac.authorization.k8s.io:clusterrolebindings")], []],
  ["ClusterRoleBindings", [everywhere("create rbac.authorization.k8s.io:clusterrolebindings")], ["cluster-roles *"]],
  ["commands in pods", [grant("create :pods/exec")], ["exec churn"]],
  ["containers in pods", [grant("patch :pods/ephemeralcontainers")], ["exec churn"]],
  ["ports of pods", [grant("create :pods/portforward"), grant("get :services/proxy")], ["reach-pods churn"]],
  ["kubelets", [everywhere("get :nodes/proxy")], ["reach-nodes *"]],
  ["volumes of nodes", [everywhere("create :persistentvolumes")], ["host-volumes *"]],
  ["certificates", [everywhere("update certificates.k8s.io:certificatesigningrequests/approval")], ["certificates *"]],
  ["admission", [everywhere("patch admissionregistration.k8s.io:validatingadmissionpolicies")], ["admission *"]],
  ["quotas", [grant("delete :resourcequotas")], ["quota churn"]],
  [
    "policies",
    [grant("create networking.k8s.io:networkpolicies"), grant("patch cilium.io:ciliumnetworkpolicies")],
    ["policies churn"],
  ],
  ["the namespace itself", [grant("patch :namespaces churn")], ["namespaces churn churn"]],
  ["another namespace, which a Role does not grant", [grant("patch :namespaces fraud")], []],
  ["Applications", [grant("create argoproj.io:applications", "argocd")], ["argo-cd argocd"]],
  ["ExternalSecrets", [grant("create external-secrets.io:externalsecrets")], ["external-secrets churn"]],
])("$0: escalation paths $2", (_, grants, paths) => {
  expect(pathsOf(...grants)).toEqual(paths);
});

test("a wildcard rule opens every escalation path, on the cluster and in a namespace", () => {
  const all = { ...grant("* x:*"), rules: [{ ...grant("* x:*").rules[0], apiGroups: ["*"] }] };
  const [here, cluster] = [all, { ...all, namespace: undefined }].map((item) =>
    escalationsOf([
      {
        ...item,
        rules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"], resourceNames: [], nonResourceURLs: [] }],
      },
    ]),
  );
  expect([here?.length, cluster?.length]).toEqual([17, 23]);
  for (const { sentence } of cluster ?? []) expect(sentence).toMatch(/^[a-z].*[a-z]$/);
});
