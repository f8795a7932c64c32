import { type Complete, defined } from "../models/defined.ts";
import type { SeldonFacts } from "../models/seldon/facts.ts";
import type { InferenceServer } from "../models/seldon/servers/inference-server.ts";
import { newestFacts, seldonFacts } from "../models/seldon/versions.ts";
import type { ClusterEntry, PlatformEntry, TenantEntry } from "./inventory.ts";
import type { ArtifactStore, PlatformSpec } from "./platform.ts";
import type { ContainerLimits, ContainerResources, Quota } from "./resources.ts";
import type { ServerTemplate } from "./server-template.ts";
import { Lifecycle } from "./tenant.ts";
import type { TenantServerConfig } from "./tenant-serving.ts";
import type { PodSecurityLevel, QuantityText } from "./terms.ts";

/** What holds for a tenant once the platform's defaults and templates are taken in: derived, never written down twice. */

/** The named size (or the default one) with the tenant's own values over it; nothing where the size does not exist. */
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

/** The size of quota that a tenant has: the one it names, or the platform's. */
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

/** A ServerConfig that some Server needs: declared in the tenant's file, or derived from a Server's template. */
export interface EffectiveServerConfig {
  readonly name: string;
  readonly config: TenantServerConfig;
  readonly template: ServerTemplate;
  readonly server: InferenceServer;
  /** Path in the tenant's spec of what asked for it. */
  readonly path: readonly string[];
}

/** The name of the ServerConfig that is derived for Servers which name only a template. */
export function derivedConfigName(template: string): string {
  return `${template}-config`;
}

/** The ServerConfigs of a tenant by name, the declared ones first; those whose template does not exist are left out. */
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

/** The inference server that a template runs. The form of the platform's file takes no type that is not known. */
export function serverOf({ known }: PlatformEntry, { type }: ServerTemplate): InferenceServer {
  const found = known.servers.find(({ name }) => name === type);
  if (found === undefined) throw new Error(`no inference server ${type} is known`);
  return found;
}

/** Resources of the inference server's own container: the template's, with the tenant's over them. */
export function serverResourcesOf({ config, template }: EffectiveServerConfig): ContainerResources {
  return {
    requests: { ...template.resources.requests, ...config.resources.requests },
    limits: { ...template.resources.limits, ...config.resources.limits },
    gpus: config.resources.gpus ?? template.resources.gpus ?? 0,
  };
}

/** Environment of that container: the template's, with the tenant's over it; what Seldon requires comes beside it. */
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

/** The ServerConfig that a Server uses, by name; nothing where it names neither a config nor a template. */
export function configNameOf(server: {
  readonly config?: string | undefined;
  readonly template?: string | undefined;
}): string | undefined {
  return server.config ?? (server.template === undefined ? undefined : derivedConfigName(server.template));
}

/** The artifact store whose locations hold this artifact for this tenant: the one with the longest location. */
export function artifactStoreOf(
  platform: PlatformEntry,
  tenant: string,
  storageUri: string,
): { readonly name: string; readonly store: ArtifactStore } | undefined {
  let best: { readonly name: string; readonly store: ArtifactStore; readonly length: number } | undefined;
  for (const [name, store] of Object.entries(platform.spec.artifactStores)) {
    for (const location of store.locations) {
      const prefix = location.replaceAll("{tenant}", tenant);
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

/** Where a tenant is in its life on a cluster: the later of what its file and the cluster's say. */
export function lifecycleOf({ spec }: ClusterEntry, tenant: TenantEntry): Lifecycle {
  const order = Lifecycle.options;
  const held = spec.seldon.lifecycle ?? "active";
  return order.indexOf(held) > order.indexOf(tenant.spec.lifecycle) ? held : tenant.spec.lifecycle;
}

/** Whether its Servers and models run now. */
export function isServing(cluster: ClusterEntry, tenant: TenantEntry): boolean {
  return servesModels(tenant) && lifecycleOf(cluster, tenant) === "active";
}

/** Whether it has what its Servers need around them: they run, pause, or are being taken away. */
export function hasRuntime(cluster: ClusterEntry, tenant: TenantEntry): boolean {
  return servesModels(tenant) && lifecycleOf(cluster, tenant) !== "drained";
}

/**
 * Whether a project can hold a cluster-scoped kind to names: from Argo CD 3.3 on. Before, a project that allows one
 * Namespace allows all of them, and its Applications could take over each that no other one tracks.
 */
export function restrictsNames({ spec }: ClusterEntry): boolean {
  const [major = 0, minor = 0] = spec.argoCD.version.split(".").map(Number);
  return major > 3 || (major === 3 && minor >= 3);
}

/** The cluster's version of Seldon Core. */
export function seldonVersionOf(platform: PlatformEntry, { spec }: ClusterEntry): string {
  return spec.seldon.version ?? platform.spec.seldon.version;
}

/**
 * What is true of the cluster's version. A version that is not described is an error (platform/version), and the newest that is
 * stands in for it until then.
 */
export function seldonOf(platform: PlatformEntry, cluster: ClusterEntry): SeldonFacts {
  const { versions } = platform.known;
  return seldonFacts(versions, seldonVersionOf(platform, cluster)) ?? newestFacts(versions);
}

type Scaled = Pick<TenantEntry["spec"]["servers"][string], "replicas" | "minReplicas" | "maxReplicas">;

/**
 * Replicas that a Server or Model begins with. Between min and max the cluster changes the number by itself from then on.
 * Without any the operator makes one pod of a Server, whatever minReplicas says (2.9.1).
 */
export function firstReplicas({ replicas, minReplicas, maxReplicas }: Scaled): number {
  return minReplicas === undefined && maxReplicas === undefined ? (replicas ?? 1) : Math.max(1, minReplicas ?? 1);
}

/** Replicas that a Server can have at most. */
export function mostReplicas(server: TenantEntry["spec"]["servers"][string]): number {
  return server.maxReplicas ?? server.replicas ?? server.minReplicas ?? 1;
}

/** What models may require of a Server: its own list, or its template's. */
export function capabilitiesOf(platform: PlatformSpec, tenant: TenantEntry, server: string): readonly string[] {
  const declared = tenant.spec.servers[server];
  if (declared?.capabilities !== undefined) return declared.capabilities;
  const config = tenant.spec.serverConfigs[declared?.config ?? ""];
  return platform.serverTemplates[declared?.template ?? config?.template ?? ""]?.capabilities ?? [];
}

/** The Servers of its own that offer everything a model requires. */
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
