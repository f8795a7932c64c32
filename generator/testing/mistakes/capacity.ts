import type { MistakeCase } from "./mistake.ts";

/** Amounts that do not fit into the quota or the limits, which only the rules find. */
export const capacityMistakes: readonly MistakeCase[] = [
  {
    name: "more CPU than the quota, by a limit",
    edits: [
      ["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: 8, memory: 2Gi }"],
      ["replicas: 2", "replicas: «8»"],
    ],
    found: [
      {
        code: "capacity/demand-over-quota",
        message:
          "quota of credit-risk on staging exceeded: 82 of limits.cpu requested (1 of it for rolling updates), 24 allowed",
        hint: "Largest requests: Server mlserver 72, Server triton 3, seldon-scheduler 1, seldon-envoy 1. Request less, or raise quota.limits.cpu.",
      },
    ],
  },
  {
    name: "more CPU than the quota, by replicas",
    edits: [["replicas: 2", "replicas: «40»"]],
    found: [
      {
        code: "capacity/demand-over-quota",
        message:
          "quota of credit-risk on staging exceeded: 20960m of requests.cpu requested (100m of it for rolling updates), 12 allowed",
        hint: "Largest requests: Server mlserver 20, Server triton 350m, seldon-scheduler 100m, seldon-envoy 100m. Request less, or raise quota.requests.cpu.",
        at: "23:22",
      },
      {
        code: "capacity/demand-over-quota",
        message:
          "quota of credit-risk on staging exceeded: 90 of limits.cpu requested (1 of it for rolling updates), 24 allowed",
        hint: "Largest requests: Server mlserver 80, Server triton 3, seldon-scheduler 1, seldon-envoy 1. Request less, or raise quota.limits.cpu.",
      },
    ],
  },
  {
    name: "more memory than the quota that the tenant wrote",
    edits: [["    requests: { cpu: 12 }", "    requests: { cpu: 12, memory: «4Gi» }"]],
    found: [
      {
        code: "capacity/demand-over-quota",
        message:
          "quota of credit-risk on staging exceeded: 13607Mi of requests.memory requested (954Mi of it for rolling updates), 4Gi allowed",
        hint: "Largest requests: Server mlserver 6400Mi, Server triton 2176Mi, seldon-scheduler 1Gi, seldon-modelgateway 954Mi. Request less, or raise quota.requests.memory.",
      },
    ],
  },
  {
    name: "more models than the quota",
    edits: [["    size: medium\n", "    size: medium\n    objects: { models: «2» }\n"]],
    found: [
      {
        code: "capacity/demand-over-quota",
        message: "quota of credit-risk on staging exceeded: 4 of count/models.mlops.seldon.io requested, 2 allowed",
        hint: "Largest requests: Model features 1, Model score-v1 1, Model score-v2 1, Model text-embed 1. Request less, or raise quota.objects.models.",
      },
    ],
  },
  {
    name: "a request over its limit",
    edits: [["requests: { cpu: 250m, memory: 2Gi }", "requests: { cpu: «4», memory: 2Gi }"]],
    found: [
      {
        code: "platform/limits",
        message: "mlserver-config's cpu request (4) exceeds its limit (1) on staging",
        hint: "Lower the request, or raise the limit.",
      },
    ],
  },
  {
    name: "a limit under the template's request",
    edits: [
      [
        "        requests: { cpu: 250m, memory: 2Gi }\n        limits: { cpu: 1, memory: 2Gi }\n",
        "        limits: { memory: «512Mi» }\n",
      ],
    ],
    found: [
      {
        code: "platform/limits",
        message: "mlserver-config's memory request (1Gi) exceeds its limit (512Mi) on staging",
        hint: "Also set requests.memory: the request of the template is too high.",
      },
    ],
  },
  {
    name: "a limit over the namespace's maximum",
    edits: [["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: «12», memory: 2Gi }"]],
    found: [
      {
        code: "platform/limits",
        message: "mlserver-config's cpu limit (12) exceeds the namespace's maximum (8) on staging",
        hint: "Lower the limit, or raise containers.max.",
      },
    ],
  },
  {
    name: "a maximum over the quota",
    edits: [["    default: { cpu: 1 }", "    default: { cpu: 1 }\n    max: { cpu: «64» }"]],
    found: [
      {
        code: "platform/limits",
        message: "credit-risk's cpu maximum of one container (64) exceeds its quota of limits (24) on staging",
        hint: "Lower the cpu maximum of one container, or raise the quota of limits.",
      },
    ],
  },
  {
    name: "a default over the maximum",
    edits: [["default: { cpu: 1 }", "default: { cpu: «9» }"]],
    found: [
      {
        code: "platform/limits",
        message: "credit-risk's default cpu limit (9) exceeds its maximum (8) on staging",
        hint: "Lower the default cpu limit, or raise the maximum.",
      },
    ],
  },
  {
    name: "requests of the quota over its limits",
    edits: [["requests: { cpu: 12 }", "requests: { cpu: «64» }"]],
    found: [
      {
        code: "platform/capacity",
        message: "quotas on staging promise 72 cores, but only 64 are available",
        hint: "Lower a quota, raise the capacity, or raise the overcommit factor.",
        at: "clusters/staging/cluster.yaml:27:15",
      },
      {
        code: "platform/limits",
        message: "credit-risk's quota of cpu requests (64) exceeds its quota of limits (24) on staging",
        hint: "Lower the quota of cpu requests, or raise the quota of limits.",
      },
    ],
  },
  {
    name: "a Server that does not fit under the quota",
    edits: [
      ["requests: { cpu: 250m, memory: 2Gi }", "requests: { cpu: 250m, memory: 30Gi }"],
      ["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: 1, memory: 30Gi }"],
    ],
    found: [
      {
        code: "capacity/demand-over-quota",
        message:
          "quota of credit-risk on staging exceeded: 70951Mi of limits.memory requested (954Mi of it for rolling updates), 32Gi allowed",
        hint: "Largest requests: Server mlserver 63744Mi, Server triton 2176Mi, seldon-scheduler 1Gi, seldon-modelgateway 954Mi. Request less, or raise quota.limits.memory.",
        at: "53:17",
      },
    ],
  },
];
