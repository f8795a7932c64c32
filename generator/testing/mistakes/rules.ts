import type { MistakeCase } from "./mistake.ts";

/** Further mistakes that only the rules find, after everything is generated. */
export const ruleMistakes: readonly MistakeCase[] = [
  {
    name: "GPUs without a pool",
    edits: [["limits: { cpu: 1, memory: 2Gi }\n", "limits: { cpu: 1, memory: 2Gi }\n        gpus: «1»\n"]],
    found: [
      {
        code: "reference/unknown",
        message:
          "missing node pool: mlserver-config requests GPUs, but the tenant has no node pool with GPUs on staging",
        hint: "Set nodePool to a pool with GPUs: gpu.",
      },
    ],
  },
  {
    name: "the cluster's own network as an external network",
    edits: [["[203.0.113.0/24]", "[«10.42.7.0/24»]"]],
    found: [
      {
        code: "platform/cidr-overlap",
        message: "invalid external network 10.42.7.0/24: it is within 10.42.0.0/16, a network of cluster production",
        hint: "List a service under network.needs instead: external networks must be outside the cluster.",
      },
    ],
  },
  {
    name: "less pod security than the floor",
    edits: [["enforce: baseline", "enforce: «privileged»"]],
    found: [
      {
        code: "pod-security/below-floor",
        message: "invalid pod security level privileged: below the platform's floor baseline",
        hint: "Enforce baseline or a stricter level.",
      },
    ],
  },
];
