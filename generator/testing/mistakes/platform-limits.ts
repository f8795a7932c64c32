import type { MistakeCase } from "./mistake.ts";

const platform = "platform/platform.yaml";

/** Amounts and levels in the file of the platform that contradict each other. */
export const platformLimitMistakes: readonly MistakeCase[] = [
  {
    name: "a maximum over the smallest quota",
    file: platform,
    edits: [["max: { cpu: 8, memory: 32Gi }", "max: { cpu: 8, memory: «64Gi» }"]],
    found: [
      {
        code: "platform/limits",
        message: "the memory maximum of one container (64Gi) exceeds the limits of a whole tenant of size small (32Gi)",
        hint: "Lower the first value, or raise the second value. Otherwise the API server rejects objects of every tenant that uses both values.",
      },
    ],
  },
  {
    name: "a default over the maximum",
    file: platform,
    edits: [["default: { cpu: 1, memory: 1Gi }", "default: { cpu: «9», memory: 1Gi }"]],
    found: [
      {
        code: "platform/limits",
        message: "the default cpu limit (9) exceeds the maximum (8)",
        hint: "Lower the first value, or raise the second value. Otherwise the API server rejects objects of every tenant that uses both values.",
      },
    ],
  },
  {
    name: "a default request over the default limit",
    file: platform,
    edits: [["defaultRequest: { cpu: 50m, memory: 64Mi }", "defaultRequest: { cpu: 50m, memory: «2Gi» }"]],
    found: [
      {
        code: "platform/limits",
        message: "the default memory request (2Gi) exceeds the default limit (1Gi)",
        hint: "Lower the first value, or raise the second value. Otherwise the API server rejects objects of every tenant that uses both values.",
      },
    ],
  },
  {
    name: "a quota size with requests over its limits",
    file: platform,
    edits: [["requests: { cpu: 8, memory: 16Gi }", "requests: { cpu: 8, memory: «64Gi» }"]],
    found: [
      {
        code: "platform/limits",
        message: "the quota of memory requests of size small (64Gi) exceeds its quota of limits (32Gi)",
        hint: "Lower the first value, or raise the second value. Otherwise the API server rejects objects of every tenant that uses both values.",
      },
    ],
  },
  {
    name: "a template's request over its limit",
    file: platform,
    edits: [["limits: { cpu: 2, memory: 1Gi }", "limits: { cpu: 2, memory: 512Mi }"]],
    found: [
      {
        code: "platform/limits",
        message: "the memory request of template triton's server (1Gi) exceeds its limit (512Mi)",
        hint: "Lower the first value, or raise the second value. Otherwise the API server rejects objects of every tenant that uses both values.",
        at: "139:40",
      },
    ],
  },
  {
    name: "a template's limit over the maximum",
    file: platform,
    edits: [["limits: { cpu: 2, memory: 1Gi }", "limits: { cpu: «12», memory: 1Gi }"]],
    found: [
      {
        code: "platform/limits",
        message: "the cpu limit of template triton's server (12) exceeds the maximum of one container (8)",
        hint: "Lower the first value, or raise the second value. Otherwise the API server rejects objects of every tenant that uses both values.",
      },
    ],
  },
  {
    name: "a default below the floor",
    file: platform,
    edits: [
      [
        "podSecurity: { enforce: baseline, audit: restricted, warn: restricted }",
        "podSecurity: { enforce: «privileged», audit: restricted, warn: restricted }",
      ],
    ],
    found: [
      {
        code: "pod-security/below-floor",
        message: "invalid pod security level privileged: below the platform's floor baseline",
        hint: "Enforce baseline or a stricter level.",
      },
    ],
  },
  {
    name: "a default quota size",
    file: platform,
    edits: [["quotaSize: small", "quotaSize: «smal»"]],
    found: [{ code: "reference/unknown", message: "unknown quota size smal", hint: "Did you mean small?" }],
  },
];
