import type { MistakeCase } from "./mistake.ts";

const schemas = "platform/schemas.yaml";
const cluster = "clusters/production/cluster.yaml";
const head = "apiVersion: tenantry.dev/v1alpha1\nkind: Schemas\nspec:\n";
const sum = "h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM=";
const module = (name: string, version: string, hash: string, crds: string): string =>
  `${head}  modules:\n    ${name}:\n      version: ${version}\n      sum: ${hash}\n      crds: ${crds}\n`;

/** Mistakes in the versions of a cluster, and in the pinned schemas. */
export const schemaMistakes: readonly MistakeCase[] = [
  {
    name: "a minor without quotes",
    file: cluster,
    edits: [["version: 1.34.4", "version: «1.30»"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of spec.kubernetes.version: expected a string, got a number",
        hint: 'Quote the value. Version of Kubernetes: a minor or a full version. Objects are validated against the schemas of this version, or of the newest pinned patch of its minor. `tenantry versions` lists the pinned versions. For example: "1.34.4", "1.34"',
      },
    ],
  },
  {
    name: "a minor that is too old",
    file: cluster,
    edits: [["version: 1.34.4", 'version: «"1.29"»']],
    found: [
      {
        code: "platform/version",
        message:
          "unsupported version Kubernetes 1.29: its API server has no ValidatingAdmissionPolicy v1, which the generated policies need",
        hint: "Use Kubernetes 1.30 or later.",
      },
    ],
  },
  {
    name: "a minor that is not pinned",
    file: cluster,
    edits: [["version: 3.2.11", 'version: «"3.99"»']],
    found: [
      {
        code: "platform/version",
        message: "unknown version Argo CD 3.99: its schemas are not pinned",
        hint: "Known minors: 3.2, 3.3, 3.4, 3.5, 3.6. To pin the schemas of another version: npx --no-install tenantry versions --add argo-cd@3.99.0",
      },
    ],
  },
  {
    name: "a pin of a version that is too old",
    file: schemas,
    edits: [["", `${head}  kubernetes: { «1.29.14»: ${sum} }\n`]],
    found: [
      {
        code: "platform/version",
        message:
          "unsupported version Kubernetes 1.29.14: its API server has no ValidatingAdmissionPolicy v1, which the generated policies need",
        hint: "Use Kubernetes 1.30 or later.",
      },
    ],
  },
  {
    name: "a pin of a minor",
    file: schemas,
    edits: [["", `${head}  kubernetes: { «"1.35"»: ${sum} }\n`]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid key spec.kubernetes.1.35: it must be a full version: 1.34.4",
      },
    ],
  },
  {
    name: "Kubernetes as a module",
    file: schemas,
    edits: [["", module("«k8s.io/kubernetes»", "v1.35.4", sum, "[api/crds.yaml]")]],
    found: [
      {
        code: "platform/schemas",
        message: "invalid module k8s.io/kubernetes: Tenantry reads its schemas itself",
        hint: "Pin versions of Kubernetes under spec.kubernetes.",
      },
    ],
  },
  {
    name: "wrong values in every field of a module",
    file: schemas,
    edits: [["", module("example.com/widgets", "«1.2.0»", "«sha256:4b1d»", "[«../crds/widgets.yaml»]")]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.modules.example.com/widgets.version: it must be a version with v: v1.21.2",
      },
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.modules.example.com/widgets.sum: it must be h1: and the base64 of a SHA-256, as go.sum contains it",
        hint: "Hash of the module's zip, as `go.sum` contains it. For example: h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=",
      },
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.modules.example.com/widgets.crds.0: it must be a YAML file, as a path from the root of the module",
        hint: "Files of the module that contain the CustomResourceDefinitions. For example: crds: [deploy/crds/cert-manager.io_certificates.yaml]",
      },
    ],
  },
  {
    name: "an invalid module path",
    file: schemas,
    edits: [["", module("«Widgets»", "v1.2.0", sum, "[crds/widgets.yaml]")]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid key spec.modules.Widgets: it must be the path of a Go module",
      },
    ],
  },
  {
    name: "a file that does not describe a kind",
    file: "platform/schemas/widget.json",
    edits: [["", '«{"type":"object"}»\n']],
    found: [
      {
        code: "platform/schemas",
        message: "invalid schema in platform/schemas/widget.json: it does not describe a kind",
        hint: "A schema is a CustomResourceDefinition (kubectl get customresourcedefinition <name> --output yaml), or a JSON Schema without references to other files that names its kind under x-kubernetes-group-version-kind. The scope of a kind is Namespaced or Cluster: in spec.scope, or in a JSON Schema under x-tenantry-scope.",
      },
    ],
  },
  {
    name: "a schema with a reference to another file",
    file: "platform/schemas/widget.json",
    edits: [["", '«{"$ref":"https://example.com/widget.json"}»\n']],
    found: [
      {
        code: "platform/schemas",
        message:
          "invalid reference https://example.com/widget.json in platform/schemas/widget.json: it is in another file",
        hint: "A schema is a CustomResourceDefinition (kubectl get customresourcedefinition <name> --output yaml), or a JSON Schema without references to other files that names its kind under x-kubernetes-group-version-kind. The scope of a kind is Namespaced or Cluster: in spec.scope, or in a JSON Schema under x-tenantry-scope.",
      },
    ],
  },
  {
    name: "a file with another extension",
    file: "platform/schemas/widget.txt",
    edits: [["", "type: object\n"]],
    found: [
      {
        code: "input/unexpected-file",
        message: "unexpected file platform/schemas/widget.txt: not a schema",
        hint: "Move the file out of platform/schemas/: this folder must contain only schemas, in files that end in .json or .yaml.",
        at: "1:1",
      },
    ],
  },
];
