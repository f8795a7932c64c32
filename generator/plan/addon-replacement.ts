import { kubectlForClusters } from "../layout/kubectl-context.ts";
import { type ChangedWorkload, selectorOf, selectorText } from "../validate/addons/immutable.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import type { Verification } from "./commit-step.ts";
import { onClusters } from "./verifications.ts";

interface Replaced {
  readonly namespace: string;
  readonly changed: readonly ChangedWorkload[];
}

/**
 * The commands that replace workloads whose immutable fields change. Before the merge, Argo CD would create the old workload
 * again, so they run after it: until then the comparison fails, and Argo CD syncs nothing of the Application (3.2.11).
 */
export function replacementCommands(
  cluster: ClusterEntry,
  application: string,
  { namespace, changed }: Replaced,
): { readonly first: readonly Verification[]; readonly next: readonly Verification[] } {
  const kubectl = kubectlForClusters([cluster]);
  const where = `--namespace ${namespace}`;
  const on = onClusters([cluster]);
  const each = changed.map(({ workload, before }) => {
    const [kind = "", name = ""] = workload.toLowerCase().split("/");
    // The ReplicaSets of a Deployment own its pods.
    const owned = kind === "deployment" ? "replicasets" : "pods";
    return { kind, name, owned, before, file: `~/${application}.${name}.${owned}` };
  });
  return {
    first: each.map(({ name, owned, before, file }) => ({
      command: `${kubectl} get ${owned} ${where} --selector ${selectorText(selectorOf(before))} --output name | tee ${file}`,
      expect: `the ${owned} of ${name}${on}. A command after the merge reads this file, because the new ${owned} may have the same labels`,
    })),
    next: each.flatMap(({ kind, name, owned, file }) => {
      const remove = {
        command: `xargs -r ${kubectl} delete ${where} < ${file}`,
        expect: `"deleted" for each line of the file${on}`,
      };
      const ready = {
        command: `until ${kubectl} get ${kind} ${name} ${where}; do sleep 5; done && ${kubectl} rollout status ${kind}/${name} ${where} --timeout 10m`,
        expect: `"successfully rolled out" or "rolling update complete"${on}. Argo CD creates the new ${name} with its next attempt, after at most 3 minutes`,
      };
      return [
        {
          command: `${kubectl} delete ${kind} ${name} ${where} --cascade=orphan`,
          expect: `"deleted"${on}. The old pods continue to run`,
        },
        // Pods of a StatefulSet have the same names, and pods of a DaemonSet may have the same ports of the node.
        ...(owned === "replicasets" ? [ready, remove] : [remove, ready]),
      ];
    }),
  };
}
