import { Namespace } from "../models/kubernetes-classes.ts";
import { contactAnnotation, environmentLabel, ownerAnnotation } from "../models/marks.ts";
import { meshLabels } from "../patterns/mesh.ts";
import { minorOf } from "../text/version.ts";
import { podSecurityOf } from "../validate/effective.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { type Generated, metadata, syncOrder, type TenantScope } from "./scope.ts";

/**
 * The tenant's namespace. Pod security levels are pinned to the cluster's Kubernetes version, so that an upgrade does not
 * change which pods are admitted. Argo CD never deletes the namespace: a user deletes it by hand as the last step.
 */
export function namespaceObject(scope: TenantScope): readonly Generated[] {
  const { platform, cluster, tenant } = scope;
  const levels = podSecurityOf(platform.spec, tenant);
  const labels = Object.entries(levels).map(([mode, level]) => [`pod-security.kubernetes.io/${mode}`, level] as const);
  const podSecurity = withPinnedVersions(cluster, Object.fromEntries(labels));
  const object = new Namespace({
    metadata: metadata(scope, tenant.name, {
      clusterScoped: true,
      labels: {
        ...tenant.spec.labels,
        ...meshLabels(cluster, tenant.name),
        ...podSecurity,
        [environmentLabel]: cluster.spec.environment,
      },
      annotations: {
        [ownerAnnotation]: tenant.spec.owner.team,
        [contactAnnotation]: tenant.spec.owner.contact,
      },
    }),
  });
  return [{ object, origin: tenant.at(), sync: { order: syncOrder.namespace, keep: true } }];
}

/** Adds the cluster's Kubernetes version to each pod security level without a version. */
export function withPinnedVersions(
  { spec }: ClusterEntry,
  labels: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const version = `v${minorOf(spec.kubernetes.version)}`;
  const versions = Object.keys(labels)
    .filter((key) => /^pod-security\.kubernetes\.io\/(enforce|audit|warn)$/.test(key))
    .map((key) => [`${key}-version`, version] as const);
  return { ...Object.fromEntries(versions), ...labels };
}
