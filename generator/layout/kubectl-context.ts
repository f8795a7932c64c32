import type { ClusterEntry } from "../validate/inventory.ts";
import { isRemote } from "./argo-cd.ts";

/**
 * The shell variables that contain contexts of kubectl. Clusters contain objects with the same names, so a command for one
 * of two contexts names its context. `:?` stops a command whose variable is empty: kubectl would use its current context.
 */
export type ContextVariable = "ARGOCD_CONTEXT" | "CLUSTER_CONTEXT" | "OLD_ARGOCD_CONTEXT";

export function kubectlIn(variable: ContextVariable): string {
  return `kubectl --context "\${${variable}:?}"`;
}

/** kubectl for a command about Applications. A cluster that runs its own Argo CD needs only one context. */
export function kubectlForArgoCD(clusters: readonly ClusterEntry[]): string {
  return clusters.some(isRemote) ? kubectlIn("ARGOCD_CONTEXT") : "kubectl";
}

/** kubectl for a command about the objects that Argo CD deploys. */
export function kubectlForClusters(clusters: readonly ClusterEntry[]): string {
  return clusters.some(isRemote) ? kubectlIn("CLUSTER_CONTEXT") : "kubectl";
}

/** The instruction to set the variables. Undefined if the commands of these clusters need only one context. */
export function contextsNote(clusters: readonly ClusterEntry[]): string | undefined {
  if (!clusters.some(isRemote)) return undefined;
  const each = clusters.length === 1 ? (clusters[0]?.name ?? "") : "the cluster that the command names";
  return `Set two variables of the shell before you run the commands: ARGOCD_CONTEXT to the context of kubectl for the cluster that runs Argo CD, and CLUSTER_CONTEXT to the context for ${each}. A command stops if its variable is not set.`;
}

/** Commands that one shell runs and that stop at the first failure. The shell of the user continues. */
export function stoppingAtFailure(commands: readonly string[]): readonly string[] {
  return ["(", "set -eu", ...commands, ")"];
}

/** Stops if a command of the shell succeeds. */
export function stopIf(condition: string, reason: string): readonly string[] {
  return [`if ${condition}`, "then", `  echo "STOP: ${reason}"`, "  exit 1", "fi"];
}

/** Stops if a command prints a line, and prints this line. A failed command stops, too. */
export function stopIfAny(command: string): readonly string[] {
  return [`found=$(${command})`, ...stopIf('test -n "$found"', "$found")];
}
