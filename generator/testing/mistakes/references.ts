import type { MistakeCase } from "./mistake.ts";

/** Names that do not exist. */
export const referenceMistakes: readonly MistakeCase[] = [
  {
    name: "a cluster",
    edits: [["    production: {}\n", "    «produktion»: {}\n"]],
    found: [{ code: "reference/unknown", message: "unknown cluster produktion", hint: "Did you mean production?" }],
  },
  {
    name: "a cluster without a similar name",
    edits: [["    production: {}\n", "    «west»: {}\n"]],
    found: [{ code: "reference/unknown", message: "unknown cluster west", hint: "Known: production." }],
  },
  {
    name: "a quota size",
    edits: [["size: medium", "size: «mediun»"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown quota size mediun, on production",
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
        message: "unknown quota size smal, on staging",
        hint: "Did you mean small?",
      },
    ],
  },
  {
    name: "a role",
    edits: [["credit-analysts: viewer", "credit-analysts: «view»"]],
    found: [{ code: "reference/unknown", message: "unknown role view", hint: "Did you mean viewer?" }],
  },
  {
    name: "a role without a similar name",
    edits: [["credit-analysts: viewer", "credit-analysts: «admin»"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown role admin",
        hint: "Known: viewer, deployer, pipeline.",
      },
    ],
  },
  {
    name: "a role of a service account",
    edits: [["credit-training: pipeline", "credit-training: «pipelines»"]],
    found: [{ code: "reference/unknown", message: "unknown role pipelines", hint: "Did you mean pipeline?" }],
  },
  {
    name: "a secret store",
    edits: [["store: vault, path: bureau", "store: «valt», path: bureau"]],
    found: [{ code: "reference/unknown", message: "unknown secret store valt", hint: "Did you mean vault?" }],
  },
  {
    name: "a node pool",
    edits: [["  components:", "  nodePool: «gpus»\n  components:"]],
    found: [{ code: "reference/unknown", message: "unknown node pool gpus on staging", hint: "Did you mean gpu?" }],
  },
  {
    name: "a template of a ServerConfig",
    edits: [["template: mlserver\n", "template: «mlsever»\n"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown server template mlsever",
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
        message: "unknown server template tritn",
        hint: "Did you mean triton?",
      },
    ],
  },
  {
    name: "a template without a similar name",
    edits: [["{ template: triton }", "{ template: «tensorflow» }"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown server template tensorflow",
        hint: "Known: mlserver, triton.",
      },
    ],
  },
  {
    name: "a storage class",
    edits: [["class: fast", "class: «fats»"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown storage class fats on staging",
        hint: "Known: standard, fast.",
      },
    ],
  },
  {
    name: "a config of a Server",
    edits: [["config: mlserver-config", "config: «mlserver-conf»"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown ServerConfig mlserver-conf in this tenant",
        hint: "Did you mean mlserver-config?",
      },
    ],
  },
  {
    name: "a model's Server",
    edits: [["server: mlserver\n", "server: «mlsever»\n"]],
    found: [
      { code: "reference/unknown", message: "unknown Server mlsever in this tenant", hint: "Did you mean mlserver?" },
    ],
  },
  {
    name: "a model's secret",
    edits: [["      memory: 256Mi\n    score-v1", "      memory: 256Mi\n      secret: «bureau-logn»\n    score-v1"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown secret bureau-logn with one key in this tenant",
        hint: "None are defined.",
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
      { code: "reference/unknown", message: "unknown model score-v22 in this tenant", hint: "Did you mean score-v2?" },
    ],
  },
  {
    name: "a misspelt step with the name of another step",
    edits: [
      ["        text-embed: {}\n", "        «feature»: {}\n"],
      ["text-embed.outputs.vector", "feature.outputs.vector"],
    ],
    found: [
      {
        code: "reference/unknown",
        message: "unknown model feature in this tenant",
        hint: "features is already set: remove one of the two entries.",
      },
    ],
  },
  {
    name: "an input",
    edits: [["[features, text-embed.outputs.vector]", "[«feature», text-embed.outputs.vector]"]],
    found: [
      { code: "reference/unknown", message: "unknown step feature in pipeline decide", hint: "Did you mean features?" },
    ],
  },
  {
    name: "a duplicate input",
    edits: [["[features, text-embed.outputs.vector]", "[features, «feature»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown step feature in pipeline decide",
        hint: "features is already set: remove one of the two entries.",
      },
    ],
  },
  {
    name: "an output",
    edits: [["output: [score-v2]", "output: [«score-v3»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown step score-v3 in pipeline decide",
        hint: "Did you mean score-v2?",
      },
    ],
  },
  {
    name: "a candidate",
    edits: [["candidates: { score-v1: 80, score-v2: 20 }", "candidates: { score-v1: 80, «score-v22»: 20 }"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown model or pipeline score-v22 in this tenant",
        hint: "Did you mean score-v2?",
      },
    ],
  },
  {
    name: "an experiment's default",
    edits: [["default: score-v1", "default: «score-v3»"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown candidate score-v3 in experiment split",
        hint: "Did you mean score-v1?",
      },
    ],
  },
  {
    name: "a mirror",
    edits: [["score-v2: 20 }", "score-v2: 20 }\n      mirror: { name: «score-v3», percent: 10 }"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown model or pipeline score-v3 in this tenant",
        hint: "Known: features, text-embed, decide.",
      },
    ],
  },
  {
    name: "a service",
    edits: [["needs: [mlflow]", "needs: [«mlfow»]"]],
    found: [{ code: "reference/unknown", message: "unknown platform service mlfow", hint: "Did you mean mlflow?" }],
  },
  {
    name: "a duplicate service",
    edits: [["needs: [mlflow]", "needs: [mlflow, «ml-flow»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown platform service ml-flow",
        hint: "mlflow is already set: remove one of the two entries.",
      },
    ],
  },
  {
    name: "a caller",
    edits: [["callers: [ingress]", "callers: [«ingres»]"]],
    found: [{ code: "reference/unknown", message: "unknown platform service ingres", hint: "Did you mean ingress?" }],
  },
  {
    name: "a service that only calls",
    edits: [["needs: [mlflow]", "needs: [mlflow, «ingress»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "invalid service ingress: it listens on no port",
        hint: "List the service under network.callers instead: the service has no ports, so tenants cannot call it.",
      },
    ],
  },
  {
    name: "a tenant",
    edits: [["calledBy: []", "calls: [«churm»]"]],
    found: [{ code: "reference/unknown", message: "unknown tenant churm on staging", hint: "Did you mean churn?" }],
  },
  {
    name: "the tenant itself",
    edits: [["calledBy: []", "calls: [«credit-risk»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "invalid tenant credit-risk: it is this tenant itself",
        hint: "Remove this entry: a tenant's own pods can always reach each other.",
      },
    ],
  },
  {
    name: "a component",
    edits: [["[disruption-budget]", "[«disruption-budgets»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown component disruption-budgets in platform/components/",
        hint: "Did you mean disruption-budget?",
      },
    ],
  },
  {
    name: "a duplicate component",
    edits: [["[disruption-budget]", "[disruption-budget, «disruption-budgets»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown component disruption-budgets in platform/components/",
        hint: "disruption-budget is already set: remove one of the two entries.",
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
        message: "unknown rule network/flow-close",
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
        message: "unknown models.score-v11: staging overrides it, but spec.models does not declare it",
        hint: "Did you mean score-v1? To add an entry only for staging, set storageUri and requirements.",
      },
    ],
  },
  {
    name: "a Server in an override",
    edits: [["      quota: { size: small }\n", "      servers: { «mlservr»: { replicas: 1 } }\n"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown servers.mlservr: staging overrides it, but spec.servers does not declare it",
        hint: "Did you mean mlserver? To add an entry only for staging, set template or config.",
      },
    ],
  },
  {
    name: "a pipeline in an override",
    edits: [["      quota: { size: small }\n", "      pipelines: { «decid»: { output: [features] } }\n"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown pipelines.decid: staging overrides it, but spec.pipelines does not declare it",
        hint: "Did you mean decide? To add an entry only for staging, set steps.",
      },
    ],
  },
  {
    name: "a bucket of another tenant",
    edits: [["s3://credit-risk/score/1", "«s3://churn/score/1»"]],
    found: [
      {
        code: "reference/outside-own-storage",
        message: "invalid storageUri s3://churn/score/1: it is in no artifact store of credit-risk",
        hint: "Use a folder below one of these locations: s3://credit-risk/, s3://mlflow-artifacts/",
      },
    ],
  },
  {
    name: "a misspelt bucket",
    edits: [["s3://credit-risk/score/1", "«s3://credit-risks/score/1»"]],
    found: [
      {
        code: "reference/outside-own-storage",
        message: "invalid storageUri s3://credit-risks/score/1: it is in no artifact store of credit-risk",
        hint: "Use a folder below one of these locations: s3://credit-risk/, s3://mlflow-artifacts/",
      },
    ],
  },
];
