import type { MistakeCase } from "./mistake.ts";

const platform = "platform/platform.yaml";

const pathForm = "it must be a folder inside the repository, without a slash at its beginning or end: deploy/ml";

/** Further mistakes of the platform team, which are found in its own files, independent of tenants. */
export const platformMistakes: readonly MistakeCase[] = [
  ...["../x", "/abs", "a//b", "a/./b", "deploy/ml/", ".", ".hidden/ml", "a/../b"].map(
    (path): MistakeCase => ({
      name: `repository.path ${path}`,
      file: platform,
      edits: [["revision: refs/heads/main", `revision: refs/heads/main\n    path: «${path}»`]],
      found: [{ code: "input/invalid-value", message: `invalid value of spec.repository.path: ${pathForm}` }],
    }),
  ),
  {
    name: "repository.path with a space",
    file: platform,
    edits: [["revision: refs/heads/main", "revision: refs/heads/main\n    path: «a b»"]],
    found: [
      {
        code: "input/invalid-value",
        message: `invalid value of spec.repository.path: ${pathForm}`,
        hint: "Did you mean a-b?",
      },
    ],
  },
  {
    name: "a lost cluster that exists",
    file: platform,
    edits: [["\nspec:\n", "\nspec:\n  lostClusters: { «production»: The data centre was closed }\n"]],
    found: [
      {
        code: "reference/lost-cluster",
        message: "invalid lost cluster production: clusters/production/cluster.yaml exists",
        hint: "Remove the entry, or remove the cluster.yaml of the cluster in the same change.",
      },
    ],
  },
  {
    name: "a lost cluster without a reason",
    file: platform,
    edits: [["\nspec:\n", '\nspec:\n  lostClusters: { frankfurt: «""» }\n']],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.lostClusters.frankfurt: it is empty",
        hint: "Clusters that no longer exist, each with the reason. A change may remove the files of a lost cluster although its tenants are not drained. Remove the entry before you create a cluster with the same name. For example: lostClusters: { staging: The data centre was closed }",
      },
    ],
  },
  {
    name: "further kinds for tenants that grant access, that apply other objects, and that are cluster-scoped",
    file: platform,
    edits: [
      [
        "  tenantLabels:",
        '  tenantKinds:\n    - { group: «rbac.authorization.k8s.io», kind: Role }\n    - { group: «argoproj.io», kind: Application }\n    - { group: «""», kind: Secret }\n    - { group: cert-manager.io, kind: «certificates» }\n    - { group: acme.test, kind: Widget, part: «operator» }\n    - { group: cert-manager.io, kind: «ClusterIssuer» }\n  tenantLabels:',
      ],
    ],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.tenantKinds.0.group: it must not be a group whose kinds can grant access, run pods, open networks, read secrets, apply other objects or change admission",
        hint: "API group of the kind. Groups of Kubernetes, Seldon Core, Argo CD, and of network, secret and admission software are not allowed. For example: cert-manager.io",
      },
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.tenantKinds.1.group: it must not be a group whose kinds can grant access, run pods, open networks, read secrets, apply other objects or change admission",
        hint: "API group of the kind. Groups of Kubernetes, Seldon Core, Argo CD, and of network, secret and admission software are not allowed. For example: cert-manager.io",
      },
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.tenantKinds.2.group: it must be an API group outside of Kubernetes: cert-manager.io",
      },
      {
        code: "input/invalid-value",
        message: "invalid value of spec.tenantKinds.3.kind: it must be the name of a kind: Certificate",
      },
      {
        code: "input/invalid-value",
        message: "invalid value of spec.tenantKinds.4.part",
        hint: "Allowed: guardrails, workloads.",
      },
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.tenantKinds.5.kind: it must be a namespaced kind, because a tenant has only its own namespace",
        hint: "Name of the kind. The kind must be namespaced. For example: Certificate",
      },
    ],
  },
  {
    name: "a registry without a / at its end",
    file: platform,
    edits: [["- harbor.acme.test/", "- «harbor.acme.test»"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.registries.2: it must be a registry with an optional path, and end in /",
        hint: "Registries of allowed images, each with an optional path. For example: registries: [docker.io/seldonio/]",
      },
    ],
  },
  {
    name: "a waiver that never expires",
    file: "clusters/production/cluster.yaml",
    edits: [
      [
        "  seldon:\n",
        '  waivers: { «images/digest»: { reason: Built by hand, owner: ML Platform, expires: «"2099-12-31"» } }\n  seldon:\n',
      ],
    ],
    found: [
      {
        code: "waiver/unused",
        message: "unused waiver: no finding has the code images/digest",
        hint: "Remove the waiver before it covers a new finding.",
      },
      {
        code: "waiver/too-far",
        message: "waiver expires in 26701 days: the maximum is 366",
        hint: "Set expires to 2027-11-24 or an earlier date.",
      },
    ],
  },
  {
    name: "the source of a program without its digest",
    file: platform,
    edits: [
      [
        "  seldon:\n    version: 2.9.1",
        "  tools: { kustomize: { «linux-amd64»: { url: https://mirror.acme.test/kustomize } } }\n  seldon:\n    version: 2.9.1",
      ],
    ],
    found: [
      {
        code: "input/missing-field",
        message: "missing field spec.tools.kustomize.linux-amd64.sha256",
        hint: "Add sha256 under tools.kustomize.linux-amd64: a string. For example: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      },
    ],
  },
  {
    name: "the source of a program over HTTP, with a digest of another length and a system of Node.js",
    file: platform,
    edits: [
      [
        "  seldon:\n    version: 2.9.1",
        "  tools:\n    kubeconform:\n      linux-arm64: { url: «http://mirror.acme.test/kubeconform», sha256: «e3b0c442» }\n      «linux-x64»: { sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef }\n  seldon:\n    version: 2.9.1",
      ],
    ],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.tools.kubeconform.linux-arm64.url: it must be an https:// address without credentials and without a query",
        hint: "Address of the program, or of a .tar.gz archive that contains it: the project's release, or a mirror. If omitted, Tenantry compares the digest with the program on the PATH. For example: https://mirror.acme.test/tools/kustomize_v5.8.2_linux_amd64.tar.gz",
      },
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.tools.kubeconform.linux-arm64.sha256: it must be a SHA-256 of 64 hexadecimal digits in lower case",
        hint: "SHA-256 of the downloaded file, or of the program on the PATH if there is no `url`. For example: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      },
      {
        code: "input/unknown-field",
        message: "unknown field spec.tools.kubeconform.linux-x64",
        hint: "Did you mean linux-amd64?",
      },
    ],
  },
];
