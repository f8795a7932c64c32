import { Namespace } from "kubernetes-models/v1/Namespace";
import { podSecurityOf } from "../validate/effective.ts";
import { type Generated, metadata, type TenantScope, wave } from "./scope.ts";

/**
 * The tenant's namespace. Pod security levels are pinned to the cluster's Kubernetes version, so that an upgrade does not
 * change what is admitted. Argo CD never deletes it: that is a person's last step.
 */
export function namespace(scope: TenantScope): readonly Generated[] {
  const { platform, cluster, tenant } = scope;
  const levels = podSecurityOf(platform.spec, tenant);
  const version = `v${cluster.spec.kubernetes.version.split(".").slice(0, 2).join(".")}`;
  const podSecurity = Object.fromEntries(
    Object.entries(levels).flatMap(([mode, level]) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, version],
    ]),
  );
  const object = new Namespace({
    metadata: metadata(scope, tenant.name, {
      clusterScoped: true,
      wave: wave.namespace,
      labels: { ...tenant.spec.labels, ...podSecurity, "tenantry.dev/environment": cluster.spec.environment },
      annotations: {
        "argocd.argoproj.io/sync-options": "Prune=false,Delete=false",
        "tenantry.dev/owner": tenant.spec.owner.team,
        "tenantry.dev/contact": tenant.spec.owner.contact,
      },
    }),
  });
  return [{ object, origin: tenant.at() }];
}
