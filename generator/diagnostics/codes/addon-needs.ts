import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Contracts, versions and placeholders of add-ons. */
export const addonNeedsCodes = {
  "addons/provided-twice": {
    severity: "error",
    summary: "An add-on provides a fact that a file also contains, or that another add-on provides too.",
    why: "Network policies, monitors and Seldon's settings follow from the fact. If two places contain it, they differ after the next change, and one of them has no effect.",
    fix: "Remove the fact from the file, or switch off one of the two add-ons.",
    messages: {
      writtenByHand: (field: string, addon: string) => `duplicate ${field}: add-on ${addon} provides it`,
      twoAddons: (contract: string, first: string, second: string) =>
        `duplicate ${contract}: add-on ${first} and add-on ${second} provide it`,
    },
    example: {
      invalid: `
# platform/addons/tracker.yaml
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: tracker }
spec:
  description: A server that tracks experiments
  kubernetes: { minimum: "1.30" }
  provides: { experimentTracking: { service: mlflow, workload: server, port: http } }
  namespaces: { tracker: { podSecurity: restricted } }
  applications:
    server: { git: { repository: "https://git.acme.invalid/tracker.git", revision: v1.0.0, path: deploy }, namespace: tracker, kinds: [apps/Deployment] }
  workloads:
    server: { namespace: tracker, pods: { app: tracker }, ports: { http: 5000 }, from: { http: [tenants] } }
# clusters/staging/cluster.yaml
spec:
  addons: { tracker: {} }
`,
      valid: replaced("service: mlflow", "service: tracker"),
    },
  },
  "addons/needs": {
    severity: "error",
    summary:
      "An add-on needs another add-on that is off or that names no port, or a contract that nothing provides, or add-ons or Applications need each other in a circle.",
    why: "Argo CD retries the sync of an Application indefinitely. Without the other add-on, the kinds or services of the Application never exist, and in a circle no Application can begin.",
    fix: "Switch on the other add-on in the same cluster's file, set the field of platform.yaml that provides the contract, or remove one step of the circle.",
    messages: {
      missingAddon: (addon: string, needed: string) => `missing add-on ${needed}: ${addon} needs it`,
      missingContract: (addon: string, contract: string, cluster: string) =>
        `missing ${contract} on ${cluster}: add-on ${addon} needs it`,
      missingPort: (addon: string, contract: string, provider: string) =>
        `missing port of ${contract}: ${addon} connects to it, and ${provider} names no port for it`,
      cycle: (names: string) => `invalid order: ${names}`,
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
  needs: [gateway-api]
  namespaces: { edge: { podSecurity: restricted } }
  applications:
    gateway: { git: { repository: "https://git.acme.invalid/edge.git", revision: v1.0.0, path: deploy }, namespace: edge, kinds: [apps/Deployment] }
# clusters/staging/cluster.yaml
spec:
  addons: { edge: {} }
`,
      valid: replaced("addons: { edge: {} }", "addons: { edge: {}, gateway-api: {} }"),
    },
  },
  "addons/kubernetes": {
    severity: "error",
    summary: "The cluster's version of Kubernetes is below the minimum of an add-on.",
    why: "The pods of the add-on fail at run time: they use kinds or fields that the API server does not have yet.",
    fix: "Upgrade the cluster first, or use an earlier version of the add-on with a file in platform/addons/.",
    messages: {
      belowMinimum: (addon: string, minimum: string, cluster: string, version: string) =>
        `invalid add-on ${addon}: it needs Kubernetes ${minimum}, and ${cluster} runs ${version}`,
    },
    example: {
      invalid: `
# platform/addons/edge.yaml
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: edge }
spec:
  description: A gateway
  kubernetes: { minimum: "1.99" }
  namespaces: { edge: { podSecurity: restricted } }
  applications:
    gateway: { git: { repository: "https://git.acme.invalid/edge.git", revision: v1.0.0, path: deploy }, namespace: edge, kinds: [apps/Deployment] }
# clusters/staging/cluster.yaml
spec:
  addons: { edge: {} }
`,
      valid: replaced('minimum: "1.99"', 'minimum: "1.30"'),
    },
  },
  "addons/untested": {
    severity: "warning",
    summary: "The project of an add-on does not test the cluster's version of Kubernetes.",
    why: "The add-on may run, but its project fixes no faults on this version.",
    fix: "Use a version of the add-on whose tested versions include the cluster's, or accept the warning.",
    messages: {
      outside: (addon: string, from: string, to: string, cluster: string, version: string) =>
        `untested add-on ${addon}: its project tests Kubernetes ${from} to ${to}, and ${cluster} runs ${version}`,
    },
  },
  "addons/end-of-life": {
    severity: "warning",
    summary: "A cluster uses an add-on whose software has no more support.",
    why: "The project of the software fixes no more faults and vulnerabilities. The add-on still runs, but a later version of Kubernetes can break it.",
    fix: "Move to the software that the message names, and switch the add-on off.",
    messages: {
      ended: (addon: string, since: string, cluster: string, reason: string) =>
        `add-on ${addon} on ${cluster} has had no support since ${since}: ${reason}`,
    },
  },
  "addons/placeholder": {
    severity: "error",
    summary:
      "A template of an add-on contains a placeholder that has no value on the cluster, or a condition that no entry meets.",
    why: "The chart or the object would contain the placeholder as text. Most charts accept any text.",
    fix: "Correct the placeholder, set the setting in the cluster's file, switch on an add-on that provides the contract, or put the object under a condition with when.",
    messages: {
      missing: (placeholder: string, cluster: string) => `missing value of ${placeholder} on ${cluster}`,
      notAnAmount: (value: unknown, cluster: string) => `invalid amount ${JSON.stringify(value)} on ${cluster}`,
      neverTrue: (value: unknown, field: string, map: string) =>
        `invalid value ${JSON.stringify(value)} of field ${field}: no entry of ${map} can have it`,
      notSetting: (placeholder: string) => `invalid placeholder ${placeholder}: a contract can use only settings`,
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
    settings:
      namespace: edge
      objects: { cluster: { object: { apiVersion: v1, kind: ConfigMap, metadata: { name: cluster }, data: { name: "{custer}" } } } }
# clusters/staging/cluster.yaml
spec:
  addons: { edge: {} }
`,
      valid: replaced("{custer}", "{cluster}"),
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
