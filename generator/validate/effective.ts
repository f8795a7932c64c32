import type { PlatformEntry, TenantEntry } from "./inventory.ts";
import type { ArtifactStore, PlatformSpec } from "./platform.ts";
import type { ContainerLimits, ContainerResources, Quota } from "./resources.ts";
import type { ServerTemplate } from "./server-template.ts";
import type { ServerConfig } from "./tenant-serving.ts";
import type { PodSecurityLevel } from "./terms.ts";

/** What holds for a tenant once the platform's defaults and templates are taken in: derived, never written down twice. */

/** The named size (or the default one) with the tenant's own values over it; nothing where the size does not exist. */
export function quotaOf(platform: PlatformSpec, { spec }: TenantEntry): Quota | undefined {
  const size = platform.quotaSizes[spec.quota.size ?? platform.defaults.quotaSize];
  if (size === undefined) return undefined;
  const { quota } = spec;
  return {
    requests: { cpu: quota.requests?.cpu ?? size.requests.cpu, memory: quota.requests?.memory ?? size.requests.memory },
    limits: { cpu: quota.limits?.cpu ?? size.limits.cpu, memory: quota.limits?.memory ?? size.limits.memory },
    persistentVolumeClaims: quota.persistentVolumeClaims ?? size.persistentVolumeClaims,
    loadBalancers: quota.loadBalancers ?? size.loadBalancers,
    gpus: quota.gpus ?? size.gpus,
    objects: { ...size.objects, ...quota.objects },
  };
}

export function containersOf(platform: PlatformSpec, { spec }: TenantEntry): ContainerLimits {
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
  readonly config: ServerConfig;
  readonly template: ServerTemplate;
  /** Path in the tenant's spec of what asked for it. */
  readonly path: readonly string[];
}

/** The name of the ServerConfig that is derived for Servers which name only a template. */
export function derivedConfigName(template: string): string {
  return `${template}-config`;
}

/** The ServerConfigs of a tenant by name, the declared ones first; those whose template does not exist are left out. */
export function serverConfigsOf(
  platform: PlatformSpec,
  { spec }: TenantEntry,
): ReadonlyMap<string, EffectiveServerConfig> {
  const configs = new Map<string, EffectiveServerConfig>();
  for (const [name, config] of Object.entries(spec.serverConfigs)) {
    const template = platform.serverTemplates[config.template];
    if (template !== undefined) configs.set(name, { name, config, template, path: ["serverConfigs", name] });
  }
  for (const [server, { template: templateName, config }] of Object.entries(spec.servers)) {
    if (templateName === undefined || config !== undefined) continue;
    const template = platform.serverTemplates[templateName];
    const name = derivedConfigName(templateName);
    if (template === undefined || configs.has(name)) continue;
    const plain: ServerConfig = { template: templateName, images: {}, resources: {}, environment: {}, storage: {} };
    configs.set(name, { name, config: plain, template, path: ["servers", server] });
  }
  return configs;
}

/** Resources of the inference server's own container: the template's, with the tenant's over them. */
export function serverResourcesOf({ config, template }: EffectiveServerConfig): ContainerResources {
  return {
    requests: { ...template.resources.requests, ...config.resources.requests },
    limits: { ...template.resources.limits, ...config.resources.limits },
    gpus: config.resources.gpus ?? template.resources.gpus ?? 0,
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
