import { isDeepStrictEqual } from "node:util";
import { codes } from "../diagnostics/codes.ts";
import { isSameTeam } from "../layout/code-owners.ts";
import { isFreeToUse } from "../layout/component.ts";
import { nanos } from "../models/quantity.ts";
import { configNameOf, modelStorageOf, mostReplicas, quotaOf, serverConfigsOf } from "../validate/effective.ts";
import type { ClusterEntry, Inventory, TenantEntry } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";
import { SeldonComponents } from "../validate/seldon-components.ts";
import { widerSelection } from "./cluster-selection.ts";

/** One tenant on one cluster, before a change or after it. */
export interface TenantOnCluster {
  readonly components: Inventory["components"];
  readonly cluster: ClusterEntry;
  readonly tenant: TenantEntry;
}

/**
 * Returns a sentence about the access or resources that a tenant gains, or undefined if it gains none. `before` is undefined
 * on a cluster that is new to the tenant.
 */
type Widens = (before: TenantOnCluster | undefined, after: TenantOnCluster) => string | undefined;

/** How guard detects that a change of a field gives its tenant more than it had. */
export type FieldCheck =
  /** Not needed: every value of the field stays within what the tenant has. */
  | { readonly by: "nothing"; readonly because: string }
  /** On the generated objects, by an aspect of `diff/`. */
  | { readonly by: "objects"; readonly aspects: readonly Aspect[] }
  /** On the input files, by a function in this file. */
  | { readonly by: "inputs"; readonly widens: Widens };

type Aspect = "access" | "labels" | "nodes" | "pod security" | "quota" | "reach" | "secrets" | "objects";

const objects = (...aspects: readonly Aspect[]): FieldCheck => ({ by: "objects", aspects });
const inputs = (widens: Widens): FieldCheck => ({ by: "inputs", widens });
const nothing = (because: string): FieldCheck => ({ by: "nothing", because });

const words = nothing("the field contains only descriptive text");
const bounded = nothing("the quota limits all pods of the tenant");
const registries = nothing("the platform defines the allowed registries");
const within = nothing("the field concerns only models and Servers of this namespace");
const storage = inputs(moreStorage);
const placement = inputs(anotherCluster);

/** The rows of one of Seldon's components. */
function componentRows(component: string): readonly (readonly [string, FieldCheck])[] {
  const amounts = ["requests", "limits"].flatMap((kind) => [`resources.${kind}.cpu`, `resources.${kind}.memory`]);
  return [
    ...["replicas", ...amounts].map((name) => [`seldon.components.${component}.${name}`, bounded] as const),
    [`seldon.components.${component}.image`, inputs(otherComponentImages)],
  ];
}

/** Every field of a tenant's spec, as `generator/docs/fields.md` names it. A test compares the table with the schema. */
export const tenantFieldChecks: Readonly<Record<string, FieldCheck>> = {
  "owner.team": words,
  "owner.contact": words,
  "owner.github": inputs(anotherOwner),
  lifecycle: bounded,
  labels: objects("labels", "reach"),
  "podSecurity.enforce": objects("pod security"),
  "podSecurity.audit": objects("pod security"),
  "podSecurity.warn": objects("pod security"),
  "quota.size": objects("quota"),
  "quota.requests.cpu": objects("quota"),
  "quota.requests.memory": objects("quota"),
  "quota.limits.cpu": objects("quota"),
  "quota.limits.memory": objects("quota"),
  "quota.storage": objects("quota"),
  "quota.persistentVolumeClaims": objects("quota"),
  "quota.loadBalancers": objects("quota"),
  "quota.gpus": objects("quota"),
  "quota.objects": objects("quota"),
  "containers.default.cpu": objects("quota"),
  "containers.default.memory": objects("quota"),
  "containers.defaultRequest.cpu": objects("quota"),
  "containers.defaultRequest.memory": objects("quota"),
  "containers.max.cpu": objects("quota"),
  "containers.max.memory": objects("quota"),
  "access.groups": objects("access"),
  "access.serviceAccounts": objects("access"),
  "secrets.<name>.keys": objects("secrets"),
  "secrets.<name>.from": objects("secrets"),
  "secrets.<name>.from.store": objects("secrets"),
  "secrets.<name>.from.path": objects("secrets"),
  "pullSecrets.<name>.registry": registries,
  "pullSecrets.<name>.from": objects("secrets"),
  "pullSecrets.<name>.from.store": objects("secrets"),
  "pullSecrets.<name>.from.path": objects("secrets"),
  nodePool: objects("nodes", "quota"),
  "serverConfigs.<name>.template": objects("nodes"),
  "serverConfigs.<name>.images.server": registries,
  "serverConfigs.<name>.images.agent": registries,
  "serverConfigs.<name>.images.rclone": registries,
  "serverConfigs.<name>.resources.requests.cpu": bounded,
  "serverConfigs.<name>.resources.requests.memory": bounded,
  "serverConfigs.<name>.resources.limits.cpu": bounded,
  "serverConfigs.<name>.resources.limits.memory": bounded,
  "serverConfigs.<name>.resources.gpus": bounded,
  "serverConfigs.<name>.environment": within,
  "serverConfigs.<name>.storage.size": storage,
  "serverConfigs.<name>.storage.class": storage,
  "servers.<name>.template": objects("nodes", "reach"),
  "servers.<name>.config": objects("nodes", "reach"),
  "servers.<name>.replicas": storage,
  "servers.<name>.minReplicas": storage,
  "servers.<name>.maxReplicas": storage,
  "servers.<name>.capabilities": within,
  "models.<name>.storageUri": objects("reach", "secrets"),
  "models.<name>.requirements": within,
  "models.<name>.memory": bounded,
  "models.<name>.replicas": within,
  "models.<name>.minReplicas": within,
  "models.<name>.maxReplicas": within,
  "models.<name>.server": within,
  "models.<name>.secret": within,
  "models.<name>.explainer.type": within,
  "models.<name>.explainer.model": within,
  "models.<name>.explainer.pipeline": within,
  "models.<name>.parameters": within,
  "pipelines.<name>.steps": objects("reach"),
  "pipelines.<name>.steps.<name>.inputs": within,
  "pipelines.<name>.steps.<name>.triggers": within,
  "pipelines.<name>.steps.<name>.tensorMap": within,
  "pipelines.<name>.steps.<name>.joinWindowMs": within,
  "pipelines.<name>.steps.<name>.inputsJoinType": within,
  "pipelines.<name>.steps.<name>.triggersJoinType": within,
  "pipelines.<name>.output": within,
  "experiments.<name>.default": within,
  "experiments.<name>.candidates": within,
  "experiments.<name>.mirror.name": within,
  "experiments.<name>.mirror.percent": within,
  ...Object.fromEntries(Object.keys(SeldonComponents.shape).flatMap(componentRows)),
  "storage.<name>.size": storage,
  "storage.<name>.class": storage,
  "storage.<name>.accessModes": within,
  "network.needs": objects("reach"),
  "network.callers": objects("reach"),
  "network.tenants.calls": objects("reach"),
  "network.tenants.calledBy": objects("reach"),
  "network.external.<name>.cidrs": objects("reach"),
  "network.external.<name>.ports": objects("reach"),
  "network.external.<name>.ports[].port": objects("reach"),
  "network.external.<name>.ports[].protocol": objects("reach"),
  "network.external.<name>.why": words,
  components: inputs(otherComponents),
  "waivers.<name>.reason": inputs(otherWaivers),
  "waivers.<name>.owner": inputs(otherWaivers),
  "waivers.<name>.expires": inputs(otherWaivers),
  clusters: placement,
  clusterGroups: placement,
  "clusterSelector.matchLabels": placement,
  "clusterSelector.matchExpressions": placement,
  "clusterSelector.matchExpressions[].key": placement,
  "clusterSelector.matchExpressions[].operator": placement,
  "clusterSelector.matchExpressions[].values": placement,
  excludeClusters: placement,
};

export interface WidenedField {
  readonly message: string;
  /** The fields that can be the cause. */
  readonly fields: readonly string[];
}

/** The gains of a tenant on one cluster that only its input files show, each of them once. */
export function widenedByInputs(before: TenantOnCluster | undefined, after: TenantOnCluster): readonly WidenedField[] {
  const checks = Object.entries(tenantFieldChecks).flatMap(([field, row]) =>
    row.by === "inputs" ? [{ field, widens: row.widens }] : [],
  );
  return [...Map.groupBy(checks, ({ widens }) => widens)].flatMap(([widens, all]) => {
    const message = widens(before, after);
    return message === undefined ? [] : [{ message, fields: all.map(({ field }) => field) }];
  });
}

/** The fields that can give a tenant more of this aspect of its objects. Fields without another aspect come first. */
export function fieldsWithAspect(topic: string): readonly string[] {
  return Object.entries(tenantFieldChecks)
    .flatMap(([field, row]) =>
      row.by === "objects" && row.aspects.some((aspect) => aspect === topic) ? [{ field, aspects: row.aspects }] : [],
    )
    .sort((left, right) => left.aspects.length - right.aspects.length)
    .map(({ field }) => field);
}

const { messages } = codes["guard/platform"];

/** A cluster that is new to the tenant, or fields that can select a later cluster. */
function anotherCluster(before: TenantOnCluster | undefined, { tenant, cluster }: TenantOnCluster): string | undefined {
  return before === undefined
    ? messages.newCluster(tenant.name, cluster.name)
    : widerSelection(tenant.name, before.tenant.selection, tenant.selection);
}

function anotherOwner(before: TenantOnCluster | undefined, { tenant }: TenantOnCluster): string | undefined {
  const [old, fresh] = [before?.tenant.spec.owner.github, tenant.spec.owner.github];
  return old === undefined || isSameTeam(old, fresh) ? undefined : messages.otherOwner(tenant.name, old, fresh);
}

/** A component can add or remove anything, so a change of components needs approval unless they are free to use. */
function otherComponents(
  before: TenantOnCluster | undefined,
  { tenant, cluster, components }: TenantOnCluster,
): string | undefined {
  const [old, fresh] = [before?.tenant.spec.components ?? [], tenant.spec.components];
  const merged = before?.components ?? components;
  const bound = [...old.filter((name) => !fresh.includes(name)), ...fresh.filter((name) => !old.includes(name))].filter(
    (name) => {
      const component = merged.get(name);
      return component === undefined || !isFreeToUse(component);
    },
  );
  return bound.length === 0 ? undefined : messages.otherComponents(tenant.name, cluster.name, bound.join(", "));
}

/** The central operator and the callers of a tenant trust its scheduler and Envoy, so a new image of them counts. */
function otherComponentImages(
  before: TenantOnCluster | undefined,
  { tenant, cluster }: TenantOnCluster,
): string | undefined {
  const gained = Object.entries(tenant.spec.seldon.components).flatMap(([name, component]) => {
    const old = valueAt(before?.tenant.spec.seldon.components, [name, "image"]);
    return component?.image === undefined || component.image === old ? [] : [`${name} ${component.image}`];
  });
  return gained.length === 0 ? undefined : messages.componentImages(tenant.name, cluster.name, gained.join(", "));
}

function otherWaivers(before: TenantOnCluster | undefined, { tenant, cluster }: TenantOnCluster): string | undefined {
  // Maps from a file have no prototype.
  return isDeepStrictEqual({ ...before?.tenant.spec.waivers }, { ...tenant.spec.waivers })
    ? undefined
    : messages.otherWaivers(tenant.name, cluster.name);
}

/**
 * If the quota bounds storage, increases do not count. Otherwise every increase counts, and so does a claim with a new name:
 * Argo CD does not delete claims, so the old one remains. A storage class that is new to the tenant always counts.
 */
function moreStorage(before: TenantOnCluster | undefined, after: TenantOnCluster): string | undefined {
  const { tenant, cluster } = after;
  const [old, fresh] = [before === undefined ? new Map<string, Volume>() : volumesOf(before), volumesOf(after)];
  const used = new Set([
    cluster.spec.storageClasses.default,
    ...[...old.values()].map((volume) => volume.storageClass),
  ]);
  const classes = new Set(
    [...fresh.values()].flatMap(({ storageClass }) => (used.has(storageClass) ? [] : [storageClass])),
  );
  if (before !== undefined && classes.size > 0)
    return messages.storageClass(tenant.name, [...classes].join(", "), cluster.name);
  // On a cluster that is new to the tenant, the tenant's quota counts, which is a finding itself.
  const bound = before ?? after;
  if (quotaOf(bound.cluster.platform.spec, bound.tenant)?.storage !== undefined) return undefined;
  const grown = [...fresh].filter(([key, { size, storageClass }]) => {
    const was = old.get(key);
    return was === undefined || was.storageClass !== storageClass || size > was.size;
  });
  return grown.length === 0
    ? undefined
    : messages.moreStorage(tenant.name, cluster.name, grown.map(([key]) => key).join(", "));
}

interface Volume {
  readonly storageClass: string;
  /** In billionths of a byte, for all replicas together. */
  readonly size: bigint;
}

/** The most storage that a tenant's claims request, by claim and Server. */
function volumesOf({ cluster, tenant }: TenantOnCluster): ReadonlyMap<string, Volume> {
  const usual = cluster.spec.storageClasses.default;
  const claims = Object.entries(tenant.spec.storage).map(([name, claim]): [string, Volume] => [
    `claim ${name}`,
    { storageClass: claim.class ?? usual, size: nanos(claim.size) },
  ]);
  const configs = serverConfigsOf(cluster.platform, tenant);
  const servers = Object.entries(tenant.spec.servers).flatMap(([name, server]): readonly [string, Volume][] => {
    const used = configs.get(configNameOf(server) ?? "");
    if (used === undefined) return [];
    const storage = modelStorageOf(used, cluster);
    const size = nanos(storage.size) * BigInt(mostReplicas(server));
    return [[`Server ${name}`, { storageClass: storage.class, size }]];
  });
  return new Map([...claims, ...servers]);
}
