import type { Mistake } from "./mistake.ts";

/** Names of what does not exist. */
export const referenceMistakes: readonly Mistake[] = [
  { name: "a cluster", edits: [["    production: {}\n", "    produktion: {}\n"]], found: [] },
  { name: "a cluster that nothing is like", edits: [["    production: {}\n", "    west: {}\n"]], found: [] },
  { name: "a quota size", edits: [["size: medium", "size: mediun"]], found: [] },
  { name: "a quota size of an override", edits: [["size: small", "size: smal"]], found: [] },
  { name: "a role", edits: [["credit-analysts: viewer", "credit-analysts: view"]], found: [] },
  { name: "a role that nothing is like", edits: [["credit-analysts: viewer", "credit-analysts: admin"]], found: [] },
  { name: "a role of an account", edits: [["credit-training: pipeline", "credit-training: pipelines"]], found: [] },
  { name: "a secret store", edits: [["store: vault, path: bureau", "store: valt, path: bureau"]], found: [] },
  { name: "a node pool", edits: [["  components:", "  nodePool: gpus\n  components:"]], found: [] },
  { name: "a template of a ServerConfig", edits: [["template: mlserver\n", "template: mlsever\n"]], found: [] },
  { name: "a template of a Server", edits: [["{ template: triton }", "{ template: tritn }"]], found: [] },
  { name: "a template that nothing is like", edits: [["{ template: triton }", "{ template: tensorflow }"]], found: [] },
  { name: "a storage class", edits: [["class: fast", "class: fats"]], found: [] },
  { name: "a config of a Server", edits: [["config: mlserver-config", "config: mlserver-conf"]], found: [] },
  { name: "a model's Server", edits: [["server: mlserver\n", "server: mlsever\n"]], found: [] },
  {
    name: "a model's secret",
    edits: [["      memory: 256Mi\n    score-v1", "      memory: 256Mi\n      secret: bureau-logn\n    score-v1"]],
    found: [],
  },
  {
    name: "a step",
    edits: [
      ["        score-v2:\n          inputs", "        score-v22:\n          inputs"],
      ["output: [score-v2]", "output: [score-v22]"],
    ],
    found: [],
  },
  {
    name: "a step that is another one already",
    edits: [
      ["        text-embed: {}\n", "        feature: {}\n"],
      ["text-embed.outputs.vector", "feature.outputs.vector"],
    ],
    found: [],
  },
  {
    name: "an input",
    edits: [["[features, text-embed.outputs.vector]", "[feature, text-embed.outputs.vector]"]],
    found: [],
  },
  {
    name: "an input that is there already",
    edits: [["[features, text-embed.outputs.vector]", "[features, feature]"]],
    found: [],
  },
  { name: "an output", edits: [["output: [score-v2]", "output: [score-v3]"]], found: [] },
  {
    name: "a candidate",
    edits: [["candidates: { score-v1: 80, score-v2: 20 }", "candidates: { score-v1: 80, score-v22: 20 }"]],
    found: [],
  },
  { name: "an experiment's default", edits: [["default: score-v1", "default: score-v3"]], found: [] },
  {
    name: "a mirror",
    edits: [["score-v2: 20 }", "score-v2: 20 }\n      mirror: { name: score-v3, percent: 10 }"]],
    found: [],
  },
  { name: "a service", edits: [["needs: [mlflow]", "needs: [mlfow]"]], found: [] },
  { name: "a service that is there already", edits: [["needs: [mlflow]", "needs: [mlflow, ml-flow]"]], found: [] },
  { name: "a caller", edits: [["callers: [ingress]", "callers: [ingres]"]], found: [] },
  { name: "a service that only calls", edits: [["needs: [mlflow]", "needs: [mlflow, ingress]"]], found: [] },
  { name: "a tenant", edits: [["calledBy: []", "calls: [credit-risks]"]], found: [] },
  { name: "the tenant itself", edits: [["calledBy: []", "calls: [credit-risk]"]], found: [] },
  { name: "a component", edits: [["[disruption-budget]", "[disruption-budgets]"]], found: [] },
  {
    name: "a component that is there already",
    edits: [["[disruption-budget]", "[disruption-budget, disruption-budgets]"]],
    found: [],
  },
  {
    name: "a waiver's rule",
    edits: [
      [
        "  components:",
        '  waivers:\n    network/flow-close: { reason: Moves in spring, owner: Credit Risk, expires: "2027-03-31" }\n  components:',
      ],
    ],
    found: [],
  },
  {
    name: "a model in an override",
    edits: [["score-v1: { memory: 128Mi }", "score-v11: { memory: 128Mi }"]],
    found: [],
  },
  {
    name: "a Server in an override",
    edits: [["      quota: { size: small }\n", "      servers: { mlservr: { replicas: 1 } }\n"]],
    found: [],
  },
  {
    name: "a pipeline in an override",
    edits: [["      quota: { size: small }\n", "      pipelines: { decid: { output: [features] } }\n"]],
    found: [],
  },
  { name: "a bucket of another tenant", edits: [["s3://credit-risk/score/1", "s3://churn/score/1"]], found: [] },
  { name: "a misspelt bucket", edits: [["s3://credit-risk/score/1", "s3://credit-risks/score/1"]], found: [] },
];
