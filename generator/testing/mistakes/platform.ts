import type { MistakeCase } from "./mistake.ts";

const platform = "platform/platform.yaml";

const pathForm = "it must be a folder inside the repository, without a slash at its beginning or end: deploy/ml";

/** Mistakes of the platform team, which are found in its own files, independent of tenants. */
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
    name: "a maximum over the smallest quota",
    file: platform,
    edits: [["max: { cpu: 8, memory: 32Gi }", "max: { cpu: 8, memory: «64Gi» }"]],
    found: [
      {
        code: "platform/limits",
        message: "the memory maximum of one container (64Gi) exceeds the limits of a whole tenant of size small (32Gi)",
        hint: "Lower the first value, or raise the second value. Otherwise the API server rejects objects of every tenant that uses both values.",
      },
    ],
  },
  {
    name: "a default over the maximum",
    file: platform,
    edits: [["default: { cpu: 1, memory: 1Gi }", "default: { cpu: «9», memory: 1Gi }"]],
    found: [
      {
        code: "platform/limits",
        message: "the default cpu limit (9) exceeds the maximum (8)",
        hint: "Lower the first value, or raise the second value. Otherwise the API server rejects objects of every tenant that uses both values.",
      },
    ],
  },
  {
    name: "a default request over the default limit",
    file: platform,
    edits: [["defaultRequest: { cpu: 50m, memory: 64Mi }", "defaultRequest: { cpu: 50m, memory: «2Gi» }"]],
    found: [
      {
        code: "platform/limits",
        message: "the default memory request (2Gi) exceeds the default limit (1Gi)",
        hint: "Lower the first value, or raise the second value. Otherwise the API server rejects objects of every tenant that uses both values.",
      },
    ],
  },
  {
    name: "a quota size with requests over its limits",
    file: platform,
    edits: [["requests: { cpu: 8, memory: 16Gi }", "requests: { cpu: 8, memory: «64Gi» }"]],
    found: [
      {
        code: "platform/limits",
        message: "the quota of memory requests of size small (64Gi) exceeds its quota of limits (32Gi)",
        hint: "Lower the first value, or raise the second value. Otherwise the API server rejects objects of every tenant that uses both values.",
      },
    ],
  },
  {
    name: "a template's request over its limit",
    file: platform,
    edits: [["limits: { cpu: 2, memory: 1Gi }", "limits: { cpu: 2, memory: 512Mi }"]],
    found: [
      {
        code: "platform/limits",
        message: "the memory request of template triton's server (1Gi) exceeds its limit (512Mi)",
        hint: "Lower the first value, or raise the second value. Otherwise the API server rejects objects of every tenant that uses both values.",
        at: "139:40",
      },
    ],
  },
  {
    name: "a template's limit over the maximum",
    file: platform,
    edits: [["limits: { cpu: 2, memory: 1Gi }", "limits: { cpu: «12», memory: 1Gi }"]],
    found: [
      {
        code: "platform/limits",
        message: "the cpu limit of template triton's server (12) exceeds the maximum of one container (8)",
        hint: "Lower the first value, or raise the second value. Otherwise the API server rejects objects of every tenant that uses both values.",
      },
    ],
  },
  {
    name: "a default below the floor",
    file: platform,
    edits: [
      [
        "podSecurity: { enforce: baseline, audit: restricted, warn: restricted }",
        "podSecurity: { enforce: «privileged», audit: restricted, warn: restricted }",
      ],
    ],
    found: [
      {
        code: "pod-security/below-floor",
        message: "invalid pod security level privileged: below the platform's floor baseline",
        hint: "Enforce baseline or a stricter level.",
      },
    ],
  },
  {
    name: "a default quota size",
    file: platform,
    edits: [["quotaSize: small", "quotaSize: «smal»"]],
    found: [{ code: "reference/unknown", message: "unknown quota size smal", hint: "Did you mean small?" }],
  },
  {
    name: "the brokers' service",
    file: platform,
    edits: [["service: kafka\n", "service: «kafk»\n"]],
    found: [{ code: "reference/unknown", message: "unknown platform service kafk", hint: "Did you mean kafka?" }],
  },
  {
    name: "a bootstrap server in another namespace",
    file: platform,
    edits: [["seldon-kafka-bootstrap.kafka:9092", "«seldon-kafka-bootstrap.streaming:9092»"]],
    found: [
      {
        code: "platform/endpoint",
        message:
          "invalid address seldon-kafka-bootstrap.streaming: it is in namespace streaming, and service kafka is in kafka",
        hint: "Use <Service>.<namespace>:<port>: seldon-kafka-bootstrap.kafka:9092",
      },
    ],
  },
  {
    name: "a bootstrap server on another port",
    file: platform,
    edits: [["seldon-kafka-bootstrap.kafka:9092", "«seldon-kafka-bootstrap.kafka:9093»"]],
    found: [
      {
        code: "platform/endpoint",
        message: "invalid port 9093 of seldon-kafka-bootstrap.kafka: service kafka listens on 9092",
        hint: "Use a port that the service lists, or add this port to the service: network policies allow only listed ports.",
      },
    ],
  },
  {
    name: "a bootstrap server without a namespace",
    file: platform,
    edits: [["seldon-kafka-bootstrap.kafka:9092", "«seldon-kafka-bootstrap:9092»"]],
    found: [
      {
        code: "platform/endpoint",
        message: "invalid address seldon-kafka-bootstrap: it has no namespace, and service kafka is in kafka",
        hint: "Use <Service>.<namespace>:<port>: seldon-kafka-bootstrap.kafka:9092",
      },
    ],
  },
  {
    name: "a bootstrap server outside of the cluster",
    file: platform,
    edits: [["seldon-kafka-bootstrap.kafka:9092", "«kafka.acme.test:9092»"]],
    found: [
      {
        code: "platform/endpoint",
        message:
          "invalid address kafka.acme.test: it is not a Service in namespace kafka, which contains service kafka",
        hint: "Use the address of a Service in namespace kafka, whose pods the service kafka selects: <Service>.kafka:9092. Network policies allow traffic only to these pods, so an address outside of the cluster, or a Service without these pods (ExternalName), does not work. Run the software, or a proxy for its protocol, in the cluster.",
      },
    ],
  },
  {
    name: "a collector on another port",
    file: platform,
    edits: [
      [
        "      bootstrap: seldon-kafka-bootstrap.kafka:9092\n",
        "      bootstrap: seldon-kafka-bootstrap.kafka:9092\n    tracing: { service: mlflow, endpoint: «mlflow.mlflow:4317» }\n",
      ],
    ],
    found: [
      {
        code: "platform/endpoint",
        message: "invalid port 4317 of mlflow.mlflow: service mlflow listens on 5000",
        hint: "Use a port that the service lists, or add this port to the service: network policies allow only listed ports.",
      },
    ],
  },
  {
    name: "an external store in the cluster's own network",
    file: platform,
    edits: [["      service: minio\n", "      external: { cidrs: [«10.43.0.0/16»], port: 9000 }\n"]],
    found: [
      {
        code: "platform/cidr-overlap",
        message: "invalid external network 10.43.0.0/16: it is within 10.43.0.0/16, a network of cluster production",
        hint: "Set service instead of external: external networks must be outside the cluster.",
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
  {
    name: "a hub without a version",
    file: platform,
    edits: [["  repository:\n", "  hubs: { «main»: { namespace: gitops } }\n  repository:\n"]],
    found: [
      {
        code: "input/missing-field",
        message: "missing field spec.hubs.main.version",
        hint: 'Add version under hubs.main: a string. For example: "3.5.1", "3.5"',
      },
    ],
  },
  {
    name: "the settings of a hub",
    file: platform,
    edits: [["  repository:\n", "  hubs: { main: { version: 3.5.1, settings: «adopt» } }\n  repository:\n"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.hubs.main.settings",
        hint: "Did you mean adopted? Allowed: managed, adopted.",
      },
    ],
  },
  {
    name: "a null for the cluster's platform that removes nothing",
    file: "clusters/production/cluster.yaml",
    edits: [["spec:\n", "spec:\n  platform: { services: { mlfow: «null» } }\n"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of spec.platform.services.mlfow: expected a map, got no value",
        hint: "Set a value, or remove the field. Services that tenants can call, or that can call tenants. For example: services: { mlflow: { namespace: mlflow, pods: { app: mlflow }, ports: [{ port: 5000 }] } }",
      },
    ],
  },
  {
    name: "a hub that no cluster names",
    file: platform,
    edits: [["  repository:\n", "  hubs: { «main»: { version: 3.5.1 } }\n  repository:\n"]],
    found: [
      {
        code: "reference/unused",
        message: "unused hub main: no cluster names this hub",
        hint: "Set argoCD.hub in the cluster.yaml of each cluster that the hub syncs, or remove the hub.",
      },
    ],
  },
  {
    name: "the hub of a cluster",
    file: "clusters/production/cluster.yaml",
    edits: [["    version: 3.2.11\n", "    hub: «main»\n"]],
    found: [{ code: "reference/unknown", message: "unknown hub main in platform.yaml", hint: "None are defined." }],
  },
  {
    name: "neither a hub nor a version of Argo CD",
    file: "clusters/production/cluster.yaml",
    edits: [
      ["  argoCD:\n", "  «argoCD»:\n"],
      ["    version: 3.2.11\n", ""],
    ],
    found: [
      {
        code: "input/missing-field",
        message: "invalid Argo CD of cluster production: it has neither version nor hub",
        hint: "Set version if the cluster has its own Argo CD instance, or hub if a hub syncs the cluster.",
      },
    ],
  },
];
