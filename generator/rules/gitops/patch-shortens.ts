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

/** Lists that a strategic patch replaces as a whole, and that mean something by each entry. */
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
  summary: "A patch adds to a list, and does not replace it with a shorter one.",
  docs: {
    why: "A strategic patch merges the lists that Kubernetes gives a key, containers by name for example. Rules of policies and roles have none: the patch's list replaces the whole of what was there, and a flow that somebody needed is closed without a word.",
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
    fix: "Add with a JSON patch (op: add, path: /spec/egress/-), or write an object of its own: policies and roles add up.",
  },
  *check({ object, name, before, at, kind }) {
    if (before === undefined) return;
    for (const path of lists[kind] ?? []) {
      const [were, are] = [listAt(before, ...path).length, listAt(object, ...path).length];
      if (are >= were) continue;
      yield {
        at: at(path, "key"),
        message: `a patch leaves ${are} of ${were} entries of ${String(path.at(-1))} in ${object.kind} ${name}`,
      };
    }
  },
});
