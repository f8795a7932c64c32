import type { MistakeCase } from "./mistake.ts";

const staging = "clusters/staging/cluster.yaml";

/** Replaces the last line of the cluster's file, and adds overrides of the platform to it. */
function override(lines: string): MistakeCase["edits"] {
  return [["  seldon: { pattern: dedicated }\n", `  seldon: { pattern: dedicated }\n  platform:\n    ${lines}\n`]];
}

/** Mistakes of the platform team in a cluster's overrides of the platform. */
export const clusterMistakes: readonly MistakeCase[] = [
  {
    name: "an override of the platform's owner",
    file: staging,
    edits: override("«owner»: { team: Staging }"),
    found: [
      {
        code: "input/not-overridable",
        message: "invalid override of spec.platform.owner: one team reviews the files of all clusters",
        hint: "Remove the field.",
      },
    ],
  },
  {
    name: "an override of the platform's roles",
    file: staging,
    edits: override("«roles»: { viewer: { argoCD: [sync] } }"),
    found: [
      {
        code: "input/not-overridable",
        message: "invalid override of spec.platform.roles: access is the same on every cluster",
        hint: "Remove the field, or add a role with another name to platform/platform.yaml.",
      },
    ],
  },
  {
    name: "an override of Seldon's version under the platform",
    file: staging,
    edits: override("seldon: { «version»: 2.9.1 }"),
    found: [
      {
        code: "input/not-overridable",
        message:
          "invalid override of spec.platform.seldon.version: the cluster's file has its own field for the version",
        hint: "Set spec.seldon.version.",
      },
    ],
  },
  {
    name: "a misspelt field of the platform in an override",
    file: staging,
    edits: override("«registry»: [docker.io/seldonio/]"),
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field spec.platform.registry",
        hint: "Did you mean registries?",
      },
    ],
  },
  {
    name: "null for a required field of the platform",
    file: staging,
    edits: override("services: { mlflow: { namespace: «null» } }"),
    found: [
      {
        code: "input/missing-field",
        message: "missing field spec.platform.services.mlflow.namespace",
        hint: "Set a value: null removes this field, but the field is required.",
      },
    ],
  },
  {
    name: "an unknown placeholder in an override",
    file: staging,
    edits: override('secretStores: { vault: { prefix: «"ml/{clusters}/{tenant}/"» } }'),
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.platform.secretStores.vault.prefix: unknown placeholder {clusters}",
        hint: "Did you mean {cluster}?",
      },
    ],
  },
  {
    name: "a service that an artifact store uses, removed on one cluster",
    file: staging,
    edits: [
      [
        "  seldon: { pattern: dedicated }\n",
        "  seldon: { pattern: dedicated }\n  «platform»:\n    services: { minio: null }\n",
      ],
    ],
    found: [
      {
        code: "reference/unknown",
        message: "unknown platform service minio, on staging",
        hint: "Known: ingress, kafka, mlflow.",
      },
    ],
  },
  {
    name: "a bootstrap server in a namespace of another cluster",
    file: staging,
    edits: override("services: { kafka: { namespace: streaming } }"),
    found: [
      {
        code: "platform/endpoint",
        message:
          "invalid address seldon-kafka-bootstrap.kafka: it is in namespace kafka, and service kafka is in streaming, on staging",
        hint: "Use <Service>.<namespace>:<port>: seldon-kafka-bootstrap.streaming:9092",
        at: "33:3",
      },
    ],
  },
  {
    name: "a floor above the default level, on one cluster",
    file: staging,
    edits: override("floors: { podSecurity: «restricted» }"),
    found: [
      {
        code: "pod-security/below-floor",
        message: "invalid pod security level baseline: below the platform's floor restricted",
        hint: "Enforce restricted or a stricter level.",
      },
      {
        code: "pod-security/below-floor",
        message: "invalid pod security level baseline: below the platform's floor restricted",
        hint: "Enforce restricted or a stricter level.",
        at: "tenants/credit-risk.yaml:20:27",
      },
    ],
  },
];
