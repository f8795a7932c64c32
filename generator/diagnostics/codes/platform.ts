import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** What the platform and its clusters offer and insist on. */
export const platformCodes = {
  "platform/registry": {
    severity: "error",
    summary: "An image from a registry that the platform does not allow.",
    why: "Nobody scans what comes from there, and nobody keeps it: an image that its owner removes or replaces is pulled again at the next restart of a pod.",
    fix: "Copy the image to one of the allowed registries, or have the platform allow another one, with a / at its end.",
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  serverConfigs:
    own: { template: mlserver, images: { server: ghcr.io/churn/mlserver:1.7.1 } }
`,
      valid: replaced("server: ghcr.io/churn/mlserver:1.7.1", "server: harbor.acme.test/churn/mlserver:1.7.1"),
    },
  },
  "platform/cidr-overlap": {
    severity: "error",
    summary: "A CIDR for the outside world that overlaps the cluster's own network.",
    why: "A policy by address does not ask whose pod has it: where policies are kept by addresses alone, it lets pods out to every pod, node and API server in that range, past what is declared. Cilium, which knows its pods by labels, lets nothing through to them by address.",
    fix: "Name a service of the platform under network.needs, or a tenant under network.tenants.calls; write addresses only for what is outside.",
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  network:
    external:
      bureau: { cidrs: [10.42.7.0/24], ports: [{ port: 443 }], why: Scores from the credit bureau }
`,
      valid: replaced("cidrs: [10.42.7.0/24]", "cidrs: [203.0.113.0/24]"),
    },
  },
  "platform/capacity": {
    severity: "error",
    summary: "The tenants' quotas add up to more than the cluster's capacity times its overcommit.",
    why: "A quota is a promise. Promised more often than the platform decided to, pods that are within every quota stay pending, and the tenant that restarts last is the one that waits.",
    fix: "Lower a quota, add nodes and say so under capacity, or decide for a higher overcommit.",
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  quota: { requests: { cpu: 160, memory: 40Gi }, limits: { cpu: 320, memory: 80Gi } }
`,
      valid: replaced(
        "requests: { cpu: 160, memory: 40Gi }, limits: { cpu: 320, memory: 80Gi }",
        "requests: { cpu: 16, memory: 40Gi }, limits: { cpu: 32, memory: 80Gi }",
      ),
    },
  },
  "platform/limits": {
    severity: "error",
    summary: "Container defaults, maxima and quota contradict each other.",
    why: "The API server refuses the LimitRange, or refuses every pod under it: a default over the maximum, a request over its limit. The StatefulSet then has no pods, and says so only in its events.",
    fix: "Keep this order: default request, default limit, maximum of one container, quota of limits; and quota of requests at most the quota of limits.",
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  containers: { default: { cpu: 16 } }
`,
      valid: replaced("containers: { default: { cpu: 16 } }", "containers: { default: { cpu: 4 } }"),
    },
  },
  "platform/sample": {
    severity: "warning",
    summary: "A platform of somebody's own that still names the sample's repository.",
    why: "Applications and projects name the repository that Argo CD reads, and nobody has the sample's: `.invalid` is never a host. As long as what is merged names it, nothing of it can run, and so no tenant is protected from leaving before it is drained.",
    fix: "Say under repository.url where Argo CD reads this repository.",
    example: {
      invalid: `
# platform/platform.yaml
spec:
  repository: { url: "https://git.acme.invalid/ml-platform.git", revision: refs/heads/main }
`,
      valid: replaced(
        `url: "https://git.acme.invalid/ml-platform.git"`,
        `url: "https://github.com/acme/ml-platform.git"`,
      ),
    },
  },
  "platform/endpoint": {
    severity: "error",
    summary: "An address of Seldon's that is not in the namespace, or on the port, of the service it is said to be.",
    why: "Tenants' pods are let out to the pods and ports of the service, and to nothing else. Called by another address, Kafka or the collector of traces would be out of reach: pipelines never become ready, and the gateways only log that they cannot connect.",
    fix: "Name the service whose address it is, or the address that the service has: <Service>.<namespace>:<port>.",
    example: {
      invalid: `
# platform/platform.yaml
spec:
  seldon: { kafka: { service: kafka, bootstrap: "seldon-kafka-bootstrap.streaming:9092" } }
`,
      valid: replaced(
        `bootstrap: "seldon-kafka-bootstrap.streaming:9092"`,
        `bootstrap: "seldon-kafka-bootstrap.kafka:9092"`,
      ),
    },
  },
  "platform/version": {
    severity: "error",
    summary: "A version whose schemas are not pinned here.",
    why: "Every object is held against the schemas of the very version that it goes to. Against another one a field that does not exist there would pass, and be refused or dropped by the cluster.",
    fix: "Use a version that Tenantry supports, or add this one to generator/tools/schema-sources.ts. For a version of Seldon Core, see generator/docs/seldon-versions.md.",
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  kubernetes: { version: 1.19.3 }
`,
      valid: replaced("kubernetes: { version: 1.19.3 }", "kubernetes: { version: 1.34.4 }"),
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
