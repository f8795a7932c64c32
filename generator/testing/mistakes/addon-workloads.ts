import { shippedNames } from "../addon-sandbox.ts";
import { type EdgeMistake, edgeFile, edgeWith, inEdge } from "./addon-files.ts";
import type { MistakeCase } from "./mistake.ts";

/** Mistakes in the workloads, the objects of tenants, the variants and the base of an add-on. */
const rows: readonly EdgeMistake[] = [
  {
    name: "a source of traffic with a port",
    edits: [["from: { http: [monitoring] }", 'from: { http: [«"proxy.http"»] }']],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.workloads.proxy.from.http.0: it must be a workload of the add-on, a contract, api-server, nodes, outside, tenants, tenants.pipelines, tenants.servers or tenants.envoy",
        hint: "Who reaches each port. For example: from: { webhook: [api-server] }",
      },
    ],
  },
  {
    name: "a target of traffic that is a network",
    edits: [["to: [api-server, tenants.envoy]", 'to: [api-server, «"10.0.0.0/8"»]']],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.workloads.proxy.to.1: it must be <workload>.<port> of the add-on, a contract, api-server or tenants.envoy",
        hint: "Targets that the pods must reach. DNS is always allowed. For example: to: [api-server]",
      },
    ],
  },
  {
    name: "a port above the limit",
    edits: [["ports: { http: 8080 }", "ports: { http: «80800» }"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.workloads.proxy.ports.http: it exceeds the maximum of 65535",
        hint: "Ports of the pods, by purpose. For example: ports: { webhook: 9443 }",
      },
    ],
  },
  {
    name: "a workload without labels",
    edits: [["      pods: { app: edge }\n", ""]],
    found: [
      {
        code: "input/missing-field",
        message: "missing field spec.workloads.proxy.pods",
        hint: "Add pods under workloads.proxy: a map. For example: pods: { app.kubernetes.io/component: controller }",
        at: "28:5",
      },
    ],
  },
  {
    name: "an unknown condition of a tenant",
    edits: [["    entry:\n      namespace: edge\n", "    entry:\n      when: «pipeline»\n      namespace: edge\n"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.perTenant.entry.when",
        hint: "Did you mean pipelines? Allowed: always, models, pipelines, loadBalancers.",
      },
    ],
  },
  {
    name: "a tenant's object without its description",
    edits: [["      gives: An entry of the gateway\n", ""]],
    found: [
      {
        code: "input/missing-field",
        message: "missing field spec.perTenant.entry.gives",
        hint: 'Add gives under perTenant.entry: a string. For example: "a user of Kafka, with its own topics and groups"',
        at: "35:5",
      },
    ],
  },
  {
    name: "a text instead of a variant",
    edits: [["    plain: { applications: { classes: null }, retire: [tenants, proxy] }", "    plain: «ambient»"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of spec.variants.plain: expected a map, got a string",
        hint: "Differences from the other fields, by name. A cluster's file selects a variant. Maps are merged, lists are replaced, and `null` removes a value. For example: variants: { ambient: { applications: { ztunnel: null } } }",
      },
    ],
  },
  {
    name: "extends of an unknown add-on",
    edits: [["spec:\n  description: A gateway to the models\n", "spec:\n  extends: «tenantry/metalb»\n"]],
    found: [
      { code: "reference/unknown", message: "unknown add-on tenantry/metalb", hint: "Did you mean tenantry/metallb?" },
    ],
  },
  {
    name: "extends of a shipped add-on by its name alone",
    edits: [["spec:\n  description: A gateway to the models\n", "spec:\n  extends: «metallb»\n"]],
    found: [{ code: "reference/unknown", message: "unknown add-on metallb", hint: "Did you mean tenantry/metallb?" }],
  },
  {
    name: "extends of an add-on of the platform",
    edits: [["spec:\n  description: A gateway to the models\n", "spec:\n  extends: «edge-base»\n"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown add-on edge-base",
        hint: `Known: ${shippedNames.map((name) => `tenantry/${name}`).join(", ")}.`,
      },
    ],
  },
];

const hostile: readonly MistakeCase[] = [
  {
    name: "an anchor",
    file: edgeFile,
    edits: [["", edgeWith(["description: A gateway to the models", "description: &text «A gateway to the models»"])]],
    found: [
      {
        code: "input/anchor",
        message: "invalid anchor: anchors are not allowed",
        hint: "Write the value in full: anchors and aliases hide a value from reviewers.",
      },
    ],
  },
  {
    name: "200 nested levels",
    file: edgeFile,
    edits: [["", edgeWith(['{ class: "{settings.class}" }', `${"{ a: ".repeat(200)}1${" }".repeat(200)}`])]],
    found: [
      {
        code: "input/too-large",
        message: "too many nested levels",
        hint: "Reduce the number of nested levels: real files have about a dozen.",
        at: "25:374",
      },
    ],
  },
  {
    name: "10 MB",
    file: edgeFile,
    edits: [["", "#".repeat(10_000_000)]],
    found: [
      {
        code: "input/too-large",
        message: "too many bytes in platform/addons/edge.yaml: 10000000, and the limit is 262144",
        hint: "Check whether this is the intended file: real files are far smaller.",
        at: "1:1",
      },
    ],
  },
];

export const addonWorkloadMistakes: readonly MistakeCase[] = [...rows.map(inEdge), ...hostile];
