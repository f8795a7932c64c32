import { isInCluster } from "../validate/argo-cd.ts";
import type { ClusterEntry } from "../validate/inventory.ts";

/** Argo CD removes it from an Application after the objects of the Application, and from an AppProject after its Applications. */
export const finalizer = "resources-finalizer.argocd.argoproj.io";

/** Whether a cluster's Argo CD runs in another cluster. */
export function isRemote({ spec }: ClusterEntry): boolean {
  return !isInCluster(spec.argoCD.destination);
}

/**
 * Argo CD's user name on a cluster: the service account of its installation, or the one that `argocd cluster add`
 * creates on a remote cluster.
 */
export function argoCDUser(cluster: ClusterEntry): string {
  const { user, namespace } = cluster.spec.argoCD;
  const account = isRemote(cluster) ? "kube-system:argocd-manager" : `${namespace}:argocd-application-controller`;
  return user ?? `system:serviceaccount:${account}`;
}
