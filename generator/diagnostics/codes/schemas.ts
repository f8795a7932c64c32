import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Versions, and the schemas that objects are validated against. */
export const schemaCodes = {
  "platform/version": {
    severity: "error",
    summary:
      "Tenantry does not support a version of Kubernetes, Argo CD or Seldon Core, or has no pinned schemas for it.",
    why: "Tenantry validates every object against the schemas of the minor that runs on the cluster. With schemas of another minor, a field that the cluster does not know would pass the check. The API server would then reject or drop the field.",
    fix: "Use a version that tenantry versions lists, or pin the schemas of another version with tenantry versions --add. For a version of Seldon Core, see the page seldon-versions.md of the documentation.",
    messages: {
      tooOld: (program: string, version: string, because: string) =>
        `unsupported version ${program} ${version}: ${because}`,
      unpinned: (program: string, version: string) =>
        `unknown version ${program} ${version}: its schemas are not pinned`,
      unknownSeldon: (version: string) =>
        `unknown Seldon Core version ${version}: its kinds, its agents' environment and its charts may differ`,
    },
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  kubernetes: { version: 1.19.3 }
`,
      valid: replaced("kubernetes: { version: 1.19.3 }", "kubernetes: { version: 1.34.4 }"),
    },
  },
  "platform/schemas": {
    severity: "error",
    summary: "A pinned schema in platform/schemas.yaml or platform/schemas/ cannot be used.",
    why: "The pinned schemas decide which objects the checks accept. A module with another hash is not the module that was reviewed. If two sources define one kind, it is undefined which one the cluster uses. With a schema that does not compile, the checks would find no schema for the kind.",
    fix: "Remove the entry, and add it again with tenantry versions --add, which computes the hash and checks the files. For a file in platform/schemas/, copy the CustomResourceDefinition from the cluster.",
    messages: {
      otherSum: (module: string, found: string, pinned: string) =>
        `invalid hash of module ${module}: ${found} instead of the pinned ${pinned}`,
      unknownModule: (module: string, reason: string) => `unknown module ${module}: ${reason}`,
      invalidZip: (module: string, reason: string) => `invalid zip of module ${module}: ${reason}`,
      missingPath: (path: string, module: string) => `missing file ${path} in module ${module}`,
      missingDefinition: (path: string, module: string) =>
        `missing CustomResourceDefinition in ${path} of module ${module}`,
      invalidKind: (source: string, kind: string) => `invalid kind ${kind} in ${source}`,
      duplicateKind: (kind: string, before: string) => `duplicate schema of ${kind}: ${before} already defines it`,
      reservedModule: (module: string) => `invalid module ${module}: Tenantry reads its schemas itself`,
      invalidKeyword: (keyword: string, source: string, reason: string) =>
        `invalid keyword ${keyword} in ${source}: ${reason}`,
      notSchema: (file: string) => `invalid schema in ${file}: it does not describe a kind`,
      otherFile: (file: string, target: string) => `invalid reference ${target} in ${file}: it is in another file`,
    },
    example: {
      invalid: `
# platform/schemas.yaml
apiVersion: tenantry.dev/v1alpha1
kind: Schemas
spec:
  modules:
    k8s.io/kubernetes:
      version: v1.35.4
      sum: h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM=
      crds: [api/crds.yaml]
`,
      valid: `
# platform/schemas.yaml
apiVersion: tenantry.dev/v1alpha1
kind: Schemas
spec:
  kubernetes: { 1.35.4: "h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM=" }
`,
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
