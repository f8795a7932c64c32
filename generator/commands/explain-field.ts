import { isDeepStrictEqual } from "node:util";
import { put } from "../edit/edit-text.ts";
import { locate } from "../load/locate.ts";
import {
  configNameOf,
  containersOf,
  podSecurityOf,
  quotaOf,
  serverConfigsOf,
  serverResourcesOf,
} from "../validate/effective.ts";
import type { ClusterEntry, Origin, PlatformEntry, TenantEntry } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";

/** A field's value on one cluster, and who says so. */
export interface FieldValue {
  readonly value: unknown;
  readonly how: "written" | "derived" | "defaulted";
  /** `tenants/churn.yaml:9:5`; nothing where a schema alone says so. */
  readonly where: string | undefined;
  /** Whether it is written below the cluster's name, and not for all of them. */
  readonly override: boolean;
  /** Where the part of a value comes from that is not written. */
  readonly leftOut: string | undefined;
}

/** What holds at a path of a tenant's spec where the tenant says nothing, and the place that says so. */
interface Given {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly origin: Origin;
}

export function fieldValue(
  platform: PlatformEntry,
  cluster: ClusterEntry,
  tenant: TenantEntry,
  path: readonly string[],
): FieldValue {
  const value = valueAt(effectiveSpec(platform, cluster, tenant), path);
  const given = givenAt(givens(platform, cluster, tenant), path);
  const from = given && placeOf(given.origin, path.slice(given.path.length));
  const origin = tenant.at(...path);
  if (!tenant.writes(path)) {
    const how = given?.origin.source === origin.source ? "derived" : "defaulted";
    return { value, how, where: from, override: false, leftOut: undefined };
  }
  const whole = from === undefined || isDeepStrictEqual(value, valueAt(tenant.spec, path));
  const override = origin.path[1] === "clusters";
  return { value, how: "written", where: placeOf(origin), override, leftOut: whole ? undefined : from };
}

/** A tenant's spec on a cluster with everything in it that the platform gives. */
export function effectiveSpec(platform: PlatformEntry, cluster: ClusterEntry, tenant: TenantEntry): unknown {
  return givens(platform, cluster, tenant).reduce<unknown>(
    (spec, { path, value }) => put(spec, path, value),
    tenant.spec,
  );
}

/** `tenants/churn.yaml:9:5`, or, where the path leads further than the document, the nearest place above. */
export function placeOf({ source, path }: Origin, below: readonly (string | number)[] = []): string {
  const { file, line, column } = locate(source, [...path, ...below], "key");
  return `${file}:${line}:${column}`;
}

function givenAt(all: readonly Given[], path: readonly string[]): Given | undefined {
  return all.findLast(({ path: own }) => own.every((step, index) => step === path[index]));
}

/** From the whole to its parts: the last one that covers a path is the one that gives it. */
function givens(platform: PlatformEntry, cluster: ClusterEntry, tenant: TenantEntry): readonly Given[] {
  const { defaults } = platform.spec;
  const { quota, podSecurity } = tenant.spec;
  const size = quota.size ?? defaults.quotaSize;
  const audit = podSecurity.audit !== undefined;
  return [
    { path: ["quota"], value: { size, ...quotaOf(platform.spec, tenant) }, origin: platform.at("quotaSizes", size) },
    { path: ["quota", "size"], value: size, origin: platform.at("defaults", "quotaSize") },
    { path: ["containers"], value: containersOf(platform.spec, tenant), origin: platform.at("defaults", "containers") },
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
  ];
}

function serverConfigs(platform: PlatformEntry, cluster: ClusterEntry, tenant: TenantEntry): readonly Given[] {
  return [...serverConfigsOf(platform, tenant).values()].flatMap((effective) => {
    const { name, config, template } = effective;
    const from = (...path: readonly string[]): Origin => platform.at("serverTemplates", config.template, ...path);
    const own = (...path: readonly string[]): readonly string[] => ["serverConfigs", name, ...path];
    return [
      { path: own("template"), value: config.template, origin: tenant.at(...effective.path, "template") },
      { path: own("resources"), value: serverResourcesOf(effective), origin: from("resources") },
      {
        path: own("environment"),
        value: { ...template.environment, ...config.environment },
        origin: from("environment"),
      },
      { path: own("images", "server"), value: config.images.server ?? template.image, origin: from("image") },
      {
        path: own("storage", "size"),
        value: config.storage.size ?? template.storage.size,
        origin: from("storage", "size"),
      },
      {
        path: own("storage", "class"),
        value: config.storage.class ?? cluster.spec.storageClasses.default,
        origin: cluster.at("storageClasses", "default"),
      },
    ];
  });
}

function capabilities(platform: PlatformEntry, tenant: TenantEntry): readonly Given[] {
  const configs = serverConfigsOf(platform, tenant);
  return Object.entries(tenant.spec.servers).flatMap(([name, server]) => {
    const config = configs.get(configNameOf(server) ?? "");
    if (config === undefined) return [];
    return [
      {
        path: ["servers", name, "capabilities"],
        value: server.capabilities ?? config.template.capabilities,
        origin: platform.at("serverTemplates", config.config.template, "capabilities"),
      },
    ];
  });
}
