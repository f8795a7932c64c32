import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { isServing } from "../validate/effective.ts";
import { quotaWait } from "./first-prediction.ts";
import { podNames, serverTypeOf } from "./server-pods.ts";
import type { TroubleSection } from "./troubleshooting-section.ts";

/** Selects the pods of all Servers. */
export function ofServers({ seldon: { component, componentLabel } }: TenantScope): string {
  return `--selector ${componentLabel}=${component.server}`;
}

export function serverPods(scope: TenantScope): readonly TroubleSection[] {
  const { cluster, tenant } = scope;
  if (!isServing(cluster, tenant)) return [];
  const servers = sortedEntries(tenant.spec.servers).map(([name, server]) => ({
    name,
    pods: podNames(name, server),
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
      title: "Pods of a Server restart, or are not ready",
      message: `Each replica of a Server is one pod: ${servers.map(({ pods }) => pods).join("; ")}. It has three containers: ${types.join(" or ")} runs the models, agent loads and unloads them and passes requests on, rclone fetches artifacts.`,
      look: [
        `kubectl get pods --namespace ${tenant.name} ${ofServers(scope)} --output wide`,
        ...servers.flatMap(({ name, type }) => logs(name, type)),
      ],
      fix: `The three commands for each Server print what happened to its pods, the logs of all their containers, and the log from before the last restart of its first pod. For one container alone write --container ${types[0]}, agent or rclone instead of --all-containers. Where describe says OOMKilled, the container reached its memory limit: raise it under serverConfigs in ${tenant.at().source.file}.`,
    },
  ];
}

export function pendingPods(scope: TenantScope): readonly TroubleSection[] {
  const { cluster, tenant } = scope;
  const pool = tenant.spec.nodePool;
  const nodes = cluster.spec.nodePools[pool ?? ""];
  const labels = Object.entries(nodes?.selector ?? {}).map((label) => label.join("="));
  const place = pool === undefined ? "the nodes" : `the nodes of pool ${pool}, which all Servers run on`;
  const gpus = nodes?.gpuResource === undefined ? "" : `, free ${nodes.gpuResource} there`;
  return [
    {
      title: "Pods stay Pending",
      message: `The scheduler says what is missing: CPU or memory on ${place}${gpus}, or a volume. A claim that waits for its first consumer is fine.`,
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
      title: "Pods are not created at all",
      message: `FailedCreate says why: exceeded quota, a limit of containers, pod security, or a policy of the platform. What runs goes on running.${serves ? ` ${quotaWait}` : ""}`,
      look: [
        `kubectl get events --namespace ${tenant.name} --field-selector reason=FailedCreate`,
        `kubectl describe resourcequota tenant-quota --namespace ${tenant.name}`,
      ],
      fix: `${serves ? "Lower what a Server requests, or raise" : "Raise"} quota in ${tenant.at().source.file}; more quota needs the platform team's approval.`,
    },
  ];
}
