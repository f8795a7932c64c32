import type { MistakeCase } from "./mistake.ts";

/** Amounts, weights, ports and networks in an invalid form. */
export const amountMistakes: readonly MistakeCase[] = [
  {
    name: "a space in an amount of memory",
    edits: [["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: 1, memory: «4G B» }"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of serverConfigs.mlserver-config.resources.limits.memory: a quantity is a number, with an optional suffix: m, k, M, G, T, Ki, Mi, Gi, Ti",
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
          "invalid value of serverConfigs.mlserver-config.resources.limits.memory: a quantity is a number, with an optional suffix: m, k, M, G, T, Ki, Mi, Gi, Ti",
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
          "invalid value of serverConfigs.mlserver-config.resources.limits.cpu: a quantity is a number, with an optional suffix: m, k, M, G, T, Ki, Mi, Gi, Ti",
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
          "invalid value of models.score-v1.memory: a quantity is a number, with an optional suffix: m, k, M, G, T, Ki, Mi, Gi, Ti, on staging",
        hint: "Memory that one replica of the model uses on a Server. For example: 256Mi, 4Gi",
      },
    ],
  },
  {
    name: "thousandths of a byte",
    edits: [["      memory: 256Mi\n    score-v1", "      memory: «256m»\n    score-v1"]],
    found: [
      {
        code: "capacity/unlikely-quantity",
        message: "unlikely quantity 256m of memory: less than a kibibyte",
        hint: "Use Mi for mebibytes or Gi for gibibytes. The suffix m means thousandths of a byte, and no suffix means bytes.",
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
          "invalid value of storage.notebooks.size: a quantity is a number, with an optional suffix: m, k, M, G, T, Ki, Mi, Gi, Ti",
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
        message: "invalid type of experiments.split.candidates.score-v1: expected an integer, got a string",
        hint: "Weight of each candidate (a model or a pipeline), as a whole number. A candidate's share of the traffic is its weight divided by the sum of all weights. For example: candidates: { fraud-v1-baseline: 80, fraud-v2-candidate: 20 }",
      },
    ],
  },
  {
    name: "quoted weights",
    edits: [["{ score-v1: 80, score-v2: 20 }", '{ score-v1: «"80"», score-v2: 20 }']],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of experiments.split.candidates.score-v1: expected an integer, got a string",
        hint: "Remove the quotes.",
      },
    ],
  },
  {
    name: "weights as parts of one",
    edits: [["{ score-v1: 80, score-v2: 20 }", "{ score-v1: «0.8», score-v2: 0.2 }"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of experiments.split.candidates.score-v1: expected an integer, got a number",
        hint: "Weight of each candidate (a model or a pipeline), as a whole number. A candidate's share of the traffic is its weight divided by the sum of all weights. For example: candidates: { fraud-v1-baseline: 80, fraud-v2-candidate: 20 }",
      },
    ],
  },
  {
    name: "no replicas",
    edits: [["replicas: 2", "replicas: «0»"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of servers.mlserver.replicas: it is below the minimum of 1",
      },
    ],
  },
  {
    name: "ports as plain numbers",
    edits: [["[{ port: 443 }]", "[«443»]"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of network.external.bureau.ports.0: expected a map, got a number",
        hint: "Ports of these networks, each written as a map. For example: ports: [{ port: 443 }]",
      },
    ],
  },
  {
    name: "one port instead of a list",
    edits: [["[{ port: 443 }]", "«443»"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of network.external.bureau.ports: expected a list, got a number",
        hint: "Ports of these networks, each written as a map. For example: ports: [{ port: 443 }]",
      },
    ],
  },
  {
    name: "a port out of range",
    edits: [["port: 443", "port: «70000»"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of network.external.bureau.ports.0.port: it exceeds the maximum of 65535",
        hint: "Port number, 1 to 65535. For example: 443",
      },
    ],
  },
  {
    name: "a host name as a CIDR",
    edits: [["[203.0.113.0/24]", "[«api.bureau.test»]"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of network.external.bureau.cidrs.0: network policies do not support host names",
        hint: "Write the networks that the host's owner publishes, for example 203.0.113.0/24. If these networks change often, have the platform team declare a proxy as a platform service, and list this service under network.needs.",
      },
    ],
  },
  {
    name: "a URL as a CIDR",
    edits: [["[203.0.113.0/24]", '[«"https://api.bureau.test/v1"»]']],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of network.external.bureau.cidrs.0: network policies do not support host names",
        hint: "Write the networks that the host's owner publishes, for example 203.0.113.0/24. If these networks change often, have the platform team declare a proxy as a platform service, and list this service under network.needs.",
      },
    ],
  },
  {
    name: "an address without its length",
    edits: [["[203.0.113.0/24]", "[«203.0.113.7»]"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of network.external.bureau.cidrs.0: missing prefix length after the address",
        hint: "For this single address, write 203.0.113.7/32",
      },
    ],
  },
  {
    name: "host bits in a CIDR",
    edits: [["[203.0.113.0/24]", "[«203.0.113.7/24»]"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of network.external.bureau.cidrs.0: a CIDR must not have host bits set",
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
        message: "network 0.0.0.0/0 is not allowed: it covers every address",
        hint: "List only the networks of the external service. If the networks are not known, ask the platform team to offer a proxy as a service, and name the proxy under network.needs.",
      },
    ],
  },
  {
    name: "every address of IPv6",
    edits: [["[203.0.113.0/24]", '[«"::/0"»]']],
    found: [
      {
        code: "network/every-address",
        message: "network ::/0 is not allowed: it covers every address",
        hint: "List only the networks of the external service. If the networks are not known, ask the platform team to offer a proxy as a service, and name the proxy under network.needs.",
      },
    ],
  },
  {
    name: "every address, in halves",
    edits: [["[203.0.113.0/24]", "[«0.0.0.0/1», «128.0.0.0/1»]"]],
    found: [
      {
        code: "network/every-address",
        message: "network 0.0.0.0/1 is not allowed: it covers a large part of all addresses",
        hint: "List only the networks of the external service. If the networks are not known, ask the platform team to offer a proxy as a service, and name the proxy under network.needs.",
      },
      {
        code: "network/every-address",
        message: "network 128.0.0.0/1 is not allowed: it covers a large part of all addresses",
        hint: "List only the networks of the external service. If the networks are not known, ask the platform team to offer a proxy as a service, and name the proxy under network.needs.",
      },
    ],
  },
];
