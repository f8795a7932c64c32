import type { Mistake } from "./mistake.ts";

/** What only the rules find, once everything is generated. */
export const ruleMistakes: readonly Mistake[] = [
  {
    name: "more CPU than the quota, by a limit",
    edits: [
      ["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: 8, memory: 2Gi }"],
      ["replicas: 2", "replicas: 8"],
    ],
    found: [],
  },
  { name: "more CPU than the quota, by replicas", edits: [["replicas: 2", "replicas: 40"]], found: [] },
  {
    name: "more memory than the quota that the tenant wrote",
    edits: [["    requests: { cpu: 12 }", "    requests: { cpu: 12, memory: 4Gi }"]],
    found: [],
  },
  {
    name: "more models than the quota",
    edits: [["    size: medium\n", "    size: medium\n    objects: { models: 2 }\n"]],
    found: [],
  },
  {
    name: "a request over its limit",
    edits: [["requests: { cpu: 250m, memory: 2Gi }", "requests: { cpu: 4, memory: 2Gi }"]],
    found: [],
  },
  {
    name: "a limit under the template's request",
    edits: [
      [
        "        requests: { cpu: 250m, memory: 2Gi }\n        limits: { cpu: 1, memory: 2Gi }\n",
        "        limits: { memory: 512Mi }\n",
      ],
    ],
    found: [],
  },
  {
    name: "a limit over the namespace's maximum",
    edits: [["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: 12, memory: 2Gi }"]],
    found: [],
  },
  {
    name: "a maximum over the quota",
    edits: [["    default: { cpu: 1 }", "    default: { cpu: 1 }\n    max: { cpu: 64 }"]],
    found: [],
  },
  { name: "a default over the maximum", edits: [["default: { cpu: 1 }", "default: { cpu: 9 }"]], found: [] },
  {
    name: "requests of the quota over its limits",
    edits: [["requests: { cpu: 12 }", "requests: { cpu: 64 }"]],
    found: [],
  },
  {
    name: "a requirement by another name",
    edits: [
      [
        "requirements: [sklearn]\n      memory: 128Mi\n      server: mlserver\n",
        "requirements: [scikit-learn]\n      memory: 128Mi\n",
      ],
    ],
    found: [],
  },
  {
    name: "a requirement by another name, of a model that a cluster overrides",
    edits: [
      [
        "      storageUri: s3://credit-risk/score/1\n      requirements: [mlflow]\n",
        "      storageUri: s3://credit-risk/score/1\n      requirements: [ml-flow]\n",
      ],
    ],
    found: [],
  },
  {
    name: "a requirement that no Server offers",
    edits: [["requirements: [onnx]", "requirements: [catboost]"]],
    found: [],
  },
  {
    name: "a Server that does not offer what the model requires",
    edits: [["server: mlserver\n", "server: triton\n"]],
    found: [],
  },
  {
    name: "two requirements that no one Server offers",
    edits: [["requirements: [onnx]", "requirements: [onnx, sklearn]"]],
    found: [],
  },
  {
    name: "a Server's own list that leaves out what models require",
    edits: [["replicas: 2", "replicas: 2\n      capabilities: [scikit-learn, mlflow]"]],
    found: [],
  },
  {
    name: "a model that is too large",
    edits: [["      memory: 256Mi\n    score-v1", "      memory: 8Gi\n    score-v1"]],
    found: [],
  },
  {
    name: "models that are too large together",
    edits: [
      [
        "    score-v2:\n      storageUri: s3://credit-risk/score/2\n      requirements: [mlflow]\n      memory: 256Mi\n",
        "    score-v2:\n      storageUri: s3://credit-risk/score/2\n      requirements: [mlflow]\n      memory: 1900Mi\n",
      ],
    ],
    found: [],
  },
  {
    name: "more replicas of a model than its Server has",
    edits: [["      memory: 256Mi\n    score-v1", "      memory: 256Mi\n      replicas: 3\n    score-v1"]],
    found: [],
  },
  {
    name: "a Server that does not fit under the quota",
    edits: [
      ["requests: { cpu: 250m, memory: 2Gi }", "requests: { cpu: 250m, memory: 30Gi }"],
      ["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: 1, memory: 30Gi }"],
    ],
    found: [],
  },
  { name: "replicas and their bounds", edits: [["replicas: 2", "replicas: 2\n      maxReplicas: 3"]], found: [] },
  { name: "bounds that are crossed", edits: [["replicas: 2", "minReplicas: 3\n      maxReplicas: 2"]], found: [] },
  {
    name: "GPUs without a pool",
    edits: [["limits: { cpu: 1, memory: 2Gi }\n", "limits: { cpu: 1, memory: 2Gi }\n        gpus: 1\n"]],
    found: [],
  },
  { name: "the cluster's own network as the outside", edits: [["[203.0.113.0/24]", "[10.42.7.0/24]"]], found: [] },
  { name: "less pod security than the floor", edits: [["enforce: baseline", "enforce: privileged"]], found: [] },
];
