import type { MistakeCase } from "./mistake.ts";

const end = "components: [disruption-budget]\n";
const components = (text: string): readonly [string, string] => [end, `${end}  seldon:\n    components: { ${text} }\n`];

/** Mistakes in the settings of Seldon's components. */
export const componentMistakes: readonly MistakeCase[] = [
  {
    name: "no pods of Envoy",
    edits: [components("envoy: { replicas: «0» }")],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of seldon.components.envoy.replicas: it is below the minimum of 1",
        hint: "Number of pods, 1 to 50. If several pods run, each runs on another node, and a PodDisruptionBudget lets a drain evict one pod at a time. For example: 2",
      },
    ],
  },
  {
    name: "a negative number of pods",
    edits: [components("envoy: { replicas: «-1» }")],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of seldon.components.envoy.replicas: it is below the minimum of 1",
        hint: "Number of pods, 1 to 50. If several pods run, each runs on another node, and a PodDisruptionBudget lets a drain evict one pod at a time. For example: 2",
      },
    ],
  },
  {
    name: "one and a half pods",
    edits: [components("envoy: { replicas: «1.5» }")],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of seldon.components.envoy.replicas: expected an integer, got a number",
        hint: "Number of pods, 1 to 50. If several pods run, each runs on another node, and a PodDisruptionBudget lets a drain evict one pod at a time. For example: 2",
      },
    ],
  },
  {
    name: "a thousand pods",
    edits: [components("envoy: { replicas: «1000» }")],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of seldon.components.envoy.replicas: it exceeds the maximum of 50",
        hint: "Number of pods, 1 to 50. If several pods run, each runs on another node, and a PodDisruptionBudget lets a drain evict one pod at a time. For example: 2",
      },
    ],
  },
  {
    name: "two schedulers",
    edits: [components("scheduler: { replicas: «2» }")],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of seldon.components.scheduler.replicas: only one scheduler can run, because its state is in its memory and on its volume (2.9.1)",
      },
    ],
  },
  {
    name: "a misspelt component",
    edits: [components("«envoi»: { replicas: 2 }")],
    found: [
      { code: "input/unknown-field", message: "unknown field seldon.components.envoi", hint: "Did you mean envoy?" },
    ],
  },
  {
    name: "a component by the name of its Deployment",
    edits: [components("«seldon-modelgateway»: { replicas: 2 }")],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field seldon.components.seldon-modelgateway",
        hint: "Known: scheduler, envoy, pipelinegateway, modelgateway, dataflow.",
      },
    ],
  },
  {
    name: "hodometer",
    edits: [components("«hodometer»: { replicas: 1 }")],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field seldon.components.hodometer",
        hint: "Known: scheduler, envoy, pipelinegateway, modelgateway, dataflow.",
      },
    ],
  },
  {
    name: "an amount outside requests and limits",
    edits: [components("envoy: { resources: { «memory»: 1Gi } }")],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field seldon.components.envoy.resources.memory",
        hint: "This field belongs under requests or limits: increase its indentation.",
      },
    ],
  },
  {
    name: "a request over its limit",
    edits: [components("envoy: { resources: { requests: { memory: «2Gi» }, limits: { memory: 1Gi } } }")],
    found: [
      {
        code: "platform/limits",
        message: "envoy's memory request (2Gi) exceeds its limit (1Gi) on staging",
        hint: "Lower the request, or raise the limit.",
      },
    ],
  },
  {
    name: "an image of another version",
    edits: [components('envoy: { image: «"harbor.acme.test/seldonio/seldon-envoy:2.8.5"» }')],
    found: [
      {
        code: "seldon/component-image",
        message: "invalid image of envoy on staging: the tag 2.8.5 is not for Seldon 2.9.1",
        hint: "Use the tag 2.9.1, or a tag that begins with 2.9.1-.",
      },
    ],
  },
  {
    name: "an image from a registry that the platform does not allow",
    edits: [components('envoy: { image: «"quay.io/seldonio/seldon-envoy:2.9.1"» }')],
    found: [
      {
        code: "platform/registry",
        message: "invalid image quay.io/seldonio/seldon-envoy:2.9.1: its registry is not allowed",
        hint: "Allowed: docker.io/seldonio/, nvcr.io/nvidia/, harbor.acme.test/",
      },
    ],
  },
  {
    name: "more pods than the quota allows",
    edits: [components("envoy: { replicas: «40» }")],
    found: [
      {
        code: "capacity/demand-over-quota",
        message:
          "quota of credit-risk on staging exceeded: 18599Mi of requests.memory requested (954Mi of it for rolling updates), 16Gi allowed",
        hint: "Largest requests: Server mlserver 6400Mi, seldon-envoy 5Gi, Server triton 2176Mi, seldon-scheduler 1Gi. Request less, or raise quota.requests.memory.",
        at: "53:17",
      },
      {
        code: "capacity/demand-over-quota",
        message:
          "quota of credit-risk on staging exceeded: 53 of limits.cpu requested (1 of it for rolling updates), 24 allowed",
        hint: "Largest requests: seldon-envoy 40, Server mlserver 4, Server triton 3, seldon-scheduler 1. Request less, or raise quota.limits.cpu.",
      },
    ],
  },
  {
    name: "an operator image of another version",
    file: "clusters/production/cluster.yaml",
    edits: [
      [
        "      envoy: { replicas: 2 }\n",
        '      envoy: { replicas: 2 }\n      controller: { image: «"harbor.acme.test/seldonio/seldonv2-controller:2.8.5"» }\n',
      ],
    ],
    found: [
      {
        code: "seldon/component-image",
        message: "invalid image of controller on production: the tag 2.8.5 is not for Seldon 2.9.1",
        hint: "Use the tag 2.9.1, or a tag that begins with 2.9.1-.",
      },
    ],
  },
];
