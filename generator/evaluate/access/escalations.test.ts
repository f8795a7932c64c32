import { expect, test } from "vitest";
import type { Grant } from "./authority.ts";
import { escalationsOf } from "./escalations.ts";

/** "verbs group/resource,resource names": one rule, as short as it goes. */
function grant(written: string, namespace: string | undefined = "churn", binding = "b"): Grant {
  const [verbs = "", what = "", names] = written.split(" ");
  const [group = "", ...rest] = what.split(":");
  const rule = {
    verbs: verbs.split(","),
    apiGroups: [group],
    resources: rest.join(":").split(","),
    resourceNames: names === undefined ? [] : names.split(","),
    nonResourceURLs: [],
  };
  return { subject: { kind: "Group", name: "g", namespace: undefined }, rules: [rule], namespace, binding, role: "r" };
}
const everywhere = (written: string): Grant => ({ ...grant(written), namespace: undefined });
const found = (...grants: readonly Grant[]): readonly string[] =>
  escalationsOf(grants).map(({ way, namespace, names }) => [way, namespace ?? "*", ...(names ?? [])].join(" "));

test.each<readonly [string, readonly Grant[], readonly string[]]>([
  ["looking at pods", [grant("get,list,watch :pods,pods/log,configmaps")], []],
  ["Secrets", [grant("list :secrets")], ["read-secrets churn"]],
  ["two of them", [grant("get :secrets b"), grant("get :secrets a")], ["read-secrets churn a b"]],
  ["two of them, and all", [grant("get :secrets a"), grant("watch :secrets")], ["read-secrets churn"]],
  ["all, here and everywhere", [grant("get :secrets"), everywhere("get :secrets")], ["read-secrets *"]],
  ["making Secrets", [grant("create :secrets")], []],
  [
    "making and reading Secrets",
    [grant("create :secrets"), grant("get :secrets")],
    ["read-secrets churn", "token-secrets churn"],
  ],
  ["pods", [grant("create :pods")], ["run-pods churn"]],
  ["pods that cannot have that name yet", [grant("create :pods a")], []],
  ["what makes pods", [grant("patch apps:deployments a"), grant("create batch:cronjobs")], ["run-pods churn"]],
  ["what Seldon makes pods of", [grant("update mlops.seldon.io:serverconfigs")], ["seldon-pods churn"]],
  ["what Servers load", [grant("create mlops.seldon.io:models")], ["seldon-artifacts churn"]],
  ["tokens of one account", [grant("create :serviceaccounts/token training")], ["tokens churn training"]],
  ["acting as accounts", [grant("impersonate :serviceaccounts")], ["impersonate churn"]],
  ["acting as people, in a namespace", [grant("impersonate :users,groups")], []],
  ["acting as people", [everywhere("impersonate :users")], ["impersonate-users *"]],
  ["bind and escalate", [grant("bind,escalate rbac.authorization.k8s.io:roles")], ["bind churn", "escalate churn"]],
  ["bindings", [grant("create rbac.authorization.k8s.io:rolebindings")], ["roles churn"]],
  ["bindings of the cluster, in a namespace", [grant("create rbac.authorization.k8s.io:clusterrolebindings")], []],
  [
    "bindings of the cluster",
    [everywhere("create rbac.authorization.k8s.io:clusterrolebindings")],
    ["cluster-roles *"],
  ],
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
  ["another namespace, which a Role does not give", [grant("patch :namespaces fraud")], []],
  ["Applications", [grant("create argoproj.io:applications", "argocd")], ["argo-cd argocd"]],
  ["secrets of a store", [grant("create external-secrets.io:externalsecrets")], ["external-secrets churn"]],
])("$0: ways $2", (_, grants, ways) => {
  expect(found(...grants)).toEqual(ways);
});

test("everything is every way, on the cluster and within a namespace", () => {
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
