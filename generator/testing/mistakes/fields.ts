import type { MistakeCase } from "./mistake.ts";

/** Misspelt names of fields. */
export const fieldMistakes: readonly MistakeCase[] = [
  {
    name: "a misspelt required field",
    edits: [["storageUri: s3://credit-risk/score/1", "«storageURI»: s3://credit-risk/score/1"]],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field models.score-v1.storageURI",
        hint: "Did you mean storageUri?",
      },
    ],
  },
  {
    name: "a misspelt section",
    edits: [["  experiments:", "  «expermients»:"]],
    found: [{ code: "input/unknown-field", message: "unknown field expermients", hint: "Did you mean experiments?" }],
  },
  {
    name: "a misspelt field of a Server",
    edits: [["replicas: 2", "«replica»: 2"]],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field servers.mlserver.replica",
        hint: "Did you mean replicas?",
      },
    ],
  },
  {
    name: "a misspelt field of the quota",
    edits: [["    requests: { cpu: 12 }", "    «request»: { cpu: 12 }"]],
    found: [{ code: "input/unknown-field", message: "unknown field quota.request", hint: "Did you mean requests?" }],
  },
  {
    name: "a misspelt field of resources",
    edits: [["limits: { cpu: 1, memory: 2Gi }", "limits: { «cpus»: 1, memory: 2Gi }"]],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field serverConfigs.mlserver-config.resources.limits.cpus",
        hint: "Did you mean cpu?",
      },
    ],
  },
  {
    name: "a misspelt field of a step",
    edits: [["inputs: [features,", "«input»: [features,"]],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field pipelines.decide.steps.score-v2.input",
        hint: "Did you mean inputs?",
      },
    ],
  },
  {
    name: "a misspelt field of an override",
    edits: [["score-v1: { memory: 128Mi }", "score-v1: { «memry»: 128Mi }"]],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field models.score-v1.memry, on staging",
        hint: "Did you mean memory?",
      },
    ],
  },
  {
    name: "a misspelt field outside of spec",
    edits: [["metadata:\n", "«metdata»:\n"]],
    found: [{ code: "input/unknown-field", message: "unknown field metdata", hint: "Did you mean metadata?" }],
  },
  {
    name: "a misspelt field of the owner",
    edits: [["    github: acme", "    «gitHub»: acme"]],
    found: [{ code: "input/unknown-field", message: "unknown field owner.gitHub", hint: "Did you mean github?" }],
  },
  {
    name: "a misspelt field of an external network",
    edits: [["cidrs: [203", "«cidr»: [203"]],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field network.external.bureau.cidr",
        hint: "Did you mean cidrs?",
      },
    ],
  },
  {
    name: "a misspelt kind of object in the quota",
    edits: [["    size: medium\n", "    size: medium\n    objects: { «model»: 20 }\n"]],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field quota.objects.model: a quota does not count it",
        hint: "Did you mean models?",
      },
    ],
  },
  {
    name: "an unknown kind of object in the quota",
    edits: [["    size: medium\n", "    size: medium\n    objects: { «deployments»: 20 }\n"]],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field quota.objects.deployments: a quota does not count it",
        hint: "Known: pods, services, secrets, configMaps, servers, models, pipelines, experiments.",
      },
    ],
  },
];
