import { edgeAddon } from "../addon-clusters.ts";
import type { MistakeCase } from "./mistake.ts";

const staging = "clusters/staging/cluster.yaml";
const edge = "platform/addons/edge.yaml";

/** Adds lines to the file of the cluster. */
function onStaging(lines: string): MistakeCase["edits"] {
  return [["  seldon: { pattern: dedicated }\n", `  seldon: { pattern: dedicated }\n${lines}`]];
}

/** A whole file of an add-on, with these lines at the end of its spec. */
function edgeFile(lines: string): MistakeCase["edits"] {
  return [["", edgeAddon(lines)]];
}

/** Mistakes of the platform team about the rights, the cost and the removal of add-ons. */
export const addonLifeMistakes: readonly MistakeCase[] = [
  {
    name: "an unknown part of an add-on that leaves",
    file: staging,
    edits: onStaging("  addons: { gateway-api: { retired: [«definition»] } }\n"),
    found: [
      {
        code: "reference/unknown",
        message: "unknown part definition of add-on gateway-api",
        hint: "Did you mean definitions?",
      },
    ],
  },
  {
    name: "discarded data of an Application without data",
    file: staging,
    edits: onStaging("  addons: { gateway-api: { discards: [«definitions»] } }\n"),
    found: [
      {
        code: "reference/unknown",
        message: "unknown Application with data definitions of add-on gateway-api",
        hint: "None are defined.",
      },
    ],
  },
  {
    name: "a capacity of the nodes below the capacity for tenants",
    file: staging,
    edits: [
      [
        "  capacity: { cpu: 32, memory: 96Gi,",
        "  capacity: { nodes: { «cpu»: 16, memory: 128Gi }, cpu: 32, memory: 96Gi,",
      ],
    ],
    found: [
      {
        code: "addons/capacity",
        message: "32 cores for tenants and 0 cores for add-ons on staging exceed the 16 cores of the nodes",
      },
    ],
  },
  {
    name: "a right without resources",
    file: edge,
    edits: edgeFile("  clusterAccess: { accounts: { edge/edge: [«{ verbs: [get] }»] } }\n"),
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.clusterAccess.accounts.edge/edge.0.resources: a rule needs resources or nonResourceURLs",
        hint: "Resources in plural, with a subresource after a slash. For example: resources: [secrets]",
      },
    ],
  },
  {
    name: "a right without verbs",
    file: edge,
    edits: edgeFile(
      "  clusterAccess: { accounts: { edge/edge: [{ apiGroups: [''], resources: [pods], «verbs»: [] }] } }\n",
    ),
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.clusterAccess.accounts.edge/edge.0.verbs: it is empty",
        hint: "Verbs that the rule allows. For example: verbs: [get, list, watch]",
      },
    ],
  },
  {
    name: "an account without a namespace",
    file: edge,
    edits: edgeFile(
      "  clusterAccess: { accounts: { «edge»: [{ apiGroups: [''], resources: [pods], verbs: [get] }] } }\n",
    ),
    found: [
      {
        code: "input/invalid-value",
        message: "invalid key spec.clusterAccess.accounts.edge: it must be <namespace>/<account>",
      },
    ],
  },
  {
    name: "rights for an unknown role of Kubernetes",
    file: edge,
    edits: edgeFile(
      "  clusterAccess: { roles: { «reader»: [{ apiGroups: [''], resources: [pods], verbs: [get] }] } }\n",
    ),
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field spec.clusterAccess.roles.reader",
        hint: "Known: view, edit, admin.",
      },
    ],
  },
  {
    name: "a health check of a kind with a version",
    file: edge,
    edits: edgeFile("  health: { «edge.acme.invalid/v1/Gateway»: 'return {}' }\n"),
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid key spec.health.edge.acme.invalid/v1/Gateway: it must be <group>/<Kind>, or <Kind> for the core group of Kubernetes: apps/Deployment",
      },
    ],
  },
  {
    name: "a number of pods that is text",
    file: edge,
    edits: edgeFile("  workloads: { proxy: { namespace: edge, pods: { app: edge }, replicas: «two» } }\n"),
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.workloads.proxy.replicas: it must be a number of pods, or one placeholder: {settings.replicas}",
        hint: "Number of pods, for the capacity of the cluster. One on each node if omitted. It may be a placeholder. For example: 2",
      },
    ],
  },
  {
    name: "a request with an invalid quantity",
    file: edge,
    edits: edgeFile("  workloads: { proxy: { namespace: edge, pods: { app: edge }, requests: { cpu: «much» } } }\n"),
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.workloads.proxy.requests.cpu: it must be a quantity, or one placeholder: {settings.memory}",
        hint: 'CPU cores. For example: 250m, "2"',
      },
    ],
  },
];
