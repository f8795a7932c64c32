import type { MistakeCase } from "./mistake.ts";

/** Names of what does not exist. */
export const referenceMistakes: readonly MistakeCase[] = [
  {
    name: "a cluster",
    edits: [["    production: {}\n", "    «produktion»: {}\n"]],
    found: [{ code: "reference/unknown", message: "there is no cluster produktion", hint: "Did you mean production?" }],
  },
  {
    name: "a cluster that nothing is like",
    edits: [["    production: {}\n", "    «west»: {}\n"]],
    found: [{ code: "reference/unknown", message: "there is no cluster west", hint: "Known here: production." }],
  },
  {
    name: "a quota size",
    edits: [["size: medium", "size: «mediun»"]],
    found: [
      {
        code: "reference/unknown",
        message: "mediun is no quota size of the platform, on production",
        hint: "Did you mean medium?",
      },
    ],
  },
  {
    name: "a quota size of an override",
    edits: [["size: small", "size: «smal»"]],
    found: [
      {
        code: "reference/unknown",
        message: "smal is no quota size of the platform, on staging",
        hint: "Did you mean small?",
      },
    ],
  },
  {
    name: "a role",
    edits: [["credit-analysts: viewer", "credit-analysts: «view»"]],
    found: [{ code: "reference/unknown", message: "view is no role of the platform", hint: "Did you mean viewer?" }],
  },
  {
    name: "a role that nothing is like",
    edits: [["credit-analysts: viewer", "credit-analysts: «admin»"]],
    found: [
      {
        code: "reference/unknown",
        message: "admin is no role of the platform",
        hint: "Known here: viewer, deployer, pipeline.",
      },
    ],
  },
  {
    name: "a role of an account",
    edits: [["credit-training: pipeline", "credit-training: «pipelines»"]],
    found: [
      { code: "reference/unknown", message: "pipelines is no role of the platform", hint: "Did you mean pipeline?" },
    ],
  },
  {
    name: "a secret store",
    edits: [["store: vault, path: bureau", "store: «valt», path: bureau"]],
    found: [
      { code: "reference/unknown", message: "valt is no secret store of the platform", hint: "Did you mean vault?" },
    ],
  },
  {
    name: "a node pool",
    edits: [["  components:", "  nodePool: «gpus»\n  components:"]],
    found: [{ code: "reference/unknown", message: "gpus is no node pool of staging", hint: "Did you mean gpu?" }],
  },
  {
    name: "a template of a ServerConfig",
    edits: [["template: mlserver\n", "template: «mlsever»\n"]],
    found: [
      {
        code: "reference/unknown",
        message: "mlsever is no server template of the platform",
        hint: "Did you mean mlserver?",
      },
    ],
  },
  {
    name: "a template of a Server",
    edits: [["{ template: triton }", "{ template: «tritn» }"]],
    found: [
      {
        code: "reference/unknown",
        message: "tritn is no server template of the platform",
        hint: "Did you mean triton?",
      },
    ],
  },
  {
    name: "a template that nothing is like",
    edits: [["{ template: triton }", "{ template: «tensorflow» }"]],
    found: [
      {
        code: "reference/unknown",
        message: "tensorflow is no server template of the platform",
        hint: "Known here: mlserver, triton.",
      },
    ],
  },
  {
    name: "a storage class",
    edits: [["class: fast", "class: «fats»"]],
    found: [
      {
        code: "reference/unknown",
        message: "fats is no storage class of staging",
        hint: "Known here: standard, fast.",
      },
    ],
  },
  {
    name: "a config of a Server",
    edits: [["config: mlserver-config", "config: «mlserver-conf»"]],
    found: [
      {
        code: "reference/unknown",
        message: "mlserver-conf is no ServerConfig of this tenant",
        hint: "Did you mean mlserver-config?",
      },
    ],
  },
  {
    name: "a model's Server",
    edits: [["server: mlserver\n", "server: «mlsever»\n"]],
    found: [
      { code: "reference/unknown", message: "mlsever is no Server of this tenant", hint: "Did you mean mlserver?" },
    ],
  },
  {
    name: "a model's secret",
    edits: [["      memory: 256Mi\n    score-v1", "      memory: 256Mi\n      secret: «bureau-logn»\n    score-v1"]],
    found: [
      {
        code: "reference/unknown",
        message: "bureau-logn is no secret of this tenant with one key",
        hint: "There is none to choose from.",
      },
    ],
  },
  {
    name: "a step",
    edits: [
      ["        score-v2:\n          inputs", "        «score-v22»:\n          inputs"],
      ["output: [score-v2]", "output: [score-v22]"],
    ],
    found: [
      { code: "reference/unknown", message: "score-v22 is no model of this tenant", hint: "Did you mean score-v2?" },
    ],
  },
  {
    name: "a step that is another one already",
    edits: [
      ["        text-embed: {}\n", "        «feature»: {}\n"],
      ["text-embed.outputs.vector", "feature.outputs.vector"],
    ],
    found: [
      {
        code: "reference/unknown",
        message: "feature is no model of this tenant",
        hint: "features is given already: keep one of the two.",
      },
    ],
  },
  {
    name: "an input",
    edits: [["[features, text-embed.outputs.vector]", "[«feature», text-embed.outputs.vector]"]],
    found: [{ code: "reference/unknown", message: "feature is no step of decide", hint: "Did you mean features?" }],
  },
  {
    name: "an input that is there already",
    edits: [["[features, text-embed.outputs.vector]", "[features, «feature»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "feature is no step of decide",
        hint: "features is given already: keep one of the two.",
      },
    ],
  },
  {
    name: "an output",
    edits: [["output: [score-v2]", "output: [«score-v3»]"]],
    found: [{ code: "reference/unknown", message: "score-v3 is no step of decide", hint: "Did you mean score-v2?" }],
  },
  {
    name: "a candidate",
    edits: [["candidates: { score-v1: 80, score-v2: 20 }", "candidates: { score-v1: 80, «score-v22»: 20 }"]],
    found: [
      {
        code: "reference/unknown",
        message: "score-v22 is no model or pipeline of this tenant",
        hint: "Did you mean score-v2?",
      },
    ],
  },
  {
    name: "an experiment's default",
    edits: [["default: score-v1", "default: «score-v3»"]],
    found: [
      { code: "reference/unknown", message: "score-v3 is no candidate of split", hint: "Did you mean score-v1?" },
    ],
  },
  {
    name: "a mirror",
    edits: [["score-v2: 20 }", "score-v2: 20 }\n      mirror: { name: «score-v3», percent: 10 }"]],
    found: [
      {
        code: "reference/unknown",
        message: "score-v3 is no model or pipeline of this tenant",
        hint: "Known here: features, text-embed, decide.",
      },
    ],
  },
  {
    name: "a service",
    edits: [["needs: [mlflow]", "needs: [«mlfow»]"]],
    found: [
      { code: "reference/unknown", message: "mlfow is no service of the platform", hint: "Did you mean mlflow?" },
    ],
  },
  {
    name: "a service that is there already",
    edits: [["needs: [mlflow]", "needs: [mlflow, «ml-flow»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "ml-flow is no service of the platform",
        hint: "mlflow is given already: keep one of the two.",
      },
    ],
  },
  {
    name: "a caller",
    edits: [["callers: [ingress]", "callers: [«ingres»]"]],
    found: [
      { code: "reference/unknown", message: "ingres is no service of the platform", hint: "Did you mean ingress?" },
    ],
  },
  {
    name: "a service that only calls",
    edits: [["needs: [mlflow]", "needs: [mlflow, «ingress»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "service ingress listens on no port",
        hint: "It only calls: name it under network.callers instead.",
      },
    ],
  },
  {
    name: "a tenant",
    edits: [["calledBy: []", "calls: [«churm»]"]],
    found: [{ code: "reference/unknown", message: "churm is no other tenant on staging", hint: "Did you mean churn?" }],
  },
  {
    name: "the tenant itself",
    edits: [["calledBy: []", "calls: [«credit-risk»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "credit-risk is this tenant itself",
        hint: "Its own pods reach each other without it.",
      },
    ],
  },
  {
    name: "a component",
    edits: [["[disruption-budget]", "[«disruption-budgets»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "disruption-budgets is no component under platform/components/",
        hint: "Did you mean disruption-budget?",
      },
    ],
  },
  {
    name: "a component that is there already",
    edits: [["[disruption-budget]", "[disruption-budget, «disruption-budgets»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "disruption-budgets is no component under platform/components/",
        hint: "disruption-budget is given already: keep one of the two.",
      },
    ],
  },
  {
    name: "a waiver's rule",
    edits: [
      [
        "  components:",
        '  waivers:\n    «network/flow-close»: { reason: Moves in spring, owner: Credit Risk, expires: "2027-03-31" }\n  components:',
      ],
    ],
    found: [
      {
        code: "waiver/unknown",
        message: "there is no rule network/flow-close",
        hint: "Did you mean network/flow-closed?",
      },
    ],
  },
  {
    name: "a model in an override",
    edits: [["score-v1: { memory: 128Mi }", "«score-v11»: { memory: 128Mi }"]],
    found: [
      {
        code: "reference/unknown",
        message: "staging changes models.score-v11, which is not declared",
        hint: "Did you mean score-v1? One of staging's own needs storageUri and requirements.",
      },
    ],
  },
  {
    name: "a Server in an override",
    edits: [["      quota: { size: small }\n", "      servers: { «mlservr»: { replicas: 1 } }\n"]],
    found: [
      {
        code: "reference/unknown",
        message: "staging changes servers.mlservr, which is not declared",
        hint: "Did you mean mlserver? One of staging's own needs template or config.",
      },
    ],
  },
  {
    name: "a pipeline in an override",
    edits: [["      quota: { size: small }\n", "      pipelines: { «decid»: { output: [features] } }\n"]],
    found: [
      {
        code: "reference/unknown",
        message: "staging changes pipelines.decid, which is not declared",
        hint: "Did you mean decide? One of staging's own needs steps.",
      },
    ],
  },
  {
    name: "a bucket of another tenant",
    edits: [["s3://credit-risk/score/1", "«s3://churn/score/1»"]],
    found: [
      {
        code: "reference/outside-own-storage",
        message: "no artifact store serves s3://churn/score/1 to credit-risk",
        hint: "This tenant may read below: s3://credit-risk/, s3://mlflow-artifacts/",
      },
    ],
  },
  {
    name: "a misspelt bucket",
    edits: [["s3://credit-risk/score/1", "«s3://credit-risks/score/1»"]],
    found: [
      {
        code: "reference/outside-own-storage",
        message: "no artifact store serves s3://credit-risks/score/1 to credit-risk",
        hint: "This tenant may read below: s3://credit-risk/, s3://mlflow-artifacts/",
      },
    ],
  },
];
