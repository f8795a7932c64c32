import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** The steps after validation: rendering, the gate, plans and publishing. */
export const treeCodes = {
  "lifecycle/out-of-order": {
    severity: "error",
    summary: "A tenant skips a lifecycle state, or is removed before it is drained.",
    why: "Models, pipelines and experiments have finalizers that only their scheduler removes, and a runtime cannot be deleted while Servers exist (2.9.1). If one commit removes them all, they wait for each other indefinitely, and the namespace stays in Terminating.",
    fix: "Merge one state after the other: draining, then drained, then the removal of the file. The command npx --no-install tenantry plan --tenant churn --lifecycle removed shows the commits.",
    messages: {
      notDraining: (tenant: string, cluster: string) =>
        `tenant ${tenant} is not draining on ${cluster} yet: its runtime can be removed only after the commit that drains it is merged`,
      stillServing: (tenant: string, cluster: string) =>
        `tenant ${tenant} still serves on ${cluster}: without a Server its runtime would be deleted at once, and its models could not be`,
      notDrained: (tenant: string, cluster: string) =>
        `tenant ${tenant} is removed from ${cluster} before it is drained: its models would wait for their scheduler indefinitely`,
      remainingRuntimes: (cluster: string, tenants: string, before: string, after: string) =>
        `runtimes still exist on ${cluster} for ${tenants}: ${before} and ${after} have runtimes in different places`,
      missingBranch: (branch: string, cluster: string) =>
        `missing branch ${branch} in this clone: the merged state of ${cluster} is unknown`,
      laterCluster: (cluster: string, lifecycle: string) =>
        `cluster ${cluster} sets lifecycle ${lifecycle} for all its tenants`,
    },
  },
  "render/component": {
    severity: "error",
    summary: "A component under platform/components/ is not usable as it is written.",
    why: "Kustomize would fetch remote bases, run plug-ins, and follow paths out of the folder. The build would depend on more than the reviewed files. Therefore a component may list files in its folder, apply patches, and generate ConfigMaps.",
    fix: "Keep everything that it uses in its own folder, and remove fields that are not among the allowed ones.",
    messages: {
      notComponent: (component: string) => `invalid kind of ${component}: not a Component`,
      platformName: (component: string) => `invalid name ${component}: an Application of the platform has this name`,
      refusedField: (field: string) => `invalid field ${field} in a component`,
      invalidPart: () => "invalid part of a tenant",
      invalidText: (problem: string) => `invalid inline text: ${problem}`,
      outsideFolder: (path: string, folder: string) => `invalid path ${path}: it leads out of ${folder}`,
      unknownFile: (file: string) => `unknown file ${file}`,
      unsupportedField: (field: string) => `unsupported field ${field} of a kustomization`,
      invalidType: (field: string) => `invalid type of ${field}: kustomize does not accept it`,
    },
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
    summary: "Kustomize rejected a kustomization.",
    why: "Argo CD would be rejected as well, or would sync something other than what was checked. Mostly a patch names an object that does not exist, or a file is missing.",
    fix: "Run kustomize build on the named folder, and fix the error that it reports.",
    messages: {
      refused: (target: string, problem: string) => `kustomize rejected ${target}: ${problem}`,
      buildFailed: (problem: string) => `kustomize build failed: ${problem}`,
      unreadableOutput: (target: string, content: string) => `the build of ${target} contains ${content}`,
      invalidKustomization: () => "invalid kustomization",
      missingFile: (path: string) => `missing file or folder ${path}`,
      symbolicLink: (path: string) => `${path} is a symbolic link, or is below one`,
      notRegularFile: (path: string) => `${path} is not a regular file`,
      unsupportedChart: (field: string) => `unsupported field ${field}: charts are not inflated here`,
    },
  },
  "render/duplicate": {
    severity: "error",
    summary: "Two objects of one cluster have the same kind, namespace and name.",
    why: "Two Applications would manage one object: each sync of one undoes the other's, indefinitely, and the first Application that is deleted deletes the object too.",
    fix: "Rename one of them. An object that a component adds must not have the name of a generated object. To change a generated object, patch it.",
    messages: {
      duplicateObject: (object: string, first: string, second: string) =>
        `duplicate object ${object} in Applications ${first} and ${second}`,
    },
  },
  "gate/invalid": {
    severity: "error",
    summary: "An object does not match its schema.",
    why: "The API server of that cluster would reject it, or silently drop the field. Argo CD would show a failed sync after the merge, when the commit is already on the main branch.",
    fix: "Fix the named field in its source: a component, or the tenant's file. If the object is generated and its input is right, report the error to the maintainers of Tenantry.",
    messages: {
      invalidObject: (object: string, problem: string) => `${object}: ${problem}`,
    },
  },
  "gate/no-schema": {
    severity: "error",
    summary: "No schema is pinned for the kind of an object.",
    why: "Without a schema the check cannot decide whether the cluster would accept the object. A validator that skips unknown kinds also passes a misspelled kind.",
    fix: "Spell apiVersion and kind as the cluster does, or pin the kind in generator/tools/schema-sources.ts.",
    messages: {
      missingSchema: (apiVersion: string, object: string) => `missing schema for ${apiVersion} ${object}`,
      removedVersion: (object: string, kubernetes: string, apiVersion: string) =>
        `${object}: Kubernetes ${kubernetes} no longer serves ${apiVersion}`,
    },
  },
  "gate/project": {
    severity: "error",
    summary: "The AppProject of an Application would reject one of its objects.",
    why: "A project allows exactly the kinds that its Application contains, in exactly one namespace, so that no team's commit reaches another team. Argo CD then fails the whole sync, with everything else in it.",
    fix: "Set the annotation tenantry.dev/part to the tenant's Application that the component belongs to, and remove the namespace. Have the platform create cluster-scoped objects.",
    messages: {
      refusedObject: (project: string, object: string, reason: string) =>
        `project ${project} does not allow ${object}: ${reason}`,
    },
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
    summary: "Kubernetes or Seldon would permanently reject a change.",
    why: "The volume claims of a StatefulSet cannot be changed, no volume shrinks, and a claim keeps its class. Seldon's operator retries indefinitely and applies nothing else of that Server, while git and the cluster differ.",
    fix: "Give the changed object another name, so that it is created again, and move to it. The command npx --no-install tenantry plan shows what each option interrupts.",
    messages: {
      refusedChange: (object: string, problem: string) => `${object}: ${problem}`,
    },
  },
  "publish/unmarked": {
    severity: "error",
    summary: "A generated tree contains a file that the generator did not write.",
    why: "The generator writes these folders as a whole, and Argo CD syncs every file in them. A file without the generator's mark belongs to a user, so the generator neither removes it nor lets Argo CD sync it silently.",
    fix: "Move it elsewhere, or remove it. Use a component for objects that a cluster is to run in addition to the generated ones.",
    messages: {
      handWritten: (file: string) => `hand-written file ${file} in a generated tree`,
      notPlain: (file: string, kind: string) => `${file} is ${kind} in git, but generated files must be plain files`,
    },
  },
  "publish/drift": {
    severity: "error",
    summary: "The generated tree on disk does not match the inputs.",
    why: "Argo CD syncs the tree and not the inputs. A manual edit would run until the next build removes it, and an input without a build has no effect.",
    fix: "Run npx --no-install tenantry build, and commit the changed files together with the inputs.",
    messages: {
      missingFile: (file: string) => `missing generated file ${file}`,
      staleLine: () => "generated line is out of date",
      leftOverFile: (file: string) => `left-over generated file ${file}: no input file requires it`,
      severalFiles: (count: number, owner: string, first: string) =>
        `${count} generated files of ${owner} are out of date, the first one: ${first}`,
    },
  },
  "publish/interrupted": {
    severity: "error",
    summary: "An earlier build was interrupted, and the tree has not been restored yet.",
    why: "The build ended while it moved files into place. If half of a tree were committed, Argo CD would remove the other half.",
    fix: "Run npx --no-install tenantry build: it restores the previous tree, then builds.",
    messages: {
      interrupted: () => "an earlier build was interrupted while it wrote files",
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
