import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Add-ons that leave a cluster, their capacity and their health checks. */
export const addonOperationCodes = {
  "addons/in-use": {
    severity: "error",
    summary: "An add-on is retired although tenants or other add-ons use it, or although data would be lost.",
    why: "Argo CD deletes the objects of a retired Application. Pods that use them fail, and data cannot be restored.",
    fix: "Move the tenants to another provider, or remove what they use. If data may go, save the data, and add the Application to discards.",
    messages: {
      byTenants: (addon: string, contract: string, cluster: string, tenants: string) =>
        `add-on ${addon} is in use on ${cluster}: contract ${contract} is used by ${tenants}`,
      byAddon: (addon: string, other: string, cluster: string) =>
        `add-on ${addon} is in use on ${cluster}: add-on ${other} needs it`,
      byPlatform: (addon: string, contract: string, cluster: string) =>
        `add-on ${addon} is in use on ${cluster}: the platform uses its ${contract}`,
      data: (addon: string, application: string, data: string, cluster: string) =>
        `Application ${application} of add-on ${addon} contains data on ${cluster}: ${data}`,
      replaced: (application: string, addon: string, cluster: string, objects: string, data: string) =>
        `Application ${application} of add-on ${addon} no longer contains ${objects} on ${cluster}: Argo CD deletes what it no longer contains, and with it ${data}`,
    },
    example: {
      invalid: `
# clusters/staging/cluster.yaml
spec:
  addons:
    strimzi: { retired: [tenants, cluster] }
`,
      valid: replaced("retired: [tenants, cluster]", "{}"),
    },
  },
  "addons/retired": {
    severity: "error",
    summary: "The retired parts of an add-on are not the first parts of its order.",
    why: "An operator must delete its objects before it goes itself. The order of the parts is the field retire of the add-on, or the reverse of after.",
    fix: "List the parts in the order of the add-on, from the first.",
    messages: {
      wrongOrder: (addon: string, part: string, expected: string | undefined) =>
        expected === undefined
          ? `invalid part ${part}: add-on ${addon} has no further part`
          : `invalid order: ${part} of add-on ${addon} leaves after ${expected}`,
    },
  },
  "addons/capacity": {
    severity: "error",
    summary: "The capacity for tenants and the requests of the add-ons exceed what the nodes of a cluster offer.",
    why: "The pods of add-ons take part of the nodes. If tenants can request the rest and more, pods of tenants stay pending although they are within their quota.",
    fix: "Lower capacity.cpu and capacity.memory by what the add-ons request, add nodes and raise capacity.nodes, or lower the requests of the add-ons. The command npx --no-install tenantry capacity lists them.",
    messages: {
      overNodes: (cluster: string, tenants: string, addons: string, nodes: string, unit: string) =>
        `${tenants} ${unit} for tenants and ${addons} ${unit} for add-ons on ${cluster} exceed the ${nodes} ${unit} of the nodes`,
    },
    example: {
      invalid: `
# clusters/staging/cluster.yaml
spec:
  capacity: { nodes: { cpu: 8, memory: 256Gi } }
`,
      valid: replaced("cpu: 8", "cpu: 64"),
    },
  },
  "addons/health": {
    severity: "error",
    summary: "Two files contain a health check of one kind.",
    why: "Argo CD has one health check for each kind. Only one of the two would have an effect.",
    fix: "Remove the file in platform/argo-cd/health/, or the health check in the add-on's file.",
    messages: {
      twice: (kind: string, addon: string, other: string) =>
        `duplicate health check of ${kind}: add-on ${addon} and ${other} contain it`,
    },
    example: {
      invalid: `
# platform/addons/edge.yaml
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: edge }
spec:
  description: A gateway
  kubernetes: { minimum: "1.30" }
  namespaces: { edge: { podSecurity: restricted } }
  applications:
    gateway: { git: { repository: "https://git.acme.invalid/edge.git", revision: v1.0.0, path: deploy }, namespace: edge, kinds: [apps/Deployment] }
  health: { mlops.seldon.io/Model: 'return { status = "Healthy", message = "" }' }
# clusters/staging/cluster.yaml
spec:
  addons: { edge: {} }
`,
      valid: replaced("mlops.seldon.io/Model", "edge.acme.invalid/Gateway"),
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
