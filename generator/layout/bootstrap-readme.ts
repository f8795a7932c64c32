import { type ClusterScope, sortedEntries } from "../generate/scope.ts";
import { operatorSecretNeeds } from "../generate/secrets.ts";
import { namesPatch } from "../text/version.ts";
import { schemaVersion } from "../validate/effective.ts";
import { argoCDUser, isRemote } from "./argo-cd.ts";
import { markdownMark } from "./marks.ts";
import { rootApplication } from "./names.ts";
import { generatedPath } from "./paths.ts";
import { template } from "./template.ts";

const render = template<object>("bootstrap-readme.hbs");

/**
 * The runbook from an empty cluster to one that follows git, also after a disaster.
 * @param settings Keys of argocd-cm that are set.
 */
export function bootstrapReadme(scope: ClusterScope, settings: readonly string[]): string {
  const { platform, cluster } = scope;
  const { version, namespace, destination } = cluster.spec.argoCD;
  return (
    markdownMark() +
    render({
      cluster: cluster.name,
      environment: cluster.spec.environment,
      kubernetes: cluster.spec.kubernetes.version,
      // The address of the installation manifest needs a full version.
      argoCD: namesPatch(version) ? version : schemaVersion(cluster, "argoCD"),
      namespace,
      repository: platform.spec.repository.url,
      revision: platform.spec.repository.revision,
      remote: isRemote(cluster),
      settings,
      apply: `kubectl apply --server-side --force-conflicts --field-manager=tenantry --kustomize ${generatedPath(cluster.name, "bootstrap")}`,
      account: argoCDUser(cluster),
      destination: "server" in destination ? destination.server : destination.name,
      roots: [rootApplication(cluster.name, "platform"), rootApplication(cluster.name, "tenants")],
      charts: platform.spec.seldon.charts,
      seldonNamespace: platform.spec.seldon.namespace,
      pullSecrets: operatorSecretNeeds(scope)
        .filter(({ from }) => from === "manual")
        .map(({ name, why }) => ({ name, why })),
      secretStores: sortedEntries(platform.spec.secretStores).map(([name, { prefix }]) => ({ name, prefix })),
    })
  );
}
