import { replaced } from "../../diagnostics/example.ts";
import { type Subject, subjectName } from "../../evaluate/access/subject.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { roleBindingKind, roleKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { subjectsOf } from "./bindings.ts";

export const accessForeignAccount = defineRule({
  code: "access/foreign-account",
  severity: "error",
  over: "object",
  kinds: [roleBindingKind],
  summary: "A ServiceAccount of another namespace is bound to a role in a tenant's namespace.",
  docs: {
    why: "Any user who can create pods in the namespace of the ServiceAccount can run pods as this account, and so gets access to the tenant's namespace. No object in the namespace of the ServiceAccount shows that the account has rights in the tenant's namespace. No object in the tenant's namespace shows which users can run pods as a ServiceAccount of another namespace. The rule ignores the ServiceAccount of Seldon's operator. It also ignores the ServiceAccount of Prometheus if the role only lets Prometheus discover its targets.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: training, namespace: churn }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: training }
subjects: [{ kind: ServiceAccount, name: fraud-training, namespace: fraud-detection }]
`,
    valid: replaced("name: fraud-training, namespace: fraud-detection", "name: churn-training, namespace: churn"),
    fix: "Bind the role to a ServiceAccount of the tenant's namespace, and run the pods that need the role in that namespace.",
  },
  *check(binding, manifestSet) {
    const tenant = manifestSet.context.tenant?.name;
    if (tenant === undefined || binding.namespace !== tenant) return;
    for (const { path, written, subject } of subjectsOf(binding)) {
      if (subject?.kind !== "ServiceAccount" || subject.namespace === tenant) continue;
      if (isOperator(subject, manifestSet) || isScraper(subject, binding, manifestSet)) continue;
      yield {
        at: binding.at([...path, "namespace" in written ? "namespace" : "name"], "value"),
        message: `subject ServiceAccount ${subjectName(subject)} is not allowed: it is not in namespace ${tenant}`,
        hint: `Any user who can create pods in ${subject.namespace} gets the rights of the role. Bind the role to a ServiceAccount of ${tenant}.`,
      };
    }
  },
});

/** A central operator without a ClusterRole needs a Role in each tenant's namespace. */
function isOperator({ name, namespace }: Subject, { context, seldon }: ManifestSet): boolean {
  return name === seldon.access.operator.account && namespace === context.platform?.spec.seldon.namespace;
}

/** A Prometheus without a ClusterRole needs to read pods, Services and endpoints in each namespace that it scrapes, and nothing else. */
function isScraper({ namespace }: Subject, binding: Manifest, manifestSet: ManifestSet): boolean {
  if (namespace === undefined || namespace !== manifestSet.context.cluster?.spec.prometheus.namespace) return false;
  if (textAt(binding.object, "roleRef", "kind") !== "Role") return false;
  const role = manifestSet.named(roleKind, binding.namespace, textAt(binding.object, "roleRef", "name") ?? "");
  return role !== undefined && listAt(role.object, "rules").every(onlyDiscovers);
}

const targets = ["endpoints", "endpointslices", "ingresses", "pods", "services"];

function onlyDiscovers(rule: unknown): boolean {
  const [verbs, resources] = [textsAt(rule, "verbs"), textsAt(rule, "resources")];
  return (
    verbs.every((verb) => ["get", "list", "watch"].includes(verb)) &&
    resources.every((resource) => targets.includes(resource))
  );
}
