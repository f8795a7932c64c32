import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { amountText } from "../../models/amount-text.ts";
import { joinNames } from "../../text/listed.ts";
import { type ClusterMesh, carriesMesh, invalidMeshValues, meshOf } from "../addons/mesh.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { podSecurityOf } from "../effective.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../inventory.ts";
import { PodSecurityLevel } from "../terms.ts";
import { settingOrigin } from "./addon-gateways.ts";
import { unknownReference } from "./unknown.ts";

const { messages } = codes["addons/mesh"];

/** The mesh of each cluster: its values, its names, and the namespaces that it must be able to contain. */
export function* addonMeshReferences({ clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters) {
    for (const addon of cluster.addons) yield* valuesOf(cluster, addon);
    const mesh = meshOf(cluster);
    if (mesh === undefined) continue;
    yield* limitsOf(mesh);
    yield* labelsByHand(cluster, mesh);
    yield* strictNamespaces(cluster, mesh);
  }
}

function* valuesOf(cluster: ClusterEntry, addon: AddonEntry): Iterable<Diagnostic> {
  // Several containers can have one value, for example the image.
  const invalid = new Map(
    invalidMeshValues(cluster, addon).map((item) => [`${String(item.value)} ${item.reason}`, item]),
  );
  for (const { path, value, reason } of invalid.values()) {
    const message = messages.value(value, cluster.name, reason);
    yield findingAt(settingOrigin(addon, path), "addons/mesh", message);
  }
  const workloads = Object.keys(addon.spec.workloads);
  for (const [index, name] of (addon.spec.provides.mesh?.tunnel?.workloads ?? []).entries())
    yield* unknownReference(addon.at("provides", "mesh", "tunnel", "workloads", index), name, workloads, "workload", {
      scope: `of add-on ${addon.name}`,
    });
}

/** The API server rejects a container whose request exceeds its limit, and with it every pod of the mesh. */
function* limitsOf({ addon, sidecars }: ClusterMesh): Iterable<Diagnostic> {
  for (const { name, requests, limits } of sidecars?.containers ?? [])
    for (const unit of ["cpu", "memory"] as const) {
      const [request, limit] = [requests[unit], limits[unit]];
      if (request === undefined || limit === undefined || request <= limit) continue;
      const message = messages.overLimit(unit, amountText(request, unit), name, amountText(limit, unit));
      const origin = settingOrigin(addon, ["provides", "mesh", "sidecars", "containers", name, "requests", unit]);
      yield findingAt(origin, "addons/mesh", message);
      return;
    }
}

/** Labels of the mesh in files of tenants and of the platform, although the mesh sets them. */
function* labelsByHand(cluster: ClusterEntry, mesh: ClusterMesh): Iterable<Diagnostic> {
  if (!mesh.includesTenants) return;
  const { name } = mesh.addon;
  for (const label of Object.keys(mesh.facts.labels))
    for (const tenant of cluster.tenants) {
      if (!Object.hasOwn(tenant.spec.labels, label)) continue;
      const message = codes["addons/provided-twice"].messages.writtenByHand(`label ${label}`, name);
      const hint = "Remove it: it follows from the add-on.";
      yield findingAt(tenant.at("labels", label), "addons/provided-twice", message, hint, "key");
    }
}

/** Namespaces whose Pod Security level rejects the containers that the mesh adds. */
function* strictNamespaces(cluster: ClusterEntry, mesh: ClusterMesh): Iterable<Diagnostic> {
  const { sidecars, addon, includesTenants } = mesh;
  if (sidecars === undefined) return;
  const levels = PodSecurityLevel.options;
  const isRejected = (level: PodSecurityLevel): boolean => levels.indexOf(level) > levels.indexOf(sidecars.podSecurity);
  const strict = cluster.tenants.filter(
    (tenant) =>
      (includesTenants || carriesMesh(mesh, tenant.spec.labels)) &&
      isRejected(podSecurityOf(cluster.platform.spec, tenant).enforce),
  );
  const [first] = strict;
  if (first === undefined) return;
  const { enforce } = podSecurityOf(cluster.platform.spec, first);
  const message = messages.podSecurity(
    enforce,
    joinNames(strict.map(({ name }) => name)),
    cluster.name,
    sidecars.podSecurity,
  );
  yield findingAt(settingOrigin(addon, ["provides", "mesh", "tenants"]), "addons/mesh", message);
}
