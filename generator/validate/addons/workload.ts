import { z } from "zod";
import { parseQuantity } from "../../models/quantity.ts";
import { Cidr, cpu, field, Line, memory, Name, PodLabels, PortNumber, Replicas, TransportProtocol } from "../terms.ts";

/** Sources and targets of traffic that have no port of an add-on: the evaluator and the CNI know each of them. */
export const placePeers = ["api-server", "nodes", "outside"] as const;

/** Groups of tenants' pods, by what the tenant uses. */
export const tenantPeers = ["tenants", "tenants.pipelines", "tenants.servers", "tenants.envoy"] as const;

/** Words for other pods, which no workload may have as its name. */
const reservedWords: ReadonlySet<string> = new Set([...placePeers, "tenants", "pod"]);

export const WorkloadName = Name.refine(
  (name) => !reservedWords.has(name),
  "this word means other pods: use another name for the workload",
);

const workload = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

const FromPeer = z
  .string()
  .max(130)
  .regex(
    new RegExp(`^(${workload}|tenants\\.(pipelines|servers|envoy))$`),
    "it must be a workload of the add-on, a contract, api-server, nodes, outside, tenants, tenants.pipelines, tenants.servers or tenants.envoy",
  );

const ToPeer = z.union([
  z
    .string()
    .max(130)
    .regex(
      new RegExp(`^(api-server|[a-zA-Z]+|${workload}\\.${workload}|tenants\\.envoy)$`),
      "it must be <workload>.<port> of the add-on, a contract, api-server or tenants.envoy",
    ),
  z.strictObject({
    nodes: field(z.array(PortNumber).min(1).max(20), "TCP ports of every node of the cluster.", [10250]),
    why: field(Line, "Why the pods need the connection.", "Prometheus scrapes the kubelets"),
  }),
  z.strictObject({
    cidrs: field(z.array(Cidr).min(1).max(50), "Networks outside the cluster.", ["203.0.113.0/24"]),
    ports: field(z.array(PortNumber).min(1).max(20), "TCP ports.", [443]),
    why: field(Line, "Why the pods need the connection.", "ACME issues certificates"),
  }),
]);

export const WorkloadPort = z.union([
  PortNumber,
  z.strictObject({
    port: field(PortNumber, "The port that the pods listen on.", 7946),
    protocol: field(TransportProtocol, "Protocol.", "UDP"),
  }),
]);

/** One placeholder. Its value is checked after it is filled. */
export const placeholder = /^\{[a-z][A-Za-z0-9]*(\.[A-Za-z0-9_-]+)*\}$/;

const PodCount = z.string().regex(placeholder, "it must be a number of pods, or one placeholder: {settings.replicas}");

/** A quantity, or one placeholder. */
export const FilledAmount = z.union([
  z
    .string()
    .refine(
      (text) => placeholder.test(text) || parseQuantity(text) !== undefined,
      "it must be a quantity, or one placeholder: {settings.memory}",
    ),
  z.number().nonnegative(),
]);

export const WorkloadRequests = z.strictObject({
  cpu: cpu(FilledAmount, "CPU cores.").optional(),
  memory: memory(FilledAmount, "Bytes of memory.").optional(),
});

/** Pods of an add-on, as the chart or its operator makes them. */
export const Workload = z.strictObject({
  namespace: field(Name, "Namespace of the pods: one of the add-on's namespaces.", "metallb-system"),
  pods: field(PodLabels, "Labels that select the pods. Never labels with a version.", {
    "app.kubernetes.io/component": "controller",
  }),
  hostNetwork: field(
    z.boolean(),
    "Whether the pods use the network of the node. Network policies do not apply to such pods.",
    true,
  ).default(false),
  ports: field(z.record(Name, WorkloadPort), "Ports of the pods, by purpose.", { webhook: 9443 }).default({}),
  from: field(z.record(Name, z.array(FromPeer).min(1).max(20)), "Who reaches each port.", {
    webhook: ["api-server"],
  }).default({}),
  to: field(z.array(ToPeer).max(30), "Targets that the pods must reach. DNS is always allowed.", [
    "api-server",
  ]).default([]),
  replicas: field(
    z.union([Replicas, PodCount]),
    "Number of pods, for the capacity of the cluster. One on each node if omitted. It may be a placeholder.",
    2,
  ).optional(),
  requests: field(
    WorkloadRequests,
    "Requests of one pod, for the capacity of the cluster. The values may be placeholders. If the pods do not request CPU or memory, they get the default request of the platform for one container.",
    { cpu: "100m", memory: "128Mi" },
  ).optional(),
  account: field(Name, "ServiceAccount of the pods.", "metallb-controller").optional(),
  priorityClass: field(
    Name,
    "PriorityClass of the pods, as the values of the chart set it. Some clusters admit pods of a class of Kubernetes, such as system-cluster-critical, only with a quota for it. Tenantry generates this quota.",
    "system-cluster-critical",
  ).optional(),
});
export type Workload = z.infer<typeof Workload>;
