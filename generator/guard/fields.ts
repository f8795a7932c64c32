import { SeldonComponents } from "../validate/seldon-components.ts";
import {
  anotherCluster,
  anotherOwner,
  largerBodies,
  moreRequests,
  otherComponentImages,
  otherComponents,
  otherWaivers,
} from "./input-checks.ts";
import type { TenantOnCluster } from "./proposal.ts";
import { grownStorage } from "./storage-check.ts";

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
  /** On the input files, by a function of `input-checks.ts` or `storage-check.ts`. */
  | { readonly by: "inputs"; readonly widens: Widens };

export type Aspect =
  | "access"
  | "labels"
  | "nodes"
  | "pod security"
  | "quota"
  | "reach"
  | "routes"
  | "secrets"
  | "add-ons"
  | "objects";

const objects = (...aspects: readonly Aspect[]): FieldCheck => ({ by: "objects", aspects });
const inputs = (widens: Widens): FieldCheck => ({ by: "inputs", widens });
const nothing = (because: string): FieldCheck => ({ by: "nothing", because });

const words = nothing("the field contains only descriptive text");
const bounded = nothing("the quota limits all pods of the tenant");
const registries = nothing("the platform defines the allowed registries");
const within = nothing("the field concerns only models and Servers of this namespace");
const storage = inputs(grownStorage);
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
  // Add-ons may give objects to tenants with models, pipelines or load balancers, and accounts that read their Secrets.
  "quota.loadBalancers": objects("quota", "add-ons", "access", "secrets"),
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
  "servers.<name>.template": objects("nodes", "reach", "add-ons", "access", "secrets"),
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
  "pipelines.<name>.steps": objects("reach", "add-ons", "access", "secrets"),
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
  "routes.<name>.host": objects("routes"),
  "routes.<name>.path": objects("routes"),
  "routes.<name>.to.model": objects("routes", "reach"),
  "routes.<name>.to.pipeline": objects("routes", "reach"),
  "routes.<name>.to.experiment": objects("routes", "reach"),
  "routes.<name>.protocols": objects("routes"),
  "routes.<name>.methods": objects("routes"),
  "routes.<name>.timeout": nothing("the field concerns only requests to models of this namespace"),
  "routes.<name>.bodySize": inputs(largerBodies),
  "routes.<name>.rateLimit.perSecond": inputs(moreRequests),
  "routes.<name>.rateLimit.perMinute": inputs(moreRequests),
  "routes.<name>.sticky": within,
  "routes.<name>.authentication": objects("routes"),
  "routes.<name>.authentication.jwt.issuer": objects("routes"),
  "routes.<name>.authentication.jwt.audiences": objects("routes"),
  "routes.<name>.authentication.clientCertificate.authority": objects("routes"),
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
