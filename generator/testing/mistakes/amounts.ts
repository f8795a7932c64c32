import type { MistakeCase } from "./mistake.ts";

/** Amounts, weights, ports and networks in a form that they do not have. */
export const amountMistakes: readonly MistakeCase[] = [
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
        message: "256m of memory is less than a kibibyte",
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
];
