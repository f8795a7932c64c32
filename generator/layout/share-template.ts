import { groupVersion } from "../models/kubernetes-object.ts";
import { runtimePart } from "../validate/addons/application.ts";
import { addonFacts, clusterFacts } from "../validate/addons/facts.ts";
import { fillNode } from "../validate/addons/fill.ts";
import { type ObjectShare, objectShares } from "../validate/addons/tenant-object.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { parseApplicationName } from "./names.ts";

/** An object by group, kind, namespace and name. */
interface NamedObject {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** The template of an object that a tenant or the shared runtime gets from an add-on. Undefined for every other object. */
export function shareTemplateOf(
  cluster: ClusterEntry,
  application: string | undefined,
  { group, kind, namespace, name }: NamedObject,
): ObjectShare | undefined {
  const recipient = recipientOf(cluster, application);
  if (recipient === undefined) return undefined;
  const facts = clusterFacts(cluster);
  return cluster.addons
    .flatMap((addon) => objectShares(addon.spec).map(([, template]) => ({ addon, template })))
    .find(
      ({ addon, template: { object, namespace: own } }) =>
        object.kind === kind &&
        groupVersion(object.apiVersion).group === group &&
        own === namespace &&
        fillNode(object.metadata.name, { ...addonFacts(facts, addon), tenant: recipient }).value === name,
    )?.template;
}

/** The namespace that gets the objects of an Application. Undefined for an Application without such objects. */
function recipientOf({ platform }: ClusterEntry, application: string | undefined): string | undefined {
  const parsed = parseApplicationName(application ?? "");
  if (parsed?.of === "tenant" && parsed.part === "shares") return parsed.tenant;
  return parsed?.of === "addon" && parsed.application === runtimePart ? platform.spec.seldon.namespace : undefined;
}
