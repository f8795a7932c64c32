import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Namespaces, Secrets, addresses, kinds and entries of add-ons. */
export const addonContentsCodes = {
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
      rolesWithoutNamespace: (addon: string) =>
        `missing namespace in add-on ${addon}: Argo CD cannot compare ClusterRoles and ClusterRoleBindings without one`,
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
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
