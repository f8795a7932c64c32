import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { isStored, type SecretNeed, secretNeeds } from "../generate/secret-needs.ts";
import { storeKey } from "../generate/secrets.ts";
import { modelsVolume } from "../models/seldon/servers/inference-server.ts";
import {
  configNameOf,
  hasRuntime,
  modelStorageOf,
  quotaOf,
  serverConfigsOf,
  serverResourcesOf,
  servesModels,
} from "../validate/effective.ts";
import type { PlatformEntry, TenantEntry } from "../validate/inventory.ts";

type Rows = readonly Readonly<Record<string, string>>[];

/** Volume claims: those that the tenant declares, and those of its Servers. */
export function claimRows(scope: TenantScope): Rows {
  const { platform, cluster, tenant } = scope;
  const defaultClass = cluster.spec.storageClasses.default;
  const declared = sortedEntries(tenant.spec.storage).map(([name, claim]) => ({
    name,
    size: claim.size,
    class: claim.class ?? defaultClass,
    contents: `the tenant's own data (${claim.accessModes.join(", ")}), deleted only by hand`,
  }));
  if (!hasRuntime(cluster, tenant)) return declared;
  const configs = serverConfigsOf(platform, tenant);
  const models = sortedEntries(tenant.spec.servers).flatMap(([name, server]) => {
    const effective = configs.get(configNameOf(server) ?? "");
    if (effective === undefined) return [];
    return {
      name: `${modelsVolume(effective.server)}-${name}-0`,
      ...modelStorageOf(effective, cluster),
      contents: `artifacts of the models on Server ${name}, one claim for each replica. rclone fetches lost artifacts again`,
    };
  });
  return [...declared, ...models];
}

/** Secrets by name: keys and sources, never values. */
export function secretRows(scope: TenantScope): Rows {
  const { tenant } = scope;
  const users = (secret: string): readonly string[] =>
    sortedEntries(tenant.spec.models)
      .filter(([, model]) => model.secret === secret)
      .map(([name]) => name);
  const needed = secretNeeds(scope).map((need) => {
    const models = users(need.name);
    return {
      name: need.name,
      keys: need.keys.join(", "),
      from: sourceOf(scope, need),
      why: models.length === 0 ? need.why : `the rclone remote of ${models.join(", ")}`,
    };
  });
  if (!servesModels(tenant)) return needed;
  return [
    ...needed,
    {
      name: scope.seldon.publicRemoteSecret,
      keys: "gs",
      from: "git",
      why: "required even without gs:// models: an agent that cannot read it exits. Contains no confidential value",
    },
  ];
}

function sourceOf({ platform, tenant }: TenantScope, { from }: SecretNeed): string {
  if (from === "manual") return "created by hand";
  return isStored(from)
    ? `store ${from.store}, ${storeKey(platform, from, tenant.name)}`
    : `copy of ${from.name} in namespace ${from.namespace}`;
}

/** The command that creates a manual secret. */
export function createSecret(
  { place }: Pick<TenantScope, "place">,
  { name, keys, type }: Pick<SecretNeed, "name" | "keys" | "type">,
): string {
  const files = keys.map((key) => `--from-file=${key}=./${key}`).join(" ");
  return `kubectl create secret generic ${name} --namespace ${place.namespace} --type ${type} ${files}`;
}

interface Pool {
  readonly name: string;
  readonly labels: string;
  readonly gpus: { readonly resource: string; readonly quota: string; readonly requests: string } | false;
}

/** The node pool that all Servers run on, and its GPUs. `false` if they may run on any node. */
export function poolOf({ platform, cluster, tenant }: TenantScope): Pool | false {
  const name = tenant.spec.nodePool ?? "";
  const found = Object.hasOwn(cluster.spec.nodePools, name) ? cluster.spec.nodePools[name] : undefined;
  if (found === undefined || !servesModels(tenant)) return false;
  const { selector, gpuResource } = found;
  const quota = String(quotaOf(platform.spec, tenant)?.gpus ?? 0);
  return {
    name,
    labels: Object.entries(selector)
      .map((label) => label.join("="))
      .join(","),
    gpus: gpuResource === undefined ? false : { resource: gpuResource, quota, requests: gpuRequests(platform, tenant) },
  };
}

/** The Servers whose pods request GPUs, and how many. */
function gpuRequests(platform: PlatformEntry, tenant: TenantEntry): string {
  const configs = serverConfigsOf(platform, tenant);
  const requests = sortedEntries(tenant.spec.servers).flatMap(([name, server]) => {
    const effective = configs.get(configNameOf(server) ?? "");
    const gpus = effective === undefined ? 0 : (serverResourcesOf(effective).gpus ?? 0);
    return gpus === 0 ? [] : [`each pod of Server ${name} requests ${gpus}`];
  });
  return requests.length === 0 ? "no Server requests a GPU" : requests.join(", ");
}
