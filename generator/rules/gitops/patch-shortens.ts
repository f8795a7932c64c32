import { listAt } from "../../evaluate/manifests/reading.ts";
import type { Path } from "../../load/source.ts";
import {
  clusterRoleKind,
  experimentKind,
  networkPolicyKind,
  pipelineKind,
  roleBindingKind,
  roleKind,
} from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

/** Lists that a strategic merge patch replaces as a whole, and in which every entry has an effect. */
const lists: Readonly<Record<string, readonly Path[]>> = {
  [networkPolicyKind]: [
    ["spec", "ingress"],
    ["spec", "egress"],
    ["spec", "policyTypes"],
  ],
  [roleKind]: [["rules"]],
  [clusterRoleKind]: [["rules"]],
  [roleBindingKind]: [["subjects"]],
  [experimentKind]: [["spec", "candidates"]],
  [pipelineKind]: [["spec", "steps"]],
};

export const gitopsPatchShortens = defineRule({
  code: "gitops/patch-shortens",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: Object.keys(lists),
  summary: "A patch replaces a list with a shorter list.",
  docs: {
    why: "A strategic merge patch merges only lists for which Kubernetes defines a key, for example containers by name. The rules of a NetworkPolicy or a Role have no key, so a patch replaces the whole list, and can silently remove a rule that a workload needs.",
    invalid: `
# churn/kustomization.yaml
resources: [policy.yaml]
patches: [{ path: patch.yaml }]
# churn/policy.yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: flows, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: minio } } }]
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: mlflow } } }]
# churn/patch.yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: flows, namespace: churn }
spec:
  egress:
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kafka } } }]
`,
    valid: `
# churn/kustomization.yaml
resources: [policy.yaml]
patches: [{ path: patch.yaml, target: { kind: NetworkPolicy } }]
# churn/policy.yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: flows, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: minio } } }]
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: mlflow } } }]
# churn/patch.yaml
- op: add
  path: /spec/egress/-
  value: { to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kafka } } }] }
`,
    fix: "Add the entry with a JSON patch (op: add, path: /spec/egress/-), or write a separate object: NetworkPolicies, Roles and RoleBindings are additive.",
  },
  *check({ object, name, before, at, kind }) {
    if (before === undefined) return;
    for (const path of lists[kind] ?? []) {
      const [were, are] = [listAt(before, ...path).length, listAt(object, ...path).length];
      if (are >= were) continue;
      yield {
        at: at(path, "key"),
        message: `a patch shortens ${String(path.at(-1))} of ${object.kind} ${name} from ${were} to ${are} ${are === 1 ? "entry" : "entries"}`,
      };
    }
  },
});
