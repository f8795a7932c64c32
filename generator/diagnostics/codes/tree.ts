import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** The steps after validation: rendering, the gate, plans and publishing. */
export const treeCodes = {
  "lifecycle/out-of-order": {
    severity: "error",
    summary:
      "A change skips a lifecycle state of a tenant, removes a tenant or a cluster that is not drained, or removes parts of an add-on in the wrong order.",
    why: "Models, pipelines and experiments have finalizers that cannot be removed without a running scheduler. A SeldonRuntime cannot be deleted while Servers exist (2.9.1). If one commit removes all these objects, they wait for each other indefinitely, and the namespace stays in Terminating.",
    fix: "Merge three separate commits: lifecycle draining, then lifecycle drained, then the removal of the tenant's file. The command npx --no-install tenantry plan --tenant churn --lifecycle removed shows the commits. For a cluster, the command npx --no-install tenantry plan --cluster staging --lifecycle removed shows the commits. If a cluster no longer exists, add the cluster to spec.lostClusters in platform.yaml.",
    messages: {
      notDraining: (tenant: string, cluster: string) =>
        `tenant ${tenant} is not draining on ${cluster} yet: merge a commit with lifecycle draining before you remove the runtime of the tenant`,
      stillServing: (tenant: string, cluster: string) =>
        `tenant ${tenant} still serves on ${cluster}: without a Server, Argo CD would delete the tenant's runtime at once, and the models could never be deleted`,
      notDrained: (tenant: string, cluster: string) =>
        `tenant ${tenant} is not drained on ${cluster}: if the tenant is removed now, its models wait for their scheduler indefinitely`,
      clusterInUse: (cluster: string, tenants: string) =>
        `cluster ${cluster} is not drained: ${tenants} still has models or a runtime there`,
      onlyCluster: (cluster: string) => `${cluster} is the only cluster, and a platform needs at least one cluster`,
      remainingRuntimes: (cluster: string, tenants: string, before: string, after: string) =>
        `left-over runtimes of ${tenants} on ${cluster}: ${before} and ${after} have runtimes in different namespaces`,
      missingBranch: (branch: string, cluster: string) =>
        `missing branch ${branch} in this clone: the merged state of ${cluster} is unknown`,
      addonNotRetired: (addon: string, cluster: string, parts: string) =>
        `add-on ${addon} is still installed on ${cluster}: without its entry, Argo CD would delete ${parts} at once, in no order`,
      partsTogether: (addon: string, first: string, second: string, cluster: string) =>
        `part ${second} of add-on ${addon} leaves ${cluster} together with ${first}: merge a commit without ${first} first`,
      laterCluster: (cluster: string, lifecycle: string) =>
        `cluster ${cluster} sets lifecycle ${lifecycle} for all its tenants`,
    },
  },
  "render/component": {
    severity: "error",
    summary: "A component under platform/components/ contains a field, a file or a path that is not allowed.",
    why: "Without a check, kustomize could fetch remote bases, run plug-ins, and follow paths out of the component's folder. The build could then depend on unreviewed files. Therefore a component may only list files of its folder, apply patches, and generate ConfigMaps.",
    fix: "Move all files that the component uses into the component's folder. Remove the fields that are not allowed.",
    messages: {
      notComponent: (component: string) => `invalid kind of ${component}: not a Component`,
      platformName: (component: string) => `invalid name ${component}: an Application of the platform has this name`,
      refusedField: (field: string) => `invalid field ${field} in a component`,
      invalidPart: () => "invalid annotation tenantry.dev/part",
      invalidText: (problem: string) => `invalid inline text: ${problem}`,
      outsideFolder: (path: string, folder: string) => `invalid path ${path}: it leads out of ${folder}`,
      unknownFile: (file: string) => `unknown file ${file}`,
      unsupportedField: (field: string) => `unsupported field ${field} of a kustomization`,
      invalidType: (field: string) => `invalid type of ${field}: kustomize does not accept this type`,
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
    why: "Argo CD would also fail to build the kustomization, or would sync objects that Tenantry did not check. The usual cause is a missing file, or a patch that names a missing object.",
    fix: "Run kustomize build on the named folder, and fix the error that kustomize reports.",
    messages: {
      refused: (target: string, problem: string) => `kustomize rejected ${target}: ${problem}`,
      buildFailed: (problem: string) => `kustomize build failed: ${problem}`,
      unreadableOutput: (target: string, content: string) =>
        `invalid output of kustomize for ${target}: it contains ${content}`,
      invalidKustomization: () => "invalid kustomization",
      missingFile: (path: string) => `missing file or folder ${path}`,
      symbolicLink: (path: string) => `invalid path ${path}: it contains a symbolic link`,
      notRegularFile: (path: string) => `invalid file ${path}: not a regular file`,
      unsupportedChart: (field: string) => `unsupported field ${field}: Tenantry does not render charts`,
    },
  },
  "render/duplicate": {
    severity: "error",
    summary: "Two objects of one cluster have the same kind, namespace and name.",
    why: "Two Applications would manage the same object, and each sync of one Application would undo the last sync of the other. If one of the two Applications were deleted, Argo CD would delete the object too.",
    fix: "Rename one of the two objects. An object that a component adds must not have the name of a generated object. To change a generated object, add a patch to the component.",
    messages: {
      duplicateObject: (object: string, first: string, second: string) =>
        `duplicate object ${object} in Applications ${first} and ${second}`,
    },
  },
  "gate/invalid": {
    severity: "error",
    summary: "An object does not match its schema.",
    why: "The API server of the cluster would reject the object, or silently drop the invalid field. The error would appear only after the merge, as a failed sync in Argo CD.",
    fix: "Fix the named field in its source: a component, or the tenant's file. If the object is generated and its input is right, report the error to the maintainers of Tenantry.",
    messages: {
      invalidObject: (object: string, problem: string) => `${object}: ${problem}`,
    },
  },
  "gate/no-schema": {
    severity: "error",
    summary: "No schema is pinned for the kind of an object.",
    why: "Without a schema, the check cannot decide whether the cluster would accept the object. A validator that skips unknown kinds also accepts a misspelled kind.",
    fix: "Spell apiVersion and kind as the cluster does, or add the schema of the kind to platform/schemas.yaml. For example, npx --no-install tenantry versions --add github.com/cert-manager/cert-manager@v1.21.2 --crd deploy/crds/cert-manager.io_certificates.yaml adds the schema of Certificate. Add a CustomResourceDefinition that no Go module contains as a file in platform/schemas/.",
    messages: {
      missingSchema: (apiVersion: string, object: string) => `missing schema for ${apiVersion} ${object}`,
      removedVersion: (object: string, kubernetes: string, apiVersion: string) =>
        `${object}: Kubernetes ${kubernetes} no longer serves ${apiVersion}`,
    },
  },
  "gate/project": {
    severity: "error",
    summary: "An Application contains an object that its AppProject does not allow.",
    why: "The AppProject of a tenant's Application allows only the kinds and the namespace that the Application needs, so that a commit of one team cannot change objects of another team. If one object is not allowed, Argo CD fails the whole sync of the Application.",
    fix: "The annotation tenantry.dev/part in the kustomization.yaml of a component sets the Application of all its objects: guardrails, or workloads (the default). Set the annotation to the Application whose AppProject allows the kind. If no AppProject allows the kind, the platform team can allow it in spec.tenantKinds of platform.yaml. If the object sets another namespace, remove that namespace. If the object is cluster-scoped, the platform team moves it to a component of the cluster. In a component of a cluster, each namespaced object needs a namespace of the platform. If the scope of a kind is unknown, declare the scope in the schema of the kind in platform/schemas/.",
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
    why: "The API server rejects a change to the volumeClaimTemplates of a StatefulSet, a smaller size of a volume claim, and a different storage class of a volume claim. Seldon's operator then retries indefinitely and applies no other change to the affected Server, so git and the cluster differ.",
    fix: "Give the changed object another name, so that Argo CD creates a new object. Then move the traffic to the new object. The command npx --no-install tenantry plan shows what each option interrupts.",
    messages: {
      refusedChange: (object: string, problem: string) => `${object}: ${problem}`,
    },
  },
  "publish/unmarked": {
    severity: "error",
    summary: "A generated tree contains a file that the generator did not write.",
    why: "The generator replaces the generated folders as a whole, and Argo CD syncs every file in these folders. A file without the generator's mark belongs to a user. The generator therefore does not remove the file, but reports the file before Argo CD syncs it.",
    fix: "Move the file out of the generated tree, or remove the file. To run other objects on a cluster in addition to the generated objects, use a component.",
    messages: {
      handWritten: (file: string) => `unexpected hand-written file ${file} in a generated tree`,
      notPlain: (file: string, kind: string) =>
        `invalid mode of ${file}: it is ${kind} in git, but generated files must be plain files`,
    },
  },
  "publish/code-owners": {
    severity: "error",
    summary: "Tenantry cannot maintain its section of a CODEOWNERS file that other projects use too.",
    why: "GitHub reads only one CODEOWNERS file for the whole repository. With repository.path, Tenantry changes only the lines between its two markers. If a marker is missing, these lines are unknown. If a line after the section matches the same files, this line takes precedence, and the owners in the section have no effect.",
    fix: "Repair the markers: the section begins with # BEGIN Tenantry and ends with # END Tenantry, each followed by the folder. Or remove the markers and the lines between them, and run npx --no-install tenantry build. Move lines that can match files of this folder above the section.",
    messages: {
      duplicateMarker: (marker: string) => `duplicate marker: ${marker}`,
      missingEnd: (folder: string) => `missing end of the section of ${folder}`,
      missingBegin: (folder: string) => `missing begin of the section of ${folder}`,
      foreignMarker: (folder: string) => `unexpected marker in the section of ${folder}`,
      laterPattern: (pattern: string, folder: string) =>
        `pattern ${pattern} follows the section of ${folder}, and can match files of ${folder}`,
      notPlain: (file: string) => `invalid file ${file}: it is not a plain file`,
      notText: (file: string) => `invalid file ${file}: it is not valid UTF-8`,
    },
  },
  "publish/left-over-section": {
    severity: "warning",
    summary: "CODEOWNERS contains the section of a folder that contains no platform.",
    why: "A platform has moved to another folder of the repository, or was removed. Each platform changes only its own section, because another team can be adding its platform on another branch. If a project later uses the former folder, the owners of the left-over section would review the files of the project.",
    fix: "Remove the section with its two markers. If a platform will be added to the folder, keep the section.",
    messages: {
      leftOverSection: (folder: string) => `left-over section of ${folder}: the folder contains no platform`,
    },
  },
  "publish/drift": {
    severity: "error",
    summary: "The generated tree on disk does not match the inputs.",
    why: "Argo CD syncs the generated tree, not the input files. A manual edit of the tree would be in effect until the next build removes the edit. A changed input file has no effect until a build.",
    fix: "Run npx --no-install tenantry build, and commit the changed files together with the inputs.",
    messages: {
      missingFile: (file: string) => `missing generated file ${file}`,
      staleLine: () => "generated line is out of date",
      staleSection: (folder: string) => `the section of ${folder} is out of date`,
      leftOverFile: (file: string) => `left-over generated file ${file}: no input file requires it`,
      severalFiles: (count: number, owner: string, first: string) =>
        `${count} generated files of ${owner} are out of date, for example: ${first}`,
    },
  },
  "publish/interrupted": {
    severity: "error",
    summary: "An earlier build was interrupted, and the tree has not been restored yet.",
    why: "The build ended while it moved files into place, so the tree is incomplete. If an incomplete tree were committed, Argo CD would delete the objects of the missing files.",
    fix: "Run npx --no-install tenantry build. The command build restores the previous tree before it writes files.",
    messages: {
      interrupted: () => "incomplete tree: an earlier build was interrupted while it wrote files",
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
