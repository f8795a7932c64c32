import type { Mistake } from "./mistake.ts";

/** Values of the wrong type, or of the wrong form. */
export const valueMistakes: readonly Mistake[] = [
  { name: "a duration where milliseconds are meant", edits: [["joinWindowMs: 500", "joinWindowMs: 500ms"]], found: [] },
  { name: "a quoted number", edits: [["replicas: 2", 'replicas: "2"']], found: [] },
  {
    name: "one value where a list is meant",
    edits: [["      requirements: [onnx]", "      requirements: onnx"]],
    found: [],
  },
  { name: "values in one text where a list is meant", edits: [["[sklearn]", "mlserver, sklearn"]], found: [] },
  {
    name: "a list where a map is meant",
    edits: [["candidates: { score-v1: 80, score-v2: 20 }", "candidates: [score-v1, score-v2]"]],
    found: [],
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
    found: [],
  },
  {
    name: "text where a map is meant",
    edits: [
      ["size: 50Gi }", "}"],
      ["notebooks: { }", "notebooks: 50Gi"],
    ],
    found: [],
  },
  {
    name: "a list of clusters",
    edits: [
      [
        "    production: {}\n    staging:\n      quota: { size: small }\n      models:\n        score-v1: { memory: 128Mi }\n",
        "    [production, staging]\n",
      ],
    ],
    found: [],
  },
  {
    name: "text where true or false is meant",
    file: "clusters/production/cluster.yaml",
    edits: [
      ["seldon: { pattern: standard }", "seldon: { pattern: standard, values: { envoy: { enableAccesslog: yes } } }"],
    ],
    found: [],
  },
  { name: "true where text is meant", edits: [['MLSERVER_DEBUG: "false"', "MLSERVER_DEBUG: false"]], found: [] },
  {
    name: "a number where text is meant",
    edits: [['acme.test/cost-centre: "4712"', "acme.test/cost-centre: 4712"]],
    found: [],
  },
  {
    name: "a field without a value",
    edits: [["      memory: 256Mi\n    score-v1", "      memory:\n    score-v1"]],
    found: [],
  },
  { name: "a section without a value", edits: [["    notebooks: { size: 50Gi }\n", ""]], found: [] },
  {
    name: "a required value that a cluster takes away",
    edits: [["score-v1: { memory: 128Mi }", "score-v1: { requirements: null }"]],
    found: [],
  },
  {
    name: "a space in an amount of memory",
    edits: [["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: 1, memory: 4G B }"]],
    found: [],
  },
  { name: "GB", edits: [["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: 1, memory: 4GB }"]], found: [] },
  {
    name: "cores as a word",
    edits: [["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: 2 cores, memory: 2Gi }"]],
    found: [],
  },
  { name: "an amount in an override", edits: [["memory: 128Mi }", "memory: 128MB }"]], found: [] },
  {
    name: "thousandths of a byte",
    edits: [["      memory: 256Mi\n    score-v1", "      memory: 256m\n    score-v1"]],
    found: [],
  },
  { name: "a negative amount", edits: [["size: 50Gi", "size: -50Gi"]], found: [] },
  {
    name: "weights in percent",
    edits: [["{ score-v1: 80, score-v2: 20 }", "{ score-v1: 80%, score-v2: 20% }"]],
    found: [],
  },
  {
    name: "quoted weights",
    edits: [["{ score-v1: 80, score-v2: 20 }", '{ score-v1: "80", score-v2: 20 }']],
    found: [],
  },
  {
    name: "weights as parts of one",
    edits: [["{ score-v1: 80, score-v2: 20 }", "{ score-v1: 0.8, score-v2: 0.2 }"]],
    found: [],
  },
  { name: "no replicas", edits: [["replicas: 2", "replicas: 0"]], found: [] },
  { name: "ports as plain numbers", edits: [["[{ port: 443 }]", "[443]"]], found: [] },
  { name: "one port instead of a list", edits: [["[{ port: 443 }]", "443"]], found: [] },
  { name: "a port out of range", edits: [["port: 443", "port: 70000"]], found: [] },
  { name: "a host name as a CIDR", edits: [["[203.0.113.0/24]", "[api.bureau.test]"]], found: [] },
  { name: "a URL as a CIDR", edits: [["[203.0.113.0/24]", '["https://api.bureau.test/v1"]']], found: [] },
  { name: "an address without its length", edits: [["[203.0.113.0/24]", "[203.0.113.7]"]], found: [] },
  { name: "host bits in a CIDR", edits: [["[203.0.113.0/24]", "[203.0.113.7/24]"]], found: [] },
  { name: "every address", edits: [["[203.0.113.0/24]", "[0.0.0.0/0]"]], found: [] },
  { name: "every address of IPv6", edits: [["[203.0.113.0/24]", '["::/0"]']], found: [] },
  { name: "every address, in halves", edits: [["[203.0.113.0/24]", "[0.0.0.0/1, 128.0.0.0/1]"]], found: [] },
  {
    name: "capitals in a model's name",
    edits: [
      ["    text-embed:\n", "    Text-Embed:\n"],
      ["        text-embed: {}\n", "        Text-Embed: {}\n"],
      ["text-embed.outputs", "Text-Embed.outputs"],
    ],
    found: [],
  },
  {
    name: "an underscore in a model's name",
    edits: [
      ["    text-embed:\n", "    text_embed:\n"],
      ["        text-embed: {}\n", "        text_embed: {}\n"],
      ["text-embed.outputs", "text_embed.outputs"],
    ],
    found: [],
  },
  {
    name: "a URL as an input of a step",
    edits: [["text-embed.outputs.vector", "text-embed/outputs/vector"]],
    found: [],
  },
  {
    name: "an input with one part too many",
    edits: [["text-embed.outputs.vector", "text-embed.outputs.vector.0"]],
    found: [],
  },
  { name: "an input as a map", edits: [["[features, text-embed.outputs.vector]", "[{ step: features }]"]], found: [] },
  { name: "capitals in the tenant's name", edits: [["  name: credit-risk\n", "  name: Credit-Risk\n"]], found: [] },
  { name: "another name than the file's", edits: [["  name: credit-risk\n", "  name: credit-scoring\n"]], found: [] },
  { name: "another kind", edits: [["kind: Tenant", "kind: Tenants"]], found: [] },
  { name: "another version", edits: [["tenantry.dev/v1alpha1", "tenantry.dev/v1"]], found: [] },
  { name: "a word that is not one of a few", edits: [["enforce: baseline", "enforce: base-line"]], found: [] },
  { name: "a word in capitals", edits: [["enforce: baseline", "enforce: Baseline"]], found: [] },
  {
    name: "a day in another form",
    edits: [
      [
        "  components:",
        "  waivers:\n    network/flow-closed: { reason: Moves in spring, owner: Credit Risk, expires: 31.03.2027 }\n  components:",
      ],
    ],
    found: [],
  },
  {
    name: "a day that does not exist",
    edits: [
      [
        "  components:",
        '  waivers:\n    network/flow-closed: { reason: Moves in spring, owner: Credit Risk, expires: "2027-02-30" }\n  components:',
      ],
    ],
    found: [],
  },
  {
    name: "a waiver for ever",
    edits: [
      [
        "  components:",
        '  waivers:\n    images/digest: { reason: Built by hand, owner: Credit Risk, expires: "2099-12-31" }\n  components:',
      ],
    ],
    found: [],
  },
  {
    name: "a chat channel instead of an address",
    edits: [["contact: credit-risk@acme.test", 'contact: "#credit-risk"']],
    found: [],
  },
  { name: "a team without its organisation", edits: [["github: acme/credit-risk", "github: credit-risk"]], found: [] },
  {
    name: "a bucket's path without a scheme",
    edits: [["storageUri: s3://credit-risk/score/1", "storageUri: credit-risk/score/1"]],
    found: [],
  },
  {
    name: "the image latest of a registry that is not allowed",
    edits: [
      [
        "harbor.acme.test/credit/mlserver@sha256:3f2a9c513f2a9c513f2a9c513f2a9c513f2a9c513f2a9c513f2a9c513f2a9c51",
        "ghcr.io/credit/mlserver:latest",
      ],
    ],
    found: [],
  },
  {
    name: "an image without a registry",
    edits: [
      [
        "harbor.acme.test/credit/mlserver@sha256:3f2a9c513f2a9c513f2a9c513f2a9c513f2a9c513f2a9c513f2a9c513f2a9c51",
        "mlserver:1.7.1",
      ],
    ],
    found: [],
  },
  { name: "a name twice in a list", edits: [["[mlflow]\n    callers", "[mlflow, mlflow]\n    callers"]], found: [] },
];
