import { replaced } from "../../diagnostics/example.ts";
import { escalationsFrom } from "../../evaluate/access/escalations.ts";
import { roleRulesOf } from "../../evaluate/access/policy-rule.ts";
import { type Subject, subjectName } from "../../evaluate/access/subject.ts";
import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { clusterScope, tenantScope } from "../../generate/scope.ts";
import { runtimeRecipient, tenantRecipient } from "../../generate/share-recipient.ts";
import { readerName, sharesOf } from "../../generate/tenant-shares.ts";
import { clusterRoleKind, roleBindingKind, roleKind } from "../../models/kinds.ts";
import type { ClusterEntry } from "../../validate/inventory.ts";
import { defineRule } from "../rule.ts";
import { subjectsOf } from "./bindings.ts";

export const accessForeignSecret = defineRule({
  code: "access/foreign-secret",
  severity: "error",
  over: "object",
  kinds: [roleBindingKind],
  inFolder: "not checked",
  neverWaived: "The Secrets of a platform's namespace are the credentials of all tenants.",
  summary: "A ServiceAccount of a tenant can read a Secret of the platform that no add-on gives to the tenant.",
  docs: {
    why: "The namespaces of add-ons contain the keys of authorities and the users of all tenants. With such a key, an attacker in one pod of the tenant can act as every tenant. The account that copies a Secret of an add-on for the tenant may read exactly this Secret.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: training, namespace: mlflow }
rules: [{ apiGroups: [""], resources: [secrets], resourceNames: [mlflow-database], verbs: [get] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: training, namespace: mlflow }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: training }
subjects: [{ kind: ServiceAccount, name: churn-training, namespace: churn }]
`,
    valid: replaced("[secrets], resourceNames: [mlflow-database]", "[configmaps], resourceNames: [mlflow-settings]"),
    fix: "Remove the binding. If tenants need a copy of a Secret of an add-on, list the Secret under perTenant.<name>.secrets of the add-on.",
  },
  *check(binding, manifestSet) {
    const { cluster } = manifestSet.context;
    const { namespace } = binding;
    if (cluster === undefined || namespace === undefined || isTenant(cluster, namespace)) return;
    const name = textAt(binding.object, "roleRef", "name") ?? "";
    const role =
      textAt(binding.object, "roleRef", "kind") === "ClusterRole"
        ? manifestSet.named(clusterRoleKind, undefined, name)
        : manifestSet.named(roleKind, namespace, name);
    const reading = (role === undefined ? [] : roleRulesOf({ ...role.object })).filter((rule) =>
      escalationsFrom(rule, undefined).some(({ way }) => way === "read-secrets"),
    );
    if (reading.length === 0) return;
    for (const { path, subject } of subjectsOf(binding)) {
      const given = subject === undefined ? undefined : secretsGivenTo(cluster, subject, namespace);
      if (subject === undefined || given === undefined) continue;
      const names = reading.flatMap(({ resourceNames }) => (resourceNames.length === 0 ? [""] : resourceNames));
      const foreign = names.find((secret) => !given.includes(secret));
      if (foreign === undefined) continue;
      const what = foreign === "" ? "every Secret" : `Secret ${foreign}`;
      yield {
        at: binding.at([...path, "name"], "value"),
        message: `too many rights of ${subject.kind} ${subjectName(subject)}: it can read ${what} in ${describeNamespace(namespace)}`,
      };
    }
  },
});

function isTenant({ tenants }: ClusterEntry, namespace: string): boolean {
  return tenants.some(({ name }) => name === namespace);
}

/** The Secrets of a namespace that a subject copies. Undefined for a subject of the platform. */
function secretsGivenTo(cluster: ClusterEntry, subject: Subject, namespace: string): readonly string[] | undefined {
  const group = /^system:serviceaccounts:(.+)$/.exec(subject.kind === "Group" ? subject.name : "")?.[1];
  const tenant = cluster.tenants.find(({ name }) => name === (group ?? subject.namespace));
  const scope = clusterScope(cluster);
  const isRuntime = subject.namespace === scope.place.namespace && isReader(subject);
  if (tenant === undefined && !isRuntime) return undefined;
  const recipient = tenant === undefined ? runtimeRecipient(scope) : tenantRecipient(tenantScope(cluster, tenant));
  return (recipient === undefined ? [] : sharesOf(recipient))
    .flatMap(({ secrets }) => secrets)
    .filter((secret) => secret.namespace === namespace && readerName(secret) === subject.name)
    .map(({ name }) => name);
}

/** Whether an account has the name of one that copies a Secret. */
function isReader({ kind, name }: Subject): boolean {
  return kind === "ServiceAccount" && name.endsWith(readerName({ to: "" }));
}
