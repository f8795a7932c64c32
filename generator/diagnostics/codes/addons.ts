import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Add-ons and the clusters that use them. */
export const addonCodes = {
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
    summary: "An add-on needs another add-on that is off, or add-ons or Applications need each other in a circle.",
    why: "Argo CD retries the sync of an Application indefinitely. Without the other add-on, the kinds or services of the Application never exist, and in a circle no Application can begin.",
    fix: "Switch on the other add-on in the same cluster's file, or remove one step of the circle.",
    messages: {
      missingAddon: (addon: string, needed: string) => `missing add-on ${needed}: ${addon} needs it`,
      cycle: (names: readonly string[]) => `invalid order: ${names.join(" needs ")}`,
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
  "addons/placeholder": {
    severity: "error",
    summary: "A template of an add-on contains a placeholder that has no value on the cluster.",
    why: "The chart or the object would contain the placeholder as text. Most charts accept any text.",
    fix: "Correct the placeholder, set the setting in the cluster's file, switch on an add-on that provides the contract, or put the object under a condition with when.",
    messages: {
      missing: (placeholder: string, cluster: string) => `missing value of ${placeholder} on ${cluster}`,
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
  "addons/namespace": {
    severity: "error",
    summary: "Two owners claim one namespace, or an add-on claims a namespace that cannot belong to an add-on.",
    why: "Two Applications would change the labels of the namespace in turn, and the network policies of one owner would open or close the pods of the other.",
    fix: "Give each add-on its own namespaces. Remove the namespace from platform.yaml if an add-on declares it.",
    messages: {
      claimedTwice: (namespace: string, addon: string, other: string) =>
        `duplicate namespace ${namespace}: add-on ${addon} and ${other} declare it`,
      reserved: (namespace: string, addon: string) =>
        `invalid namespace ${namespace} of add-on ${addon}: it belongs to Kubernetes, to Argo CD or to Seldon Core`,
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
  namespaces: { mlflow: { podSecurity: restricted } }
  applications:
    server: { git: { repository: "https://git.acme.invalid/tracker.git", revision: v1.0.0, path: deploy }, namespace: mlflow, kinds: [apps/Deployment] }
# clusters/staging/cluster.yaml
spec:
  addons: { tracker: {} }
`,
      valid: `
# platform/addons/tracker.yaml
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: tracker }
spec:
  description: A server that tracks experiments
  kubernetes: { minimum: "1.30" }
  namespaces: { tracker: { podSecurity: restricted } }
  applications:
    server: { git: { repository: "https://git.acme.invalid/tracker.git", revision: v1.0.0, path: deploy }, namespace: tracker, kinds: [apps/Deployment] }
# clusters/staging/cluster.yaml
spec:
  addons: { tracker: {} }
`,
    },
  },
  "addons/pool": {
    severity: "error",
    summary:
      "The address pools of a cluster overlap or are too small, or a reserved address is outside its pool or reserved twice.",
    why: "MetalLB rejects overlapping pools, and then uses the pools that it had before. A Service that asks for an address outside its pool stays pending, and so does a Service that is created when no address is left.",
    fix: "Give each address to one pool, reserve addresses only in the pool that contains them, and give the pools for tenants as many addresses as the quotas of the tenants allow.",
    messages: {
      overlap: (addresses: string, pool: string, other: string, otherPool: string) =>
        `duplicate addresses ${addresses} in pool ${pool}: they overlap ${other} in pool ${otherPool}`,
      outside: (address: string, user: string, pool: string) =>
        `invalid address ${address} of ${user}: pool ${pool} does not contain it`,
      tooSmall: (size: bigint, allowed: bigint) =>
        `too few addresses in the pools for tenants: ${size}, and the quotas of the tenants allow ${allowed} load balancers`,
      reservedTwice: (address: string, first: string, second: string) =>
        `duplicate address ${address}: ${first} and ${second} reserve it`,
    },
    example: {
      invalid: `
# clusters/staging/cluster.yaml
spec:
  prometheus: { namespace: monitoring, pods: { app.kubernetes.io/name: prometheus }, monitorLabels: { release: prometheus }, account: prometheus }
  addons:
    metallb:
      settings:
        pools:
          edge: { for: platform, addresses: [192.168.3.0/28], reserved: { ingress: 192.168.3.16 } }
`,
      valid: replaced("ingress: 192.168.3.16", "ingress: 192.168.3.1"),
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
