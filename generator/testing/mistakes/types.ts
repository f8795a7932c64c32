import type { MistakeCase } from "./mistake.ts";

/** Values of the wrong type. */
export const typeMistakes: readonly MistakeCase[] = [
  {
    name: "a duration where milliseconds are meant",
    edits: [["joinWindowMs: 500", "joinWindowMs: «500ms»"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of pipelines.decide.steps.score-v2.joinWindowMs: expected an integer, got a string",
        hint: "How long this step waits for all its inputs, in milliseconds. For example: 500",
      },
    ],
  },
  {
    name: "a quoted number",
    edits: [["replicas: 2", 'replicas: «"2"»']],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of servers.mlserver.replicas: expected an integer, got a string",
        hint: "Remove the quotes.",
      },
    ],
  },
  {
    name: "one value where a list is meant",
    edits: [["      requirements: [onnx]", "      requirements: «onnx»"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of models.text-embed.requirements: expected a list, got a string",
        hint: "Capabilities that the model's Server must offer, with the same spelling. If the list contains several runtimes, Seldon uses the first. For example: requirements: [sklearn]",
      },
    ],
  },
  {
    name: "values in one text where a list is meant",
    edits: [["[sklearn]", "«mlserver, sklearn»"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of models.features.requirements: expected a list, got a string",
        hint: "Capabilities that the model's Server must offer, with the same spelling. If the list contains several runtimes, Seldon uses the first. For example: requirements: [sklearn]",
      },
    ],
  },
  {
    name: "a list where a map is meant",
    edits: [["candidates: { score-v1: 80, score-v2: 20 }", "«candidates»: [score-v1, score-v2]"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of experiments.split.candidates: expected a map, got a list",
        hint: "Weight of each candidate (a model or a pipeline), as a whole number. A candidate's share of the traffic is its weight divided by the sum of all weights. For example: candidates: { fraud-v1-baseline: 80, fraud-v2-candidate: 20 }",
      },
    ],
  },
  {
    name: "a list of Servers",
    edits: [
      ["    triton: { template: triton }\n", ""],
      [
        "    mlserver:\n      config: mlserver-config\n      replicas: 2\n",
        "    - name: mlserver\n      config: mlserver-config\n",
      ],
    ],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of servers: expected a map, got a list",
        hint: "Inference servers that load the models. For example: servers: { mlserver: { template: mlserver } }",
        at: "50:3",
      },
    ],
  },
  {
    name: "text where a map is meant",
    edits: [["notebooks: { size: 50Gi }", "notebooks: «50Gi»"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of storage.notebooks: expected a map, got a string",
        hint: "Additional volume claims of this tenant. For example: storage: { notebooks: { size: 50Gi } }",
      },
    ],
  },
  {
    name: "a list of clusters",
    edits: [
      [
        "    production: {}\n    staging:\n      quota: { size: small }\n      models:\n        score-v1: { memory: 128Mi }\n",
        "    [production, staging]\n",
      ],
    ],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of spec.clusters: expected a map, got a list",
        hint: "The clusters that this tenant runs on, each with its overrides. A tenant needs at least one of `clusters`, `clusterGroups` and `clusterSelector`. For example: clusters: { production: {}, staging: { quota: { size: small } } }",
        at: "11:3",
      },
    ],
  },
  {
    name: "text where true or false is meant",
    file: "clusters/production/cluster.yaml",
    edits: [["    pattern: standard\n", "    pattern: standard\n    values: { envoy: { enableAccesslog: «yes» } }\n"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of spec.seldon.values.envoy.enableAccesslog: expected a boolean, got a string",
        hint: "Whether Envoy writes an access log. For example: true",
      },
    ],
  },
  {
    name: "true where text is meant",
    edits: [['MLSERVER_DEBUG: "false"', "MLSERVER_DEBUG: «false»"]],
    found: [
      {
        code: "input/wrong-type",
        message:
          "invalid type of serverConfigs.mlserver-config.environment.MLSERVER_DEBUG: expected a string, got a boolean",
        hint: `Quote the value. Environment variables of the inference server, in addition to those of the template. For example: environment: { MLSERVER_DEBUG: "false" }`,
      },
    ],
  },
  {
    name: "a number where text is meant",
    edits: [['acme.test/cost-centre: "4712"', "acme.test/cost-centre: «4712»"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of labels.acme.test/cost-centre: expected a string, got a number",
        hint: `Quote the value. Labels of the namespace, in addition to the platform's labels. For example: labels: { acme.test/cost-centre: "4711" }`,
      },
    ],
  },
  {
    name: "a field without a value",
    edits: [["      memory: 256Mi\n    score-v1", "      memory:\n    score-v1"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of models.text-embed.memory: expected a string or a number, got no value",
        hint: "Set a value, or remove the field. Memory that one replica of the model uses on a Server. For example: 256Mi, 4Gi",
        at: "64:14",
      },
    ],
  },
  {
    name: "a section without a value",
    edits: [["    notebooks: { size: 50Gi }\n", ""]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of storage: expected a map, got no value",
        hint: "Set a value, or remove the field. Additional volume claims of this tenant. For example: storage: { notebooks: { size: 50Gi } }",
        at: "87:11",
      },
    ],
  },
  {
    name: "a required value that a cluster removes",
    edits: [["score-v1: { memory: 128Mi }", "score-v1: { requirements: «null» }"]],
    found: [
      {
        code: "input/missing-field",
        message: "missing field models.score-v1.requirements, on staging",
        hint: "Set a value: null removes this field, but the field is required.",
      },
    ],
  },
];
