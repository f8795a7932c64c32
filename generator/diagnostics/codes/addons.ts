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
  "addons/secret": {
    severity: "error",
    summary:
      "An add-on gives tenants a private key that is not theirs, or two Secrets of one name, or a Secret of an add-on that nothing can fill.",
    why: "Seldon's agents, and every model that runs code, can read all Secrets of their namespace. A Secret without {tenant} in its name reaches every tenant, so it may contain only certificates. With the key of an authority, a tenant could act as every other tenant. A Secret that the chart creates too loses its keys in the next sync of the chart. A Secret that nothing fills, or without one of its keys, stops the pods that use it. The values of charts are in git and in the Application, so they must not contain the value of a secret.",
    fix: "List only certificates of a Secret that all tenants share, never list ca.key, and give each Secret another name in the tenant's namespace. Give a Secret of an add-on a name that its charts do not use, and list all of its keys.",
    messages: {
      sharedKey: (key: string, secret: string) =>
        `invalid key ${key} of Secret ${secret}: all tenants get this Secret, so it may contain only certificates`,
      authorityKey: (key: string, secret: string) =>
        `invalid key ${key} of Secret ${secret}: it belongs to an authority`,
      ofChart: (secret: string, chart: string) =>
        `invalid Secret ${secret}: chart ${chart} creates a Secret with this name`,
      notFilled: (secret: string, cluster: string) =>
        `invalid Secret ${secret}: nothing on ${cluster} fills Secrets from a store`,
      missingKey: (keys: string, secret: string) => `missing ${keys} of Secret ${secret}`,
      valueOfChart: (value: string) => `invalid ${value}: the value of a secret must not be a value of a chart`,
      duplicate: (secret: string, addon: string) =>
        `duplicate Secret ${secret} in the tenant's namespace: add-on ${addon} gives another one`,
      delivered: (secret: string, owner: string) =>
        `duplicate Secret ${secret} in the tenant's namespace: ${owner} also provides it`,
    },
    example: {
      invalid: `
# platform/addons/streams.yaml
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: streams }
spec:
  description: Streams
  kubernetes: { minimum: "1.30" }
  namespaces: { streams: { podSecurity: restricted } }
  applications:
    settings: { namespace: streams, objects: { settings: { object: { apiVersion: v1, kind: ConfigMap, metadata: { name: settings } } } } }
  perTenant:
    user:
      namespace: streams
      object: { apiVersion: v1, kind: ConfigMap, metadata: { name: "{tenant}" } }
      secrets: [{ name: authority, keys: [ca.key], to: stream-authority }]
      gives: a user of the streams
      whenRemoved: the user
# clusters/staging/cluster.yaml
spec:
  addons: { streams: {} }
`,
      valid: replaced("keys: [ca.key]", "keys: [ca.crt]"),
    },
  },
  "addons/pool": {
    severity: "error",
    summary:
      "The address pools of a cluster overlap, contain addresses that are in use or are too small, or an address is outside its pool, not reserved, or reserved twice.",
    why: "MetalLB rejects overlapping pools, and then uses the pools that it had before. If a Service gets the address of the API server, of a node or of a pod, the connections to this address end at the Service. A Service that asks for an address outside its pool stays pending, and so does a Service that is created when no address is left.",
    fix: "Give each address to one pool, use no addresses of nodes, pods and Services, reserve addresses only in the pool that contains them, and give the pools for tenants as many addresses as the quotas of the tenants allow.",
    messages: {
      overlap: (addresses: string, pool: string, other: string, otherPool: string) =>
        `duplicate addresses ${addresses} in pool ${pool}: they overlap ${other} in pool ${otherPool}`,
      used: (addresses: string, pool: string, network: string, meaning: string) =>
        `invalid addresses ${addresses} in pool ${pool}: they overlap ${network}, ${meaning}`,
      outside: (address: string, user: string, pool: string) =>
        `invalid address ${address} of ${user}: pool ${pool} does not contain it`,
      tooSmall: (size: bigint, allowed: bigint) =>
        `too few addresses in the pools for tenants: ${size}, and the quotas of the tenants allow ${allowed} load balancers`,
      notReserved: (address: string, addon: string) =>
        `invalid address ${address} of add-on ${addon}: no address pool of the platform reserves it`,
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
  "addons/mesh": {
    severity: "error",
    summary: "A mesh has an invalid value, or cannot contain a namespace.",
    why: "The mesh adds containers to the pods of its namespaces. If the API server rejects one of these containers, no new pod of the namespace starts.",
    fix: "Correct the setting, install the mesh with its CNI plugin, or set a less strict Pod Security level for the tenants.",
    messages: {
      value: (value: unknown, cluster: string, reason: string) =>
        `invalid value ${JSON.stringify(value)} of the mesh on ${cluster}: ${reason}`,
      overLimit: (unit: string, request: string, container: string, limit: string) =>
        `${unit} request ${request} of the mesh's container ${container} exceeds its limit ${limit}`,
      podSecurity: (level: string, tenants: string, cluster: string, met: string) =>
        `the Pod Security level ${level} of ${tenants} on ${cluster} rejects the containers of the mesh, which meet ${met}`,
    },
    example: {
      invalid: `
# clusters/staging/cluster.yaml
spec:
  addons:
    istio: { variant: sidecar, settings: { sidecarCpu: "4" } }
`,
      valid: replaced('sidecarCpu: "4"', "sidecarCpu: 200m"),
    },
  },
  "addons/mesh-ports": {
    severity: "warning",
    summary: "Tenants share a runtime in a mesh whose connections arrive on one port.",
    why: "Between pods of the mesh, all connections arrive on the port of the tunnel, and network policies see only this port. A pod of a tenant that may call the shared scheduler or the shared Envoy on one port can therefore call all their ports, also those that control the models of other tenants.",
    fix: "Use a pattern in which each tenant has its own runtime, or the variant of the mesh with sidecars, or keep the tenants out of the mesh.",
    messages: {
      sharedRuntime: (addon: string, cluster: string) =>
        `add-on ${addon} on ${cluster}: pods of tenants reach all ports of the shared scheduler and Envoy through the tunnel of the mesh`,
    },
  },
  "addons/project": {
    severity: "error",
    summary: "An add-on contains something that its AppProject must not allow.",
    why: "The project of an add-on allows exactly its own namespaces, and never a Namespace or a namespace of Kubernetes, Argo CD, Seldon Core, a tenant or another add-on. If the project allowed more, a chart could change objects of other owners.",
    fix: "Move the object into one of the add-on's own namespaces, or remove it.",
    messages: {
      closedKind: (kind: string, addon: string) =>
        `invalid kind ${kind} in add-on ${addon}: its project must not allow it`,
      reservedName: (addon: string) =>
        `invalid name ${addon} of an add-on with cluster-scoped objects: its project would allow the namespace ${addon}`,
      account: (namespace: string, addon: string) =>
        `invalid account in namespace ${namespace}: the namespace is not declared by add-on ${addon}`,
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
      objects: { other: { object: { apiVersion: v1, kind: Namespace, metadata: { name: other } } } }
# clusters/staging/cluster.yaml
spec:
  addons: { edge: {} }
`,
      valid: replaced(
        "objects: { other: { object: { apiVersion: v1, kind: Namespace, metadata: { name: other } } } }",
        "{ namespace: edge, objects: { other: { object: { apiVersion: v1, kind: ConfigMap, metadata: { name: other } } } } }",
      ),
    },
  },
  "addons/value-entry": {
    severity: "error",
    summary: "An add-on appends an entry to a value of a chart that is not a list, or equal entries for all tenants.",
    why: "The entries of tenants and of settings are appended to lists in the values of a chart. If another value is at the path, the chart would not contain them.",
    fix: "Correct the path, or the value at the path. A cluster's file can replace the value under values.",
    messages: {
      sameForAll: (addon: string) =>
        `invalid entry in add-on ${addon}: it does not contain {tenant}, so the entries of all tenants are equal`,
      notList: (path: string, addon: string) => `invalid path ${path} in add-on ${addon}: the value is not a list`,
    },
    example: {
      invalid: `
# platform/addons/store.yaml
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: store }
spec:
  description: An object store
  kubernetes: { minimum: "1.30" }
  namespaces: { store: { podSecurity: restricted } }
  applications:
    store:
      namespace: store
      kinds: [apps/Deployment]
      chart: { repository: "https://charts.acme.invalid", name: store, version: 1.0.0, release: store, values: { buckets: [{ name: platform }] } }
  perTenant:
    bucket:
      values: [{ application: store, at: buckets, entry: { name: tenants } }]
      gives: a bucket
      whenRemoved: nothing. The bucket remains
# clusters/staging/cluster.yaml
spec:
  addons: { store: {} }
`,
      valid: replaced("{ name: tenants }", '{ name: "tenant-{tenant}" }'),
    },
  },
  "addons/artifact-store": {
    severity: "error",
    summary:
      "An artifact store names a bucket or a Secret that the add-on of its object store does not give, or two buckets have one name.",
    why: "The add-on creates the buckets and the identities of the tenants. In a bucket that does not exist, or without the Secret of its identity, Seldon's agents can load no model.",
    fix: "Use the bucket that the add-on gives each tenant, add the bucket to the settings of the add-on, or correct the name of the Secret.",
    messages: {
      noBucket: (bucket: string, store: string, addon: string, cluster: string) =>
        `unknown bucket ${bucket} of artifact store ${store}: add-on ${addon} creates no such bucket on ${cluster}`,
      bucketName: (bucket: string) =>
        `invalid bucket ${bucket}: a bucket has 3 to 63 characters, only a-z, 0-9 and -, and begins and ends with a letter or a digit`,
      bucketTwice: (bucket: string, addon: string) => `duplicate bucket ${bucket} of add-on ${addon}`,
      noSecret: (secret: string, key: string, store: string, cluster: string) =>
        `missing Secret ${secret} of artifact store ${store}: no add-on on ${cluster} gives tenants a Secret of this name with only the key ${key}`,
    },
    example: {
      invalid: `
# platform/platform.yaml
spec:
  namespaces: { minio: null }
  services: { minio: null }
  artifactStores:
    minio: { locations: ["s3://{tenant}/"], service: object-store, credentials: { secret: artifacts-minio, from: manual } }
# clusters/production/cluster.yaml
spec:
  addons: { seaweedfs: {} }
# clusters/staging/cluster.yaml
spec:
  addons: { seaweedfs: {} }
`,
      valid: replaced("s3://{tenant}/", "s3://tenant-{tenant}/"),
    },
  },
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
