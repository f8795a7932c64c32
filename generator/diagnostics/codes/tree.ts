import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** What is rendered, gated, planned and published. */
export const treeCodes = {
  "lifecycle/out-of-order": {
    severity: "error",
    summary: "A tenant that skips a state on its way, or leaves before it is drained.",
    why: "Models, pipelines and experiments have finalizers that only their scheduler takes away, and a runtime refuses to go while Servers are there (2.9.1). Taken away in one commit they wait for each other for ever, and the namespace stays in Terminating.",
    fix: "Merge one state after the other: draining, then drained, then the file may go. The command npx --no-install tenantry plan --tenant churn --lifecycle removed shows the commits.",
  },
  "render/component": {
    severity: "error",
    summary: "A component under platform/components/ that cannot be used as asked.",
    why: "Kustomize would fetch remote bases, run plug-ins, and follow paths out of the folder: what is built would depend on more than what was reviewed. So a component lists files of its own folder, patches, and makes ConfigMaps.",
    fix: "Keep everything that it uses in its own folder, and leave out fields that are not among the allowed ones.",
    example: {
      invalid: `
# platform/components/banner/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources: [https://github.com/acme/banner]
`,
      valid: `
# platform/components/banner/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources: [config-map.yaml]
# platform/components/banner/config-map.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: banner }
data: { text: Under maintenance }
`,
    },
  },
  "render/failed": {
    severity: "error",
    summary: "Kustomize refused a kustomization.",
    why: "Argo CD would be refused as well, or would sync something else than was looked at. Mostly a patch names an object that is not there, or a file is missing.",
    fix: "Run kustomize build on the folder that is named, and fix what it says.",
  },
  "render/duplicate": {
    severity: "error",
    summary: "Two objects of one cluster have the same kind, namespace and name.",
    why: "Two Applications would hold one object: each sync of the one undoes the other's, for ever, and whichever is deleted first takes it along.",
    fix: "Rename one of them. What a component adds must not be called like what is generated: to change that, patch it.",
  },
  "gate/invalid": {
    severity: "error",
    summary: "An object that does not fit its schema.",
    why: "The API server of that cluster would refuse it, or drop the field in silence. Argo CD would show a failed sync after the merge, when the commit is on the main branch already.",
    fix: "Fix the field that is named where it was written: in a component, or in the tenant's file; if the object is generated and its input is right, please report it.",
  },
  "gate/no-schema": {
    severity: "error",
    summary: "No schema is pinned for the kind of an object.",
    why: "Nobody can say whether the cluster would take it. A checker that skips what it does not know passes a misspelt kind too.",
    fix: "Spell apiVersion and kind as the cluster has them, or pin the kind in generator/tools/schema-sources.ts.",
  },
  "gate/project": {
    severity: "error",
    summary: "An object that the AppProject of its Application would refuse.",
    why: "A project allows exactly the kinds that its Application holds, in exactly one namespace, so that no team's commit reaches another's. Argo CD then fails the whole sync, of everything else in it too.",
    fix: "Say with the annotation tenantry.dev/part which of a tenant's Applications the component belongs to, leave the namespace out, and have the platform make what is the cluster's.",
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver } }
  components: [quiet]
# platform/components/quiet/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
metadata: { name: quiet, annotations: { tenantry.dev/part: workloads } }
resources: [policy.yaml]
# platform/components/quiet/policy.yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: quiet }
spec: { podSelector: {}, policyTypes: [Egress] }
`,
      valid: replaced("tenantry.dev/part: workloads", "tenantry.dev/part: guardrails"),
    },
  },
  "plan/immutable": {
    severity: "error",
    summary: "A change that Kubernetes or Seldon would refuse for ever.",
    why: "The volume claims of a StatefulSet cannot be changed, no volume shrinks, and a claim keeps its class. Seldon's operator tries again for ever and gets to nothing else of that Server, while git and the cluster differ.",
    fix: "Give what changes another name, so that it is made anew, and move over; npx --no-install tenantry plan shows what each way interrupts.",
  },
  "publish/unmarked": {
    severity: "error",
    summary: "A file in a generated tree that the generator did not write.",
    why: "These folders are written as a whole, and Argo CD syncs all that lies in them. A file without the generator's mark is somebody's, so it is neither removed nor synced in silence.",
    fix: "Move it elsewhere, or remove it. What a cluster is to run beside the generated objects is a component.",
  },
  "publish/drift": {
    severity: "error",
    summary: "The tree on disk is not what the inputs give.",
    why: "Argo CD syncs the tree and not the inputs: what was edited by hand would run until the next build takes it away, and an input without a build has no effect.",
    fix: "Run npx --no-install tenantry build, and commit what it changes together with the inputs.",
  },
  "publish/interrupted": {
    severity: "error",
    summary: "An earlier build was interrupted; the next one puts the tree back first.",
    why: "The build was ended while it moved files into place. Half of a tree, committed, would make Argo CD remove the other half.",
    fix: "Run npx --no-install tenantry build: it puts back what was there, then builds.",
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
