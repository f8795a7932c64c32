import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { isServing } from "../validate/effective.ts";
import { quotaWait } from "./first-prediction.ts";
import { serverTypeOf } from "./server-pods.ts";
import type { TroubleSection } from "./troubleshooting-section.ts";

/** The kubectl flag that selects the pods of all Servers. */
export function ofServers({ seldon: { component, componentLabel } }: TenantScope): string {
  return `--selector ${componentLabel}=${component.server}`;
}

export function serverPods(scope: TenantScope): readonly TroubleSection[] {
  const { cluster, tenant } = scope;
  if (!isServing(cluster, tenant)) return [];
  const servers = sortedEntries(tenant.spec.servers).map(([name, server]) => ({
    name,
    type: serverTypeOf(scope, server),
  }));
  const types = [...new Set(servers.map(({ type }) => type))].sort();
  const logs = (name: string, type: string): readonly string[] => [
    `kubectl describe pods --namespace ${tenant.name} --selector seldon-server-name=${name}`,
    `kubectl logs --namespace ${tenant.name} --selector seldon-server-name=${name} --all-containers --prefix --tail 50`,
    `kubectl logs ${name}-0 --namespace ${tenant.name} --container ${type} --previous --tail 50`,
  ];
  return [
    {
      title: "Server pods restart or are not ready",
      message: `Each replica of a Server is one pod, for example ${servers.map(({ name }) => `${name}-0`).join(" or ")}. Each pod has three containers: ${types.map((type) => `"${type}"`).join(" or ")} runs the models, "agent" loads and unloads the models and forwards requests, and "rclone" fetches artifacts.`,
      look: [
        `kubectl get pods --namespace ${tenant.name} ${ofServers(scope)} --output wide`,
        ...servers.flatMap(({ name, type }) => logs(name, type)),
      ],
      fix: `For each Server, three commands print the state and events of the pods, the recent logs of all containers, and the log that the inference server in the first pod wrote before its last restart. To see the log of one container, replace "--all-containers" with "--container ${types[0]}", "--container agent" or "--container rclone". If the description of a pod shows "OOMKilled", a container reached its memory limit: raise this limit under "serverConfigs" in ${tenant.at().source.file}.`,
    },
  ];
}

export function pendingPods(scope: TenantScope): readonly TroubleSection[] {
  const { cluster, tenant } = scope;
  const pool = tenant.spec.nodePool;
  const nodes = cluster.spec.nodePools[pool ?? ""];
  const labels = Object.entries(nodes?.selector ?? {}).map((label) => label.join("="));
  const place = pool === undefined ? "the nodes" : `the nodes of pool ${pool} (all Servers run there)`;
  const gpus = nodes?.gpuResource === undefined ? "" : `, free ${nodes.gpuResource} on these nodes`;
  return [
    {
      title: "Pods stay Pending",
      message: `The events of the Kubernetes scheduler show the missing resource: CPU or memory on ${place}${gpus}, or a volume. A volume claim with the event "WaitForFirstConsumer" is not a fault.`,
      look: [
        `kubectl get pods --namespace ${tenant.name} --field-selector status.phase=Pending --output wide`,
        `kubectl get events --namespace ${tenant.name} --field-selector reason=FailedScheduling`,
        `kubectl get persistentvolumeclaims --namespace ${tenant.name}`,
        ...(labels.length === 0 ? [] : [`kubectl describe nodes --selector ${labels.join(",")}`]),
      ],
    },
  ];
}

export function quotaExceeded({ tenant }: TenantScope): readonly TroubleSection[] {
  const serves = Object.keys(tenant.spec.servers).length > 0;
  return [
    {
      title: "Pods are not created",
      message: `Events with the reason "FailedCreate" show the cause: an exceeded quota, an exceeded container limit, a violation of pod security, or an admission policy of the platform. Running pods are not affected.${serves ? ` ${quotaWait}` : ""}`,
      look: [
        `kubectl get events --namespace ${tenant.name} --field-selector reason=FailedCreate`,
        `kubectl describe resourcequota tenant-quota --namespace ${tenant.name}`,
      ],
      fix: `${serves ? "Lower the requests of a Server, or raise" : "Raise"} "quota" in ${tenant.at().source.file}. The platform team must approve a larger quota.`,
    },
  ];
}
