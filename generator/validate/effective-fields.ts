import { chartSections } from "../models/seldon/chart-sections.ts";
import {
  capabilitiesOf,
  configNameOf,
  containersOfServer,
  modelStorageOf,
  podSecurityOf,
  quotaOf,
  quotaSizeOf,
  serverConfigsOf,
  serverEnvironmentOf,
  serverImageOf,
  serverResourcesOf,
} from "./effective.ts";
import { componentOrigin, effectiveComponent, type RuntimeFiles, runningParts } from "./effective-components.ts";
import type { ClusterEntry, Origin, PlatformEntry, TenantEntry } from "./inventory.ts";

/** The effective value at a path of a tenant's spec, and its origin if the tenant does not set it. */
export interface EffectiveField {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly origin: Origin;
}

/** From whole sections to their parts: the last entry that covers a path determines its value. */
export function effectiveFields(cluster: ClusterEntry, tenant: TenantEntry): readonly EffectiveField[] {
  const { platform } = cluster;
  const size = quotaSizeOf(platform.spec, tenant.spec);
  const audit = tenant.spec.podSecurity.audit !== undefined;
  return [
    { path: ["quota"], value: { size, ...quotaOf(platform.spec, tenant) }, origin: platform.at("quotaSizes", size) },
    { path: ["quota", "size"], value: size, origin: platform.at("defaults", "quotaSize") },
    {
      path: ["containers"],
      value: containersOfServer(platform.spec, tenant),
      origin: platform.at("defaults", "containers"),
    },
    {
      path: ["podSecurity"],
      value: podSecurityOf(platform.spec, tenant),
      origin: platform.at("defaults", "podSecurity"),
    },
    ...(audit
      ? [
          {
            path: ["podSecurity", "warn"],
            value: podSecurityOf(platform.spec, tenant).warn,
            origin: tenant.at("podSecurity", "audit"),
          },
        ]
      : []),
    ...serverConfigs(platform, cluster, tenant),
    ...capabilities(platform, tenant),
    ...seldonComponents({ cluster, tenant }),
  ];
}

/** The settings of the tenant's runtime that its cluster or the platform sets. All others come from Seldon's chart. */
function seldonComponents(files: RuntimeFiles): readonly EffectiveField[] {
  const { cluster } = files;
  return runningParts(true).flatMap((part) => {
    const { replicas, requests, limits, image } = effectiveComponent(files, part);
    const values = [
      ...(part === "scheduler" ? [] : [{ path: ["replicas"], value: replicas }]),
      { path: ["resources", "requests", "cpu"], value: requests.cpu },
      { path: ["resources", "requests", "memory"], value: requests.memory },
      { path: ["resources", "limits", "cpu"], value: limits.cpu },
      { path: ["resources", "limits", "memory"], value: limits.memory },
      { path: ["image"], value: image },
    ];
    return values.flatMap(({ path, value }) => {
      if (value === undefined) return [];
      const origin = componentOrigin({ cluster }, part, ...path) ?? cluster.platform.at("seldon");
      return [{ path: ["seldon", "components", chartSections[part], ...path], value, origin }];
    });
  });
}

function serverConfigs(platform: PlatformEntry, cluster: ClusterEntry, tenant: TenantEntry): readonly EffectiveField[] {
  return [...serverConfigsOf(platform, tenant).values()].flatMap((effective) => {
    const { name, config } = effective;
    const storage = modelStorageOf(effective, cluster);
    const from = (...path: readonly string[]): Origin => platform.at("serverTemplates", config.template, ...path);
    const below = (...path: readonly string[]): readonly string[] => ["serverConfigs", name, ...path];
    return [
      { path: below("template"), value: config.template, origin: tenant.at(...effective.path, "template") },
      { path: below("resources"), value: serverResourcesOf(effective), origin: from("resources") },
      {
        path: below("environment"),
        value: serverEnvironmentOf(effective),
        origin: from("environment"),
      },
      { path: below("images", "server"), value: serverImageOf(effective), origin: from("image") },
      {
        path: below("storage", "size"),
        value: storage.size,
        origin: from("storage", "size"),
      },
      {
        path: below("storage", "class"),
        value: storage.class,
        origin: cluster.at("storageClasses", "default"),
      },
    ];
  });
}

function capabilities(platform: PlatformEntry, tenant: TenantEntry): readonly EffectiveField[] {
  const configs = serverConfigsOf(platform, tenant);
  return Object.entries(tenant.spec.servers).flatMap(([name, server]) => {
    const config = configs.get(configNameOf(server) ?? "");
    if (config === undefined) return [];
    return [
      {
        path: ["servers", name, "capabilities"],
        value: capabilitiesOf(platform.spec, tenant, name),
        origin: platform.at("serverTemplates", config.config.template, "capabilities"),
      },
    ];
  });
}
