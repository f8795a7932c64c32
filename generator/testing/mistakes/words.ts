import type { MistakeCase } from "./mistake.ts";

/** Names, days, addresses and images in an invalid form. */
export const wordMistakes: readonly MistakeCase[] = [
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
        message: "invalid key models.Text-Embed: a name contains only a-z, 0-9 and -, and has at most 63 characters",
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
        message: "invalid key models.text_embed: a name contains only a-z, 0-9 and -, and has at most 63 characters",
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
          "invalid value of pipelines.decide.steps.score-v2.inputs.1: it must be a step or a part of the step's data: step.outputs, step.outputs.<tensor>, step.inputs",
        hint: "Steps whose outputs are the inputs of this step. The default is the pipeline's own input. For example: inputs: [features, ranker.outputs.score]",
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
          "invalid value of pipelines.decide.steps.score-v2.inputs.1: it must be a step or a part of the step's data: step.outputs, step.outputs.<tensor>, step.inputs",
        hint: "Steps whose outputs are the inputs of this step. The default is the pipeline's own input. For example: inputs: [features, ranker.outputs.score]",
      },
    ],
  },
  {
    name: "an input as a map",
    edits: [["[features, text-embed.outputs.vector]", "[«{ step: features }»]"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of pipelines.decide.steps.score-v2.inputs.0: expected a string, got a map",
        hint: "Steps whose outputs are the inputs of this step. The default is the pipeline's own input. For example: inputs: [features, ranker.outputs.score]",
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
          "invalid value of metadata.name: a tenant's name contains only a-z, 0-9 and -, begins with a letter, and has at most 50 characters",
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
        message: "invalid metadata.name: it differs from the file's name, credit-risk.yaml",
        hint: "Rename the file to credit-scoring.yaml, or the tenant to credit-risk.",
      },
    ],
  },
  {
    name: "another kind",
    edits: [["kind: Tenant", "kind: «Tenants»"]],
    found: [{ code: "input/invalid-value", message: "invalid value of kind", hint: "Did you mean Tenant?" }],
  },
  {
    name: "another version",
    edits: [["tenantry.dev/v1alpha1", "«tenantry.dev/v1»"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of apiVersion",
        hint: "Did you mean tenantry.dev/v1alpha1?",
      },
    ],
  },
  {
    name: "a word that is not allowed",
    edits: [["enforce: baseline", "enforce: «base-line»"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of podSecurity.enforce",
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
        message: "invalid value of podSecurity.enforce",
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
        message: "invalid value of waivers.network/flow-closed.expires: a date has the format 2027-06-30",
        hint: 'The last day on which the waiver is valid, at most 366 days from today. `check` starts to warn two weeks before this day. For example: "2027-03-31"',
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
        message: "invalid value of waivers.network/flow-closed.expires: a date has the format 2027-06-30",
        hint: 'The last day on which the waiver is valid, at most 366 days from today. `check` starts to warn two weeks before this day. For example: "2027-03-31"',
      },
    ],
  },
  {
    name: "a waiver that never expires",
    edits: [
      [
        "  components:",
        '  waivers:\n    «images/digest»: { reason: Built by hand, owner: Credit Risk, expires: «"2099-12-31"» }\n  components:',
      ],
    ],
    found: [
      {
        code: "waiver/unused",
        message: "unused waiver: no finding has the code images/digest",
        hint: "Remove the waiver before it covers a new finding.",
      },
      {
        code: "waiver/too-far",
        message: "waiver expires in 26701 days: the maximum is 366",
        hint: "Set expires to 2027-11-24 or an earlier date.",
      },
    ],
  },
  {
    name: "a chat channel instead of an address",
    edits: [["contact: credit-risk@acme.test", 'contact: «"#credit-risk"»']],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of owner.contact: it must be an e-mail address",
        hint: "E-mail address of the team. For example: fraud-detection@acme.test",
      },
    ],
  },
  {
    name: "a team without its organisation",
    edits: [["github: acme/credit-risk", "github: «credit-risk»"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of owner.github: it must be a GitHub team in the format organisation/team",
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
        message: "invalid value of models.score-v1.storageUri: it must be scheme://bucket/path, without dot segments",
        hint: "The folder of the model's artifact. {cluster} stands for the name of each cluster, and {environment} for the cluster's environment. For example: s3://fraud-detection/baseline/3",
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
        message: "invalid image: it needs a tag other than latest, or a digest",
        hint: "For example: ghcr.io/credit/mlserver:1.7.1",
      },
      {
        code: "platform/registry",
        message: "invalid image ghcr.io/credit/mlserver:latest: its registry is not allowed",
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
          "invalid value of serverConfigs.mlserver-config.images.server: an image must name its registry: docker.io/seldonio/mlserver:1.7.1",
      },
    ],
  },
  {
    name: "a name twice in a list",
    edits: [["[mlflow]\n    callers", "[mlflow, «mlflow»]\n    callers"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of network.needs.1: duplicate item",
        hint: "Remove one of the two items.",
      },
    ],
  },
];
