import { LimitRange, ResourceQuota } from "../models/kubernetes-classes.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { type ClusterScope, type Generated, metadata, type ObjectPlace, syncOrder } from "./scope.ts";

/**
 * The limits of an add-on's namespace. Charts set almost no requests, so each container gets the platform's default: a pod
 * without requests is the first that a node evicts, and no scheduler counts it. It gets no default limit: a limit that the
 * chart does not know could stop the container. For the same reason no quota counts pods, CPU or memory: it would reject the
 * pods of an upgrade. One quota is for Services: only ports that are open to `outside` may have a load balancer or a node port.
 * The other admits pods of the PriorityClasses of Kubernetes, where the configuration of the API server limits them.
 */
export function addonLimits({ platform }: ClusterScope, addon: AddonEntry, place: ObjectPlace): readonly Generated[] {
  const origin = addon.at("namespaces", place.namespace);
  const { defaultRequest } = platform.spec.defaults.containers;
  const sync = { order: syncOrder.guardrail };
  const range = new LimitRange({
    metadata: metadata({ place }, "container-requests"),
    spec: { limits: [{ type: "Container", defaultRequest }] },
  });
  const quota = new ResourceQuota({
    metadata: metadata({ place }, "services"),
    spec: { hard: { "services.loadbalancers": "0", "services.nodeports": "0" } },
  });
  const critical = criticalClasses(addon, place.namespace);
  const criticalPods = new ResourceQuota({
    metadata: metadata({ place }, "critical-pods"),
    spec: {
      hard: { pods: unlimitedPods },
      scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values: [...critical] }] },
    },
  });
  return [
    { object: range, origin, sync },
    ...(critical.length === 0 ? [] : [{ object: criticalPods, origin, sync }]),
    ...(isOpenOutside(addon, place.namespace) ? [] : [{ object: quota, origin, sync }]),
  ];
}

/** Whether clients outside the cluster reach a port of the namespace. */
export function isOpenOutside({ spec }: AddonEntry, namespace: string): boolean {
  return Object.values(spec.workloads).some(
    (workload) =>
      workload.namespace === namespace && Object.values(workload.from).some((sources) => sources.includes("outside")),
  );
}

/** A quota that admits a class must limit something. */
const unlimitedPods = "1000000";

/** The classes that every cluster has, and that the admission plugin ResourceQuota can be configured to limit. */
const classesOfKubernetes: readonly string[] = ["system-cluster-critical", "system-node-critical"];

function criticalClasses({ spec }: AddonEntry, namespace: string): readonly string[] {
  return classesOfKubernetes.filter((name) =>
    Object.values(spec.workloads).some(
      (workload) => workload.namespace === namespace && workload.priorityClass === name,
    ),
  );
}
