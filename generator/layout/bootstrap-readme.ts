import { type ClusterScope, sortedEntries } from "../generate/scope.ts";
import { operatorSecretNeeds, runtimeSecretNeeds } from "../generate/secret-needs.ts";
import { namesPatch } from "../text/version.ts";
import { pinnedVersion, type SchemaPins } from "../tools/schema-sources.ts";
import { meshOf } from "../validate/addons/mesh.ts";
import { hasLeft, providerOf } from "../validate/addons/retire.ts";
import type { ArgoCDInstance } from "../validate/argo-cd.ts";
import type { ClusterEntry, Inventory, PlatformEntry } from "../validate/inventory.ts";
import { foreignRepositories } from "./addon-layout.ts";
import { argoCDUser, isRemote } from "./argo-cd.ts";
import { foreignKinds } from "./cluster-needs.ts";
import { applyCommand } from "./instance-objects.ts";
import { contextsNote, kubectlForArgoCD, kubectlForClusters } from "./kubectl-context.ts";
import { markdownMark } from "./marks.ts";
import { addonApplication, hubApplication, rootApplication, rootsOf } from "./names.ts";
import { generatedPath, hubFolder, hubRootsFolder } from "./paths.ts";
import { createSecret } from "./resource-tables.ts";
import { dnsOfRoutes } from "./route-hosts.ts";
import { template } from "./template.ts";

const renderOwn = template<object>("bootstrap-readme.hbs");
const renderHub = template<object>("hub-readme.hbs");
const renderHubCluster = template<object>("hub-cluster-readme.hbs");

/**
 * The runbook from an empty cluster to one that follows git, also after a disaster.
 * @param settings Keys of argocd-cm that are set.
 */
export function bootstrapReadme(inventory: Inventory, scope: ClusterScope, settings: readonly string[]): string {
  const { platform, cluster } = scope;
  const folder = generatedPath(cluster.name, "bootstrap");
  return (
    markdownMark() +
    renderOwn({
      ...instanceData(platform, cluster.spec.argoCD, cluster.pins, folder, settings, kubectlForArgoCD([cluster])),
      ...clusterData(inventory, scope),
      settingsField: "argoCD.settings",
      created: "the root Applications, their AppProject",
    })
  );
}

/** The runbook that makes a cluster follow git through its hub. */
export function hubClusterReadme(inventory: Inventory, scope: ClusterScope, hub: string): string {
  const { argoCD } = scope.cluster.spec;
  return (
    markdownMark() +
    renderHubCluster({
      ...clusterData(inventory, scope),
      hub,
      application: hubApplication(hub),
      folder: hubFolder(hub),
      argoCD: argoCD.version,
      namespace: argoCD.namespace,
      byName: "name" in argoCD.destination,
    })
  );
}

/** The runbook from an installed or empty Argo CD to one that syncs the roots of all clusters of the hub. */
export function hubReadme(
  platform: PlatformEntry,
  hub: string,
  argoCD: ArgoCDInstance,
  pins: SchemaPins,
  settings: readonly string[],
): string {
  return (
    markdownMark() +
    renderHub({
      ...instanceData(platform, argoCD, pins, hubFolder(hub), settings, "kubectl"),
      hub,
      contexts: undefined,
      application: hubApplication(hub),
      roots: hubRootsFolder(hub),
      account: undefined,
      settingsField: `hubs.${hub}.settings`,
      created: "one Application, its AppProject",
    })
  );
}

/** The data of sections about an Argo CD instance and its bootstrap folder. */
function instanceData(
  { spec: { repository, seldon } }: PlatformEntry,
  argoCD: ArgoCDInstance,
  pins: SchemaPins,
  folder: string,
  settings: readonly string[],
  onArgoCD: string,
): object {
  const { version } = argoCD;
  return {
    argoCD: version,
    // The address of the installation manifest needs a full version.
    installed: namesPatch(version) ? version : pinnedVersion(pins, "argoCD", version),
    namespace: argoCD.namespace,
    adopted: argoCD.settings === "adopted",
    repository: repository.url,
    revision: repository.revision,
    ssh: repository.url.startsWith("ssh://"),
    charts: seldon.charts,
    folder,
    workingFolder:
      repository.path === undefined
        ? "the root folder of the repository"
        : `the folder \`${repository.path}\` of the repository`,
    settings,
    apply: applyCommand(folder, argoCD, onArgoCD),
    onArgoCD,
  };
}

/** The data of sections about one cluster. */
function clusterData(inventory: Inventory, scope: ClusterScope): object {
  const { platform, cluster } = scope;
  const { destination } = cluster.spec.argoCD;
  return {
    cluster: cluster.name,
    environment: cluster.spec.environment,
    kubernetes: cluster.spec.kubernetes.version,
    remote: isRemote(cluster),
    account: argoCDUser(cluster),
    contexts: contextsNote([cluster]),
    onArgoCD: kubectlForArgoCD([cluster]),
    onCluster: kubectlForClusters([cluster]),
    destination: "server" in destination ? destination.server : destination.name,
    roots: rootsOf(cluster).map((root) => rootApplication(cluster.name, root)),
    seldonNamespace: platform.spec.seldon.namespace,
    pullSecrets: operatorSecretNeeds(scope)
      .filter(({ from }) => from === "manual")
      .map(({ name, why }) => ({ name, why })),
    foreignKinds: foreignKinds(inventory, scope).map(({ kind, usedBy }) => ({ kind, usedBy: usedBy.join("`, `") })),
    administrators: platform.spec.administrators.map((group) => `\`${group}\``).join(", "),
    runtimeSecrets: runtimeSecretNeeds(scope)
      .filter(({ from }) => from === "manual")
      .map((need) => ({
        name: need.name,
        why: need.why,
        command: createSecret(scope, need).replace(/^kubectl/, kubectlForClusters([cluster])),
      })),
    ownPrometheus: providerOf(cluster.addons, "monitoring") !== undefined,
    ...webhookData(cluster),
    secretsAddon: providerOf(cluster.addons, "secrets")?.name,
    addonRepositories: [...new Set(cluster.addons.flatMap(foreignRepositories))].sort(),
    dns: dnsOfRoutes(cluster),
    secretStores: sortedEntries(platform.spec.secretStores).map(([name, { prefix }]) => ({ name, prefix })),
  };
}

/** The Applications with webhooks, without which the API server rejects objects or pods lack their sidecars. */
function webhookData(cluster: ClusterEntry): object {
  const webhooks = cluster.addons.flatMap((addon) =>
    sortedEntries(addon.spec.applications).flatMap(([key, { clusterKinds, chart }]) =>
      chart !== undefined && !hasLeft(addon, key) && clusterKinds.some((kind) => webhookKinds.includes(kind))
        ? [addonApplication(cluster.name, addon.name, key)]
        : [],
    ),
  );
  const mesh = meshOf(cluster);
  return {
    webhooks,
    sidecars: mesh?.includesTenants && mesh.sidecars !== undefined ? `add-on \`${mesh.addon.name}\`` : undefined,
  };
}

const webhookKinds: readonly string[] = [
  "admissionregistration.k8s.io/MutatingWebhookConfiguration",
  "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
];
