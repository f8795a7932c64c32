import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { labelsAt, listAt, numberAt, textAt } from "../../evaluate/manifests/reading.ts";
import type { Workload } from "../../validate/addons/workload.ts";
import type { ClusterEntry } from "../../validate/inventory.ts";
import type { RawMap } from "../../validate/merge.ts";

/**
 * Whether an ingress rule without peers opens nothing but ports that the file of an add-on opens to sources that have no
 * address which a policy could name: clients outside the cluster, and nodes, among them the API server that calls webhooks.
 * Behind an overlay, a node sends from its tunnel address, which is among the addresses of pods.
 */
export function isOpenPort(cluster: ClusterEntry | undefined, policy: Manifest, rule: RawMap): boolean {
  const ports = listAt(rule, "ports");
  if (cluster === undefined || ports.length === 0) return false;
  return cluster.addons.some(({ spec }) =>
    Object.values(spec.workloads).some((workload) => {
      if (workload.namespace !== policy.namespace || !selectsOnly(policy, workload)) return false;
      const open = openPorts(cluster, workload);
      return ports.every(
        (port) =>
          numberAt(port, "endPort") === undefined &&
          open.has(`${numberAt(port, "port")}/${textAt(port, "protocol") ?? "TCP"}`),
      );
    }),
  );
}

/** The ports that every source may reach, as `<number>/<protocol>`. */
function openPorts({ spec }: ClusterEntry, { from, ports }: Workload): ReadonlySet<string> {
  const unnamed = spec.network.cni === "cilium" ? ["outside"] : ["outside", "api-server", "nodes"];
  return new Set(
    Object.entries(ports)
      .filter(([name]) => from[name]?.some((source) => unnamed.includes(source)))
      .map(([, port]) => (typeof port === "number" ? `${port}/TCP` : `${port.port}/${port.protocol}`)),
  );
}

/** Whether a policy selects no other pods than those of the workload. */
function selectsOnly({ object }: Manifest, { pods }: Workload): boolean {
  const labels = labelsAt(object, "spec", "podSelector", "matchLabels");
  return Object.entries(pods).every(([label, value]) => labels[label] === value);
}
