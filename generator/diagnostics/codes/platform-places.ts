import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Facts of the repository and of the clusters that the files of the platform contain. */
export const platformPlaceCodes = {
  "platform/sample": {
    severity: "warning",
    summary: "A platform other than the sample still names the sample's repository.",
    why: "Applications and AppProjects name the repository that Argo CD reads. The sample's repository does not exist: no host name ends in .invalid. While the merged files name the sample's repository, Tenantry assumes that no cluster runs this platform. A change can then remove a tenant that is not drained.",
    fix: "Set repository.url to the address from which Argo CD reads this repository.",
    messages: {
      sampleRepository: () => "invalid repository: Argo CD cannot read the repository of the sample",
    },
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
  "platform/placeholder-address": {
    severity: "warning",
    summary: "A cluster's file contains an address that is reserved for documentation.",
    why: "`tenantry init` writes these addresses into the file of a new cluster, because it does not know the cluster's own addresses. No cluster uses them (RFC 5737). Network policies with these addresses block calls to the API server, and allow external connections into the cluster.",
    fix: "Replace the address with the cluster's own address. `kubectl get endpointslices kubernetes --namespace default` shows the addresses of the API server. Ask the administrator of the cluster for the networks of nodes, pods and Services.",
    messages: {
      placeholder: (address: string, cluster: string) =>
        `invalid address ${address} of cluster ${cluster}: it is reserved for documentation`,
    },
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  network: { nodeCIDRs: [192.0.2.0/24] }
`,
      valid: replaced("nodeCIDRs: [192.0.2.0/24]", "nodeCIDRs: [192.168.1.0/24]"),
    },
  },
  "platform/repository-path": {
    severity: "error",
    summary: "The field repository.path does not name the folder that contains the files of Tenantry.",
    why: "Argo CD and GitHub need paths from the root of the repository. With a wrong folder, every Application reads a folder that does not exist, and CODEOWNERS matches no file.",
    fix: "Set repository.path to the folder that contains tenants/, platform/ and clusters/. If this folder is the root of the repository, remove the field.",
    messages: {
      otherFolder: (configured: string | undefined, actual: string) =>
        `invalid repository path ${configured === undefined ? "(the root)" : configured}: in git, these files are in ${actual === "" ? "the root of the repository" : actual}`,
    },
  },
  "platform/endpoint": {
    severity: "error",
    summary: "An address in Seldon's settings does not match the namespace or the ports of its platform service.",
    why: "Network policies allow tenants' pods to reach only the pods and the ports of the platform service. At another address, Kafka or the trace collector would be unreachable. Pipelines would never become ready, and only the logs of the gateways would show the connection errors.",
    fix: "Name the service that has this address, or set the address of the named service in this format: <Service>.<namespace>:<port>.",
    messages: {
      missingNamespace: (host: string, service: string, namespace: string) =>
        `invalid address ${host}: it has no namespace, and service ${service} is in ${namespace}`,
      otherNamespace: (host: string, found: string, service: string, namespace: string) =>
        `invalid address ${host}: it is in namespace ${found}, and service ${service} is in ${namespace}`,
      outside: (host: string, service: string, namespace: string) =>
        `invalid address ${host}: it is not a Service in namespace ${namespace}, which contains service ${service}`,
      unlistedPort: (port: string, host: string, service: string, ports: string) =>
        `invalid port ${port} of ${host}: service ${service} listens on ${ports}`,
    },
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
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
