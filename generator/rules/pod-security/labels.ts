import type { Location } from "../../diagnostics/diagnostic.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import type { PodSecurityLevelName } from "../../evaluate/pod-security/standards.ts";
import { locate } from "../../load/locate.ts";
import type { Origin, PlatformEntry, TenantEntry } from "../../validate/inventory.ts";
import type { LabelMap } from "../../validate/label-selector.ts";

export const podSecurityPrefix = "pod-security.kubernetes.io/";
export const podSecurityModes = ["enforce", "audit", "warn"] as const;
export const enforceLabel = `${podSecurityPrefix}enforce` as const;
/** From the least to the most restrictive. */
export const podSecurityLevels = ["privileged", "baseline", "restricted"] as const;

/** The level that a label sets. Undefined if the label is not set or its level is unknown. */
export function levelOf(labels: LabelMap, mode: (typeof podSecurityModes)[number]): PodSecurityLevelName | undefined {
  return podSecurityLevels.find((level) => level === labels[`${podSecurityPrefix}${mode}`]);
}

/** The minor version of Kubernetes 1.x that a label pins. Undefined for `latest` or an invalid version. */
export function pinnedMinor(version: string | undefined): number | undefined {
  const [, minor] = /^v1\.(0|[1-9]\d{0,2})$/.exec(version ?? "") ?? [];
  return minor === undefined ? undefined : Number(minor);
}

/** The labels of a namespace, from its manifest, or as they are declared outside the manifest set. */
export function labelsOfNamespace(manifestSet: ManifestSet, name: string): LabelMap {
  const namespace = manifestSet.named("Namespace", undefined, name);
  return namespace === undefined
    ? (manifestSet.context.namespaces.get(name) ?? {})
    : labelsAt(namespace.object, "metadata", "labels");
}

/** The level and version that a namespace enforces, if any. An API server has no standards later than its own version. */
export function enforcedLevelOf(
  manifestSet: ManifestSet,
  name: string,
): { readonly level: "baseline" | "restricted"; readonly minor: number } | undefined {
  const labels = labelsOfNamespace(manifestSet, name);
  const level = levelOf(labels, "enforce");
  if (level === undefined || level === "privileged") return undefined;
  const newest = Number(manifestSet.context.cluster?.spec.kubernetes.version.split(".")[1] ?? Number.POSITIVE_INFINITY);
  return { level, minor: Math.min(pinnedMinor(labels[`${enforceLabel}-version`]) ?? newest, newest) };
}

/**
 * The location where a namespace's label is set: in its own file, or in the input that it is generated from. If no file
 * sets the label itself, the location is nearby.
 */
export function labelPlace(
  manifestSet: ManifestSet,
  namespace: Manifest,
  label: string,
  part: "value" | "key",
): Location {
  if (namespace.handWritten) return namespace.at(["metadata", "labels", label], part);
  const { tenant, platform } = manifestSet.context;
  if (tenant?.name === namespace.name)
    return tenantsPlace(tenant, platform, label, part) ?? nearbyLocation(namespace.at());
  const declared = platform?.spec.namespaces[namespace.name]?.labels;
  if (platform === undefined || declared === undefined || !Object.hasOwn(declared, label))
    return nearbyLocation(namespace.at());
  return located(platform.at("namespaces", namespace.name, "labels", label), part);
}

function tenantsPlace(
  tenant: TenantEntry,
  platform: PlatformEntry | undefined,
  label: string,
  part: "value" | "key",
): Location | undefined {
  const mode = podSecurityModes.find((podSecurityMode) => label === `${podSecurityPrefix}${podSecurityMode}`);
  const path = mode === undefined ? ["labels", label] : ["podSecurity", mode];
  if (tenant.writes(path)) return located(tenant.at(...path), part);
  if (mode === undefined || platform === undefined) return undefined;
  // A tenant that sets its audit level gets the same warn level.
  const audited = ["podSecurity", "audit"];
  if (mode === "warn" && tenant.writes(audited)) return nearbyLocation(located(tenant.at(...audited), part));
  return nearbyLocation(located(platform.at("defaults", "podSecurity", mode), part));
}

function nearbyLocation(at: Location): Location {
  return { ...at, nearby: true };
}

function located({ source, path }: Origin, part: "value" | "key"): Location {
  return locate(source, path, part);
}
