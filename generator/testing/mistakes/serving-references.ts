import type { MistakeCase } from "./mistake.ts";

/** Names of models, Servers, steps and candidates that the tenant does not declare. */
export const servingReferenceMistakes: readonly MistakeCase[] = [
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
];
