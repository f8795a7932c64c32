import type { MistakeCase } from "./mistake.ts";

/** Values of the wrong type. */
export const typeMistakes: readonly MistakeCase[] = [
  {
    name: "a duration where milliseconds are meant",
    edits: [["joinWindowMs: 500", "joinWindowMs: «500ms»"]],
    found: [
      {
        code: "input/wrong-type",
        message: "pipelines.decide.steps.score-v2.joinWindowMs is a string, not an integer",
        hint: "How long inputs wait for each other, in milliseconds. For example: 500",
      },
    ],
  },
  {
    name: "a quoted number",
    edits: [["replicas: 2", 'replicas: «"2"»']],
    found: [
      {
        code: "input/wrong-type",
        message: "servers.mlserver.replicas is a string, not an integer",
        hint: "Leave the quotes out.",
      },
    ],
  },
  {
    name: "one value where a list is meant",
    edits: [["      requirements: [onnx]", "      requirements: «onnx»"]],
    found: [
      {
        code: "input/wrong-type",
        message: "models.text-embed.requirements is a string, not a list",
        hint: "Capabilities that its Server must offer, spelt alike. The first runtime in the list is used. For example: requirements: [sklearn]",
      },
    ],
  },
  {
    name: "values in one text where a list is meant",
    edits: [["[sklearn]", "«mlserver, sklearn»"]],
    found: [
      {
        code: "input/wrong-type",
        message: "models.features.requirements is a string, not a list",
        hint: "Capabilities that its Server must offer, spelt alike. The first runtime in the list is used. For example: requirements: [sklearn]",
      },
    ],
  },
  {
    name: "a list where a map is meant",
    edits: [["candidates: { score-v1: 80, score-v2: 20 }", "«candidates»: [score-v1, score-v2]"]],
    found: [
      {
        code: "input/wrong-type",
        message: "experiments.split.candidates is a list, not a map",
        hint: "Weight by model, or by pipeline: whole numbers, which are shares of their sum. For example: candidates: { fraud-v1-baseline: 80, fraud-v2-candidate: 20 }",
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
        message: "servers is a list, not a map",
        hint: "Inference servers that models are loaded onto. For example: servers: { mlserver: { template: mlserver } }",
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
        message: "storage.notebooks is a string, not a map",
        hint: "Volume claims of this tenant's own. For example: storage: { notebooks: { size: 50Gi } }",
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
        message: "spec.clusters is a list, not a map",
        hint: "The clusters it runs on, each with what differs there. For example: clusters: { production: {}, staging: { quota: { size: small } } }",
        at: "11:3",
      },
    ],
  },
  {
    name: "text where true or false is meant",
    file: "clusters/production/cluster.yaml",
    edits: [
      ["seldon: { pattern: standard }", "seldon: { pattern: standard, values: { envoy: { enableAccesslog: «yes» } } }"],
    ],
    found: [
      {
        code: "input/wrong-type",
        message: "spec.seldon.values.envoy.enableAccesslog is a string, not a boolean",
        hint: "Whether it writes an access log. For example: true",
      },
    ],
  },
  {
    name: "true where text is meant",
    edits: [['MLSERVER_DEBUG: "false"', "MLSERVER_DEBUG: «false»"]],
    found: [
      {
        code: "input/wrong-type",
        message: "serverConfigs.mlserver-config.environment.MLSERVER_DEBUG is a boolean, not a string",
        hint: 'Quote it. Environment of the inference server, added to the template\'s. For example: environment: { MLSERVER_DEBUG: "false" }',
      },
    ],
  },
  {
    name: "a number where text is meant",
    edits: [['acme.test/cost-centre: "4712"', "acme.test/cost-centre: «4712»"]],
    found: [
      {
        code: "input/wrong-type",
        message: "labels.acme.test/cost-centre is a number, not a string",
        hint: 'Quote it. Labels of the namespace, beside the platform\'s. For example: labels: { acme.test/cost-centre: "4711" }',
      },
    ],
  },
  {
    name: "a field without a value",
    edits: [["      memory: 256Mi\n    score-v1", "      memory:\n    score-v1"]],
    found: [
      {
        code: "input/wrong-type",
        message: "models.text-embed.memory is nothing, not a string or a number",
        hint: "Give it a value, or leave the field out. Memory that one replica takes on its Server. For example: 256Mi, 4Gi",
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
        message: "storage is nothing, not a map",
        hint: "Give it a value, or leave the field out. Volume claims of this tenant's own. For example: storage: { notebooks: { size: 50Gi } }",
        at: "87:11",
      },
    ],
  },
  {
    name: "a required value that a cluster takes away",
    edits: [["score-v1: { memory: 128Mi }", "score-v1: { requirements: «null» }"]],
    found: [
      {
        code: "input/missing-field",
        message: "models.score-v1.requirements is missing, on staging",
        hint: "null takes it away, and it has to be there.",
      },
    ],
  },
];
