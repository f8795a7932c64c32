import type { Mistake } from "./mistake.ts";

/** Names of fields: misspelt, in the wrong place, or not there. */
export const fieldMistakes: readonly Mistake[] = [
  {
    name: "a misspelt required field",
    edits: [["storageUri: s3://credit-risk/score/1", "«storageURI»: s3://credit-risk/score/1"]],
    found: [],
  },
  { name: "a misspelt section", edits: [["  experiments:", "  expermients:"]], found: [] },
  { name: "a misspelt field of a Server", edits: [["replicas: 2", "replica: 2"]], found: [] },
  {
    name: "a misspelt field of the quota",
    edits: [["    requests: { cpu: 12 }", "    request: { cpu: 12 }"]],
    found: [],
  },
  {
    name: "a misspelt field of resources",
    edits: [["limits: { cpu: 1, memory: 2Gi }", "limits: { cpus: 1, memory: 2Gi }"]],
    found: [],
  },
  { name: "a misspelt field of a step", edits: [["inputs: [features,", "input: [features,"]], found: [] },
  {
    name: "a misspelt field of an override",
    edits: [["score-v1: { memory: 128Mi }", "score-v1: { memry: 128Mi }"]],
    found: [],
  },
  { name: "a misspelt field outside of spec", edits: [["metadata:\n", "metdata:\n"]], found: [] },
  { name: "a misspelt field of the owner", edits: [["    github: acme", "    gitHub: acme"]], found: [] },
  { name: "a misspelt field of what is outside", edits: [["cidrs: [203", "cidr: [203"]], found: [] },
  {
    name: "a misspelt kind of object in the quota",
    edits: [["    size: medium\n", "    size: medium\n    objects: { model: 20 }\n"]],
    found: [],
  },
  {
    name: "an unknown kind of object in the quota",
    edits: [["    size: medium\n", "    size: medium\n    objects: { deployments: 20 }\n"]],
    found: [],
  },
  {
    name: "a section outside of spec",
    edits: [["  storage:\n    notebooks: { size: 50Gi }\n", "storage:\n  notebooks: { size: 50Gi }\n"]],
    found: [],
  },
  {
    name: "the rest of the file outside of spec",
    edits: [
      [
        "  network:\n    needs: [mlflow]\n    callers: [ingress]\n    external:\n      bureau:\n        cidrs: [203.0.113.0/24]\n        ports: [{ port: 443 }]\n        why: Scores from the credit bureau\n    tenants: { calledBy: [] }\n  components",
        "network:\n  needs: [mlflow]\ncomponents",
      ],
    ],
    found: [],
  },
  {
    name: "a field one level too high",
    edits: [
      ["    callers: [ingress]\n", ""],
      ["  components:", "  callers: [ingress]\n  components:"],
    ],
    found: [],
  },
  {
    name: "resources of a ServerConfig one level too high",
    edits: [
      [
        "      resources:\n        requests: { cpu: 250m, memory: 2Gi }\n        limits: { cpu: 1, memory: 2Gi }\n",
        "      requests: { cpu: 250m, memory: 2Gi }\n      limits: { cpu: 1, memory: 2Gi }\n",
      ],
    ],
    found: [],
  },
  {
    name: "a field of the spec below metadata",
    edits: [["  name: credit-risk\n", "  name: credit-risk\n  labels: { acme.test/team: credit }\n"]],
    found: [],
  },
  {
    name: "a field that the ServerConfig has and a Server has not",
    edits: [["replicas: 2", "environment: { MODE: a }"]],
    found: [],
  },
  {
    name: "Kubernetes' word for a field",
    edits: [
      [
        "    score-v1:\n      storageUri: s3://credit-risk/score/1\n",
        "    score-v1:\n      modelUri: s3://credit-risk/score/1\n",
      ],
    ],
    found: [],
  },
  { name: "a required field that is not there", edits: [["      requirements: [onnx]\n", ""]], found: [] },
  {
    name: "no owner",
    edits: [
      ["  owner:\n    team: Credit Risk\n    contact: credit-risk@acme.test\n    github: acme/credit-risk\n", ""],
    ],
    found: [],
  },
  {
    name: "no clusters",
    edits: [
      [
        "  clusters:\n    production: {}\n    staging:\n      quota: { size: small }\n      models:\n        score-v1: { memory: 128Mi }\n",
        "",
      ],
    ],
    found: [],
  },
  {
    name: "no spec",
    edits: [["", "apiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata: { name: credit-risk }\n"]],
    found: [],
  },
  {
    name: "a field beside one that is there already",
    edits: [["replicas: 2", "replicas: 2\n      replica: 3"]],
    found: [],
  },
  {
    name: "an override of what is the same everywhere",
    edits: [["      quota: { size: small }\n", "      owner: { team: Other }\n"]],
    found: [],
  },
];
