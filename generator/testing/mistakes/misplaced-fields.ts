import type { MistakeCase } from "./mistake.ts";

/** Fields in the wrong place, or missing. */
export const misplacedFieldMistakes: readonly MistakeCase[] = [
  {
    name: "a section outside of spec",
    edits: [["  storage:\n    notebooks: { size: 50Gi }\n", "«storage»:\n  notebooks: { size: 50Gi }\n"]],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field storage",
        hint: "This field belongs under spec: increase its indentation.",
      },
    ],
  },
  {
    name: "the rest of the file outside of spec",
    edits: [
      [
        "  network:\n    needs: [mlflow]\n    callers: [ingress]\n    external:\n      bureau:\n        cidrs: [203.0.113.0/24]\n        ports: [{ port: 443 }]\n        why: Scores from the credit bureau\n    tenants: { calledBy: [] }\n  components",
        "«network»:\n  needs: [mlflow]\n«components»",
      ],
    ],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field network",
        hint: "This field belongs under spec: increase its indentation.",
      },
      {
        code: "input/unknown-field",
        message: "unknown field components",
        hint: "This field belongs under spec: increase its indentation.",
      },
    ],
  },
  {
    name: "a field one level too high",
    edits: [
      ["    callers: [ingress]\n", ""],
      ["  components:", "  «callers»: [ingress]\n  components:"],
    ],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field callers",
        hint: "This field belongs under network: increase its indentation.",
      },
    ],
  },
  {
    name: "resources of a ServerConfig one level too high",
    edits: [
      [
        "      resources:\n        requests: { cpu: 250m, memory: 2Gi }\n        limits: { cpu: 1, memory: 2Gi }\n",
        "      «requests»: { cpu: 250m, memory: 2Gi }\n      «limits»: { cpu: 1, memory: 2Gi }\n",
      ],
    ],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field serverConfigs.mlserver-config.requests",
        hint: "This field belongs under resources: increase its indentation.",
      },
      {
        code: "input/unknown-field",
        message: "unknown field serverConfigs.mlserver-config.limits",
        hint: "This field belongs under resources: increase its indentation.",
      },
    ],
  },
  {
    name: "a field of the spec below metadata",
    edits: [["  name: credit-risk\n", "  name: credit-risk\n  «labels»: { acme.test/team: credit }\n"]],
    found: [
      { code: "input/unknown-field", message: "unknown field metadata.labels", hint: "This field belongs under spec." },
    ],
  },
  {
    name: "a field of a ServerConfig in a Server",
    edits: [["replicas: 2", "«environment»: { MODE: a }"]],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field servers.mlserver.environment",
        hint: "Known: template, replicas, minReplicas, maxReplicas, capabilities.",
      },
    ],
  },
  {
    name: "the name of a field in Kubernetes",
    edits: [
      [
        "    score-v1:\n      storageUri: s3://credit-risk/score/1\n",
        "    «score-v1»:\n      «modelUri»: s3://credit-risk/score/1\n",
      ],
    ],
    found: [
      {
        code: "input/missing-field",
        message: "missing field models.score-v1.storageUri",
        hint: "Add storageUri under models.score-v1: a string. For example: s3://fraud-detection/baseline/3",
      },
      {
        code: "input/unknown-field",
        message: "unknown field models.score-v1.modelUri",
        hint: "Known: storageUri, replicas, minReplicas, maxReplicas, server, secret, explainer, parameters.",
      },
    ],
  },
  {
    name: "a missing required field",
    edits: [["      requirements: [onnx]\n", ""]],
    found: [
      {
        code: "input/missing-field",
        message: "missing field models.text-embed.requirements",
        hint: "Add requirements under models.text-embed: a list. For example: requirements: [sklearn]",
        at: "61:5",
      },
    ],
  },
  {
    name: "no owner",
    edits: [
      ["  owner:\n    team: Credit Risk\n    contact: credit-risk@acme.test\n    github: acme/credit-risk\n", ""],
    ],
    found: [
      {
        code: "input/missing-field",
        message: "missing field owner",
        hint: "Add owner under spec: a map. For example: owner: { team: Fraud Detection, contact: fraud-detection@acme.test, github: acme/fraud-detection }",
        at: "6:1",
      },
    ],
  },
  {
    name: "no clusters",
    edits: [
      [
        "  clusters:\n    production: {}\n    staging:\n      quota: { size: small }\n      models:\n        score-v1: { memory: 128Mi }\n",
        "",
      ],
    ],
    found: [
      {
        code: "input/missing-field",
        message: "missing field spec.clusters",
        hint: "Add clusters under spec: a map. For example: clusters: { production: {}, staging: { quota: { size: small } } }",
        at: "6:1",
      },
    ],
  },
  {
    name: "no spec",
    edits: [["", "«apiVersion: tenantry.dev/v1alpha1»\nkind: Tenant\nmetadata: { name: credit-risk }\n"]],
    found: [{ code: "input/missing-field", message: "missing field spec", hint: "Add spec: a map." }],
  },
  {
    name: "a field that conflicts with an existing one",
    edits: [["replicas: 2", "replicas: 2\n      «replica»: 3"]],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field servers.mlserver.replica",
        hint: "replicas is already set: remove one of the two fields.",
      },
    ],
  },
  {
    name: "an override of a field that has no overrides",
    edits: [["      quota: { size: small }\n", "      «owner»: { team: Other }\n"]],
    found: [
      {
        code: "input/not-overridable",
        message: "invalid override of owner: this field must be the same on every cluster, on staging",
        hint: "Move the field to spec.owner.",
      },
    ],
  },
];
