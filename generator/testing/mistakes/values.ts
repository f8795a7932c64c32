import type { Mistake } from "./mistake.ts";

/** Values of the wrong type, or of the wrong form. */
export const valueMistakes: readonly Mistake[] = [
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
  {
    name: "a space in an amount of memory",
    edits: [["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: 1, memory: «4G B» }"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "serverConfigs.mlserver-config.resources.limits.memory: a quantity is a number and one of m, k, M, G, T, Ki, Mi, Gi, Ti, or a number alone",
        hint: "Bytes of memory. For example: 256Mi, 4Gi",
      },
    ],
  },
  {
    name: "GB",
    edits: [["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: 1, memory: «4GB» }"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "serverConfigs.mlserver-config.resources.limits.memory: a quantity is a number and one of m, k, M, G, T, Ki, Mi, Gi, Ti, or a number alone",
        hint: "Bytes of memory. For example: 256Mi, 4Gi",
      },
    ],
  },
  {
    name: "cores as a word",
    edits: [["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: «2 cores», memory: 2Gi }"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "serverConfigs.mlserver-config.resources.limits.cpu: a quantity is a number and one of m, k, M, G, T, Ki, Mi, Gi, Ti, or a number alone",
        hint: 'CPU cores. For example: 250m, "2"',
      },
    ],
  },
  {
    name: "an amount in an override",
    edits: [["memory: 128Mi }", "memory: «128MB» }"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "models.score-v1.memory: a quantity is a number and one of m, k, M, G, T, Ki, Mi, Gi, Ti, or a number alone, on staging",
        hint: "Memory that one replica takes on its Server. For example: 256Mi, 4Gi",
      },
    ],
  },
  {
    name: "thousandths of a byte",
    edits: [["      memory: 256Mi\n    score-v1", "      memory: «256m»\n    score-v1"]],
    found: [
      {
        code: "capacity/unlikely-quantity",
        message: "256m of memory is less than a mebibyte",
        hint: "Mi and Gi are mebibytes and gibibytes; m is a thousandth, and no suffix means bytes.",
      },
    ],
  },
  {
    name: "a negative amount",
    edits: [["size: 50Gi", "size: «-50Gi»"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "storage.notebooks.size: a quantity is a number and one of m, k, M, G, T, Ki, Mi, Gi, Ti, or a number alone",
        hint: "Size of the volume. For example: 50Gi",
      },
    ],
  },
  {
    name: "weights in percent",
    edits: [["{ score-v1: 80, score-v2: 20 }", "{ score-v1: «80%», score-v2: 20% }"]],
    found: [
      {
        code: "input/wrong-type",
        message: "experiments.split.candidates.score-v1 is a string, not an integer",
        hint: "Weight by model, or by pipeline: whole numbers, which are shares of their sum. For example: candidates: { fraud-v1-baseline: 80, fraud-v2-candidate: 20 }",
      },
    ],
  },
  {
    name: "quoted weights",
    edits: [["{ score-v1: 80, score-v2: 20 }", '{ score-v1: «"80"», score-v2: 20 }']],
    found: [
      {
        code: "input/wrong-type",
        message: "experiments.split.candidates.score-v1 is a string, not an integer",
        hint: "Leave the quotes out.",
      },
    ],
  },
  {
    name: "weights as parts of one",
    edits: [["{ score-v1: 80, score-v2: 20 }", "{ score-v1: «0.8», score-v2: 0.2 }"]],
    found: [
      {
        code: "input/wrong-type",
        message: "experiments.split.candidates.score-v1 is a number, not an integer",
        hint: "Weight by model, or by pipeline: whole numbers, which are shares of their sum. For example: candidates: { fraud-v1-baseline: 80, fraud-v2-candidate: 20 }",
      },
    ],
  },
  {
    name: "no replicas",
    edits: [["replicas: 2", "replicas: «0»"]],
    found: [{ code: "input/invalid-value", message: "servers.mlserver.replicas is below 1, the least" }],
  },
  {
    name: "ports as plain numbers",
    edits: [["[{ port: 443 }]", "[«443»]"]],
    found: [
      {
        code: "input/wrong-type",
        message: "network.external.bureau.ports.0 is a number, not a map",
        hint: "Ports there, each a map. For example: ports: [{ port: 443 }]",
      },
    ],
  },
  {
    name: "one port instead of a list",
    edits: [["[{ port: 443 }]", "«443»"]],
    found: [
      {
        code: "input/wrong-type",
        message: "network.external.bureau.ports is a number, not a list",
        hint: "Ports there, each a map. For example: ports: [{ port: 443 }]",
      },
    ],
  },
  {
    name: "a port out of range",
    edits: [["port: 443", "port: «70000»"]],
    found: [
      {
        code: "input/invalid-value",
        message: "network.external.bureau.ports.0.port is over 65535, the most",
        hint: "The port there, 1 to 65535. For example: 443",
      },
    ],
  },
  {
    name: "a host name as a CIDR",
    edits: [["[203.0.113.0/24]", "[«api.bureau.test»]"]],
    found: [
      {
        code: "input/invalid-value",
        message: "network.external.bureau.cidrs.0: network policies know no host names",
        hint: "Write the networks that the host's addresses lie in, as its owner publishes them: 203.0.113.0/24. Where they change, have the platform offer a proxy as a service, and name that under network.needs.",
      },
    ],
  },
  {
    name: "a URL as a CIDR",
    edits: [["[203.0.113.0/24]", '[«"https://api.bureau.test/v1"»]']],
    found: [
      {
        code: "input/invalid-value",
        message: "network.external.bureau.cidrs.0: network policies know no host names",
        hint: "Write the networks that the host's addresses lie in, as its owner publishes them: 203.0.113.0/24. Where they change, have the platform offer a proxy as a service, and name that under network.needs.",
      },
    ],
  },
  {
    name: "an address without its length",
    edits: [["[203.0.113.0/24]", "[«203.0.113.7»]"]],
    found: [
      {
        code: "input/invalid-value",
        message: "network.external.bureau.cidrs.0: an address without the length of its network",
        hint: "For this one address: 203.0.113.7/32",
      },
    ],
  },
  {
    name: "host bits in a CIDR",
    edits: [["[203.0.113.0/24]", "[«203.0.113.7/24»]"]],
    found: [
      {
        code: "input/invalid-value",
        message: "network.external.bureau.cidrs.0: a CIDR names a network, without host bits",
        hint: "Did you mean 203.0.113.0/24?",
      },
    ],
  },
  {
    name: "every address",
    edits: [["[203.0.113.0/24]", "[«0.0.0.0/0»]"]],
    found: [
      {
        code: "network/every-address",
        message: "0.0.0.0/0 is no one's network, but every address",
        hint: "Name the networks that are meant; where nobody can tell them, have the platform offer a proxy as a service, and name it under network.needs.",
      },
    ],
  },
  {
    name: "every address of IPv6",
    edits: [["[203.0.113.0/24]", '[«"::/0"»]']],
    found: [
      {
        code: "network/every-address",
        message: "::/0 is no one's network, but every address",
        hint: "Name the networks that are meant; where nobody can tell them, have the platform offer a proxy as a service, and name it under network.needs.",
      },
    ],
  },
  {
    name: "every address, in halves",
    edits: [["[203.0.113.0/24]", "[«0.0.0.0/1», «128.0.0.0/1»]"]],
    found: [
      {
        code: "network/every-address",
        message: "0.0.0.0/1 is no one's network, but a large part of all addresses",
        hint: "Name the networks that are meant; where nobody can tell them, have the platform offer a proxy as a service, and name it under network.needs.",
      },
      {
        code: "network/every-address",
        message: "128.0.0.0/1 is no one's network, but a large part of all addresses",
        hint: "Name the networks that are meant; where nobody can tell them, have the platform offer a proxy as a service, and name it under network.needs.",
      },
    ],
  },
  {
    name: "capitals in a model's name",
    edits: [
      ["    text-embed:\n", "    «Text-Embed»:\n"],
      ["        text-embed: {}\n", "        Text-Embed: {}\n"],
      ["text-embed.outputs", "Text-Embed.outputs"],
    ],
    found: [
      {
        code: "input/invalid-value",
        message: "models.Text-Embed: a name is a-z, 0-9 and -, and has at most 63 characters",
        hint: "Did you mean text-embed?",
      },
    ],
  },
  {
    name: "an underscore in a model's name",
    edits: [
      ["    text-embed:\n", "    «text_embed»:\n"],
      ["        text-embed: {}\n", "        text_embed: {}\n"],
      ["text-embed.outputs", "text_embed.outputs"],
    ],
    found: [
      {
        code: "input/invalid-value",
        message: "models.text_embed: a name is a-z, 0-9 and -, and has at most 63 characters",
        hint: "Did you mean text-embed?",
      },
    ],
  },
  {
    name: "a URL as an input of a step",
    edits: [["text-embed.outputs.vector", "«text-embed/outputs/vector»"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "pipelines.decide.steps.score-v2.inputs.1: an input is a step, or some of its data: step.outputs, step.outputs.<tensor>, step.inputs",
        hint: "Steps whose outputs it takes; the pipeline's own input where left out. For example: inputs: [features, ranker.outputs.score]",
      },
    ],
  },
  {
    name: "an input with one part too many",
    edits: [["text-embed.outputs.vector", "«text-embed.outputs.vector.0»"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "pipelines.decide.steps.score-v2.inputs.1: an input is a step, or some of its data: step.outputs, step.outputs.<tensor>, step.inputs",
        hint: "Steps whose outputs it takes; the pipeline's own input where left out. For example: inputs: [features, ranker.outputs.score]",
      },
    ],
  },
  {
    name: "an input as a map",
    edits: [["[features, text-embed.outputs.vector]", "[«{ step: features }»]"]],
    found: [
      {
        code: "input/wrong-type",
        message: "pipelines.decide.steps.score-v2.inputs.0 is a map, not a string",
        hint: "Steps whose outputs it takes; the pipeline's own input where left out. For example: inputs: [features, ranker.outputs.score]",
      },
    ],
  },
  {
    name: "capitals in the tenant's name",
    edits: [["  name: credit-risk\n", "  name: «Credit-Risk»\n"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "metadata.name: a tenant's name is a-z, 0-9 and -, begins with a letter, and has at most 50 characters",
        hint: "Did you mean credit-risk?",
      },
    ],
  },
  {
    name: "another name than the file's",
    edits: [["  name: credit-risk\n", "  name: «credit-scoring»\n"]],
    found: [
      {
        code: "input/file-name",
        message: "the name differs from its file: the file is called credit-risk.yaml",
        hint: "Rename the file to credit-scoring.yaml, or the tenant to credit-risk.",
      },
    ],
  },
  {
    name: "another kind",
    edits: [["kind: Tenant", "kind: «Tenants»"]],
    found: [{ code: "input/invalid-value", message: "kind is not one of its values", hint: "Did you mean Tenant?" }],
  },
  {
    name: "another version",
    edits: [["tenantry.dev/v1alpha1", "«tenantry.dev/v1»"]],
    found: [
      {
        code: "input/invalid-value",
        message: "apiVersion is not one of its values",
        hint: "Did you mean tenantry.dev/v1alpha1?",
      },
    ],
  },
  {
    name: "a word that is not one of a few",
    edits: [["enforce: baseline", "enforce: «base-line»"]],
    found: [
      {
        code: "input/invalid-value",
        message: "podSecurity.enforce is not one of its values",
        hint: "Did you mean baseline? Allowed: privileged, baseline, restricted.",
      },
    ],
  },
  {
    name: "a word in capitals",
    edits: [["enforce: baseline", "enforce: «Baseline»"]],
    found: [
      {
        code: "input/invalid-value",
        message: "podSecurity.enforce is not one of its values",
        hint: "Did you mean baseline? Allowed: privileged, baseline, restricted.",
      },
    ],
  },
  {
    name: "a day in another form",
    edits: [
      [
        "  components:",
        "  waivers:\n    network/flow-closed: { reason: Moves in spring, owner: Credit Risk, expires: «31.03.2027» }\n  components:",
      ],
    ],
    found: [
      {
        code: "input/invalid-value",
        message: "waivers.network/flow-closed.expires: a day is written 2027-06-30",
        hint: 'The last day that it holds, at most 366 days ahead; two weeks before, it is warned of. For example: "2027-03-31"',
      },
    ],
  },
  {
    name: "a day that does not exist",
    edits: [
      [
        "  components:",
        '  waivers:\n    network/flow-closed: { reason: Moves in spring, owner: Credit Risk, expires: «"2027-02-30"» }\n  components:',
      ],
    ],
    found: [
      {
        code: "input/invalid-value",
        message: "waivers.network/flow-closed.expires: a day is written 2027-06-30",
        hint: 'The last day that it holds, at most 366 days ahead; two weeks before, it is warned of. For example: "2027-03-31"',
      },
    ],
  },
  {
    name: "a waiver for ever",
    edits: [
      [
        "  components:",
        '  waivers:\n    «images/digest»: { reason: Built by hand, owner: Credit Risk, expires: «"2099-12-31"» }\n  components:',
      ],
    ],
    found: [
      {
        code: "waiver/unused",
        message: "nothing here breaks images/digest",
        hint: "Take the waiver away, before it covers something new.",
      },
      {
        code: "waiver/too-far",
        message: "expires in 26701 days, and no waiver holds for more than 366",
        hint: "Today 2027-11-24 is the last day that it may have.",
      },
    ],
  },
  {
    name: "a chat channel instead of an address",
    edits: [["contact: credit-risk@acme.test", 'contact: «"#credit-risk"»']],
    found: [
      {
        code: "input/invalid-value",
        message: "owner.contact: an e-mail address",
        hint: "Where the team is reached. For example: fraud-detection@acme.test",
      },
    ],
  },
  {
    name: "a team without its organisation",
    edits: [["github: acme/credit-risk", "github: «credit-risk»"]],
    found: [
      {
        code: "input/invalid-value",
        message: "owner.github: a GitHub team is organisation/team",
        hint: "The GitHub team that owns this file: organisation/team. For example: acme/fraud-detection",
      },
    ],
  },
  {
    name: "a bucket's path without a scheme",
    edits: [["storageUri: s3://credit-risk/score/1", "storageUri: «credit-risk/score/1»"]],
    found: [
      {
        code: "input/invalid-value",
        message: "models.score-v1.storageUri: scheme://bucket/path, without dot segments",
        hint: "The folder of the artifact. For example: s3://fraud-detection/baseline/3",
      },
    ],
  },
  {
    name: "the image latest of a registry that is not allowed",
    edits: [
      [
        "harbor.acme.test/credit/mlserver@sha256:3f2a9c513f2a9c513f2a9c513f2a9c513f2a9c513f2a9c513f2a9c513f2a9c51",
        "«ghcr.io/credit/mlserver:latest»",
      ],
    ],
    found: [
      {
        code: "input/invalid-value",
        message: "an image needs a tag other than latest, or a digest",
        hint: "For example: ghcr.io/credit/mlserver:1.7.1",
      },
      {
        code: "platform/registry",
        message: "ghcr.io/credit/mlserver:latest comes from no allowed registry",
        hint: "Allowed: docker.io/seldonio/, nvcr.io/nvidia/, harbor.acme.test/",
        at: "44:25",
      },
    ],
  },
  {
    name: "an image without a registry",
    edits: [
      [
        "harbor.acme.test/credit/mlserver@sha256:3f2a9c513f2a9c513f2a9c513f2a9c513f2a9c513f2a9c513f2a9c513f2a9c51",
        "«mlserver:1.7.1»",
      ],
    ],
    found: [
      {
        code: "input/invalid-value",
        message:
          "serverConfigs.mlserver-config.images.server: an image names its registry: docker.io/seldonio/mlserver:1.7.1",
      },
    ],
  },
  {
    name: "a name twice in a list",
    edits: [["[mlflow]\n    callers", "[mlflow, «mlflow»]\n    callers"]],
    found: [{ code: "input/invalid-value", message: "network.needs.1: given twice", hint: "Keep one of the two." }],
  },
];
