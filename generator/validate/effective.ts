import { type Complete, defined } from "../models/defined.ts";
import type { SeldonFacts } from "../models/seldon/facts.ts";
import type { InferenceServer } from "../models/seldon/servers/inference-server.ts";
import { newestFacts, seldonFacts } from "../models/seldon/versions.ts";
import { isAtLeast } from "../text/version.ts";
import { pinnedVersion, type Software } from "../tools/schema-sources.ts";
import type { ClusterEntry, PlatformEntry, TenantEntry } from "./inventory.ts";
import { withNames } from "./name-placeholders.ts";
import type { PlatformSpec } from "./platform.ts";
import type { ArtifactStore } from "./platform-stores.ts";
import type { ContainerLimits, ContainerResources, Quota } from "./resources.ts";
import type { ServerTemplate } from "./server-template.ts";
import { Lifecycle } from "./tenant.ts";
import type { TenantServerConfig } from "./tenant-serving.ts";
import type { PodSecurityLevel, QuantityText } from "./terms.ts";

/** A tenant's effective values, with the platform's defaults and templates applied. They are derived, never stored. */

/** The named size (or the default one), overridden by the tenant's own values. Undefined if the size does not exist. */
export function quotaOf(platform: PlatformSpec, { spec }: TenantEntry): Quota | undefined {
  const size = platform.quotaSizes[quotaSizeOf(platform, spec)];
  if (size === undefined) return undefined;
  const { quota } = spec;
  const all: Complete<Quota> = {
    requests: { cpu: quota.requests?.cpu ?? size.requests.cpu, memory: quota.requests?.memory ?? size.requests.memory },
    limits: { cpu: quota.limits?.cpu ?? size.limits.cpu, memory: quota.limits?.memory ?? size.limits.memory },
    storage: quota.storage ?? size.storage,
    persistentVolumeClaims: quota.persistentVolumeClaims ?? size.persistentVolumeClaims,
    loadBalancers: quota.loadBalancers ?? size.loadBalancers,
    gpus: quota.gpus ?? size.gpus,
    objects: { ...size.objects, ...quota.objects },
  };
  return defined(all);
}

/** The quota size of a tenant: its own, or the platform's default. */
export function quotaSizeOf({ defaults }: PlatformSpec, { quota }: TenantEntry["spec"]): string {
  return quota.size ?? defaults.quotaSize;
}

export function containersOfServer(platform: PlatformSpec, { spec }: TenantEntry): ContainerLimits {
  const { containers } = spec;
  const base = platform.defaults.containers;
  const over = (part: "default" | "defaultRequest" | "max"): ContainerLimits["max"] => ({
    cpu: containers[part]?.cpu ?? base[part].cpu,
    memory: containers[part]?.memory ?? base[part].memory,
  });
  return { default: over("default"), defaultRequest: over("defaultRequest"), max: over("max") };
}

export function podSecurityOf(
  platform: PlatformSpec,
  { spec }: TenantEntry,
): Readonly<Record<"enforce" | "audit" | "warn", PodSecurityLevel>> {
  const defaults = platform.defaults.podSecurity;
  const { enforce, audit, warn } = spec.podSecurity;
  return { enforce: enforce ?? defaults.enforce, audit: audit ?? defaults.audit, warn: warn ?? audit ?? defaults.warn };
}

/** A ServerConfig of a tenant: declared in its file, or derived from a Server's template. */
export interface EffectiveServerConfig {
  readonly name: string;
  readonly config: TenantServerConfig;
  readonly template: ServerTemplate;
  readonly server: InferenceServer;
  /** Path in the tenant's spec of the entry that it comes from. */
  readonly path: readonly string[];
}

/** The name of the ServerConfig that is derived for Servers with a template and no config. */
export function derivedConfigName(template: string): string {
  return `${template}-config`;
}

/** The ServerConfigs of a tenant by name, the declared ones first. Those whose template does not exist are left out. */
export function serverConfigsOf(
  platform: PlatformEntry,
  { spec }: TenantEntry,
): ReadonlyMap<string, EffectiveServerConfig> {
  const { serverTemplates } = platform.spec;
  const configs = new Map<string, EffectiveServerConfig>();
  for (const [name, config] of Object.entries(spec.serverConfigs)) {
    const template = serverTemplates[config.template];
    if (template === undefined) continue;
    const server = serverOf(platform, template);
    configs.set(name, { name, config, template, server, path: ["serverConfigs", name] });
  }
  for (const [declared, { template: templateName, config }] of Object.entries(spec.servers)) {
    if (templateName === undefined || config !== undefined) continue;
    const template = serverTemplates[templateName];
    const name = derivedConfigName(templateName);
    if (template === undefined || configs.has(name)) continue;
    const plain: TenantServerConfig = {
      template: templateName,
      images: {},
      resources: {},
      environment: {},
      storage: {},
    };
    const server = serverOf(platform, template);
    configs.set(name, { name, config: plain, template, server, path: ["servers", declared] });
  }
  return configs;
}

/** The inference server that a template runs. The schema of the platform's file rejects an unknown type. */
export function serverOf({ known }: PlatformEntry, { type }: ServerTemplate): InferenceServer {
  const found = known.servers.find(({ name }) => name === type);
  if (found === undefined) throw new Error(`unknown inference server ${type}`);
  return found;
}

/** Resources of the inference server's container: the template's, overridden by the tenant's. */
export function serverResourcesOf({ config, template }: EffectiveServerConfig): ContainerResources {
  return {
    requests: { ...template.resources.requests, ...config.resources.requests },
    limits: { ...template.resources.limits, ...config.resources.limits },
    gpus: config.resources.gpus ?? template.resources.gpus ?? 0,
  };
}

/** Environment of that container: the template's, overridden by the tenant's. It does not include the variables that Seldon requires. */
export function serverEnvironmentOf({ config, template }: EffectiveServerConfig): Readonly<Record<string, string>> {
  return { ...template.environment, ...config.environment };
}

export function serverImageOf({ config, template }: EffectiveServerConfig): string {
  return config.images.server ?? template.image;
}

/** The volume in which a replica keeps its models. */
export function modelStorageOf(
  { config, template }: EffectiveServerConfig,
  { spec }: ClusterEntry,
): { readonly size: QuantityText; readonly class: string } {
  return {
    size: config.storage.size ?? template.storage.size,
    class: config.storage.class ?? spec.storageClasses.default,
  };
}

/** The name of the ServerConfig that a Server uses. Undefined if the Server names neither a config nor a template. */
export function configNameOf(server: {
  readonly config?: string | undefined;
  readonly template?: string | undefined;
}): string | undefined {
  return server.config ?? (server.template === undefined ? undefined : derivedConfigName(server.template));
}

/** The artifact store with a location that contains this artifact for this tenant. The longest location wins. */
export function artifactStoreOf(
  platform: PlatformEntry,
  tenant: string,
  storageUri: string,
): { readonly name: string; readonly store: ArtifactStore } | undefined {
  let best: { readonly name: string; readonly store: ArtifactStore; readonly length: number } | undefined;
  for (const [name, store] of Object.entries(platform.spec.artifactStores)) {
    for (const location of store.locations) {
      const prefix = withNames(location, { tenant });
      if (`${storageUri}/`.startsWith(prefix) && prefix.length > (best?.length ?? 0))
        best = { name, store, length: prefix.length };
    }
  }
  return best;
}

export function schemeOf(storageUri: string): string {
  return storageUri.slice(0, storageUri.indexOf("://"));
}

/** Pipelines need the gateways, the dataflow engine and Kafka. */
export function runsPipelines({ spec }: TenantEntry): boolean {
  return Object.keys(spec.pipelines).length > 0;
}

export function servesModels({ spec }: TenantEntry): boolean {
  return Object.keys(spec.servers).length > 0;
}

/** A tenant's lifecycle state on a cluster: the later one of the states in its file and in the cluster's. */
export function lifecycleOf({ spec }: ClusterEntry, tenant: TenantEntry): Lifecycle {
  const order = Lifecycle.options;
  const minimum = spec.seldon.lifecycle ?? "active";
  return order.indexOf(minimum) > order.indexOf(tenant.spec.lifecycle) ? minimum : tenant.spec.lifecycle;
}

/** Whether the tenant's Servers and models run on the cluster. */
export function isServing(cluster: ClusterEntry, tenant: TenantEntry): boolean {
  return servesModels(tenant) && lifecycleOf(cluster, tenant) === "active";
}

/** Whether the tenant has a runtime for its Servers: they run, are suspended, or are being drained. */
export function hasRuntime(cluster: ClusterEntry, tenant: TenantEntry): boolean {
  return servesModels(tenant) && lifecycleOf(cluster, tenant) !== "drained";
}

/**
 * Whether a project can restrict a cluster-scoped kind to names: from Argo CD 3.3 on. Before, a project that allows one
 * Namespace allows all of them, and its Applications could take over any that no other Application tracks.
 */
export function restrictsNames({ spec }: ClusterEntry): boolean {
  return isAtLeast(spec.argoCD.version, "3.3");
}

/** The version of Kubernetes or Argo CD that a cluster declares: a minor or a full version. */
export function declaredVersion({ spec }: ClusterEntry, of: Software): string {
  return spec[of].version;
}

/** The full version whose schemas a cluster's objects are validated against. */
export function schemaVersion(cluster: ClusterEntry, of: Software): string {
  return pinnedVersion(cluster.pins, of, declaredVersion(cluster, of));
}

/** The cluster's version of Seldon Core. */
export function seldonVersionOf({ platform, spec }: ClusterEntry): string {
  return spec.seldon.version ?? platform.spec.seldon.version;
}

/**
 * The facts about the cluster's version of Seldon. An unknown version is an error (platform/version), and until it is fixed
 * the facts of the newest known version are used.
 */
export function seldonOf(cluster: ClusterEntry): SeldonFacts {
  const { versions } = cluster.platform.known;
  return seldonFacts(versions, seldonVersionOf(cluster)) ?? newestFacts(versions);
}

type Scaled = Pick<TenantEntry["spec"]["servers"][string], "replicas" | "minReplicas" | "maxReplicas">;

/**
 * The initial replicas of a Server or Model. Autoscaling then changes the number between min and max. Without replicas, the
 * operator creates one pod of a Server and ignores minReplicas (2.9.1).
 */
export function firstReplicas({ replicas, minReplicas, maxReplicas }: Scaled): number {
  return minReplicas === undefined && maxReplicas === undefined ? (replicas ?? 1) : Math.max(1, minReplicas ?? 1);
}

/** The maximum number of replicas of a Server. */
export function mostReplicas(server: TenantEntry["spec"]["servers"][string]): number {
  return server.maxReplicas ?? server.replicas ?? server.minReplicas ?? 1;
}

/** The capabilities of a Server: its own list, or its template's. */
export function capabilitiesOf(platform: PlatformSpec, tenant: TenantEntry, server: string): readonly string[] {
  const declared = tenant.spec.servers[server];
  if (declared?.capabilities !== undefined) return declared.capabilities;
  const config = tenant.spec.serverConfigs[declared?.config ?? ""];
  return platform.serverTemplates[declared?.template ?? config?.template ?? ""]?.capabilities ?? [];
}

/** The tenant's Servers that offer everything a model requires. */
export function serversFor(platform: PlatformSpec, tenant: TenantEntry, model: string): readonly string[] {
  const { server, requirements = [] } = tenant.spec.models[model] ?? {};
  if (server !== undefined) return [server];
  return Object.keys(tenant.spec.servers)
    .sort()
    .filter((name) => {
      const offered = capabilitiesOf(platform, tenant, name);
      return requirements.every((requirement) => offered.includes(requirement));
    });
}
