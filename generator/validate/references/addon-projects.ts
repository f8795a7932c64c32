import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../../load/source.ts";
import { clusterRoleBindingKind, clusterRoleKind, kindName } from "../../models/kinds.ts";
import { groupVersion } from "../../models/kubernetes-object.ts";
import { closedKinds } from "../addons/application.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { objectShares } from "../addons/tenant-object.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../inventory.ts";
import { reservedNamespaces } from "./addon-claims.ts";
import { ownersOf } from "./naming.ts";

const { messages } = codes["addons/project"];

/** The objects of an add-on must not need more than its AppProject may allow: its own namespaces, and no object of others. */
export function* addonProjectReferences({ clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters)
    for (const addon of cluster.addons) {
      yield* kindsOf(addon);
      yield* destinationOf(cluster, addon);
      yield* accountsOf(addon);
      yield* rolesWithoutNamespace(addon);
    }
}

/** Every kind that the file writes, with its position and, for an object, the object. */
function* kindsOf({ name, spec, at }: AddonEntry): Iterable<Diagnostic> {
  for (const [key, { kinds, objects = {} }] of Object.entries(spec.applications)) {
    for (const [index, kind] of kinds.entries())
      if (closedKinds.includes(kind))
        yield findingAt(at("applications", key, "kinds", index), "addons/project", messages.closedKind(kind, name));
    for (const [item, { object }] of Object.entries(objects))
      yield* objectFindings({ name, at }, object, ["applications", key, "objects", item, "object"]);
  }
  for (const [key, { object }] of objectShares(spec))
    yield* objectFindings({ name, at }, object, ["perTenant", key, "object"]);
}

function* objectFindings(
  { name, at }: Pick<AddonEntry, "name" | "at">,
  object: { readonly apiVersion: string; readonly kind: string },
  path: Path,
): Iterable<Diagnostic> {
  const kind = kindName({ group: groupVersion(object.apiVersion).group, kind: object.kind });
  if (closedKinds.includes(kind))
    yield findingAt(at(...path, "kind"), "addons/project", messages.closedKind(kind, name));
}

/**
 * Argo CD needs a destination for cluster-scoped objects too: the namespace with the add-on's name. It must have no other owner,
 * because the project allows there all kinds of the add-on. `naming.ts` reports a tenant with this name.
 */
function* destinationOf(cluster: ClusterEntry, addon: AddonEntry): Iterable<Diagnostic> {
  const { name, spec, at } = addon;
  if (Object.hasOwn(spec.namespaces, name)) return;
  const others = ownersOf({ ...cluster, addons: cluster.addons.filter((other) => other !== addon) });
  if (!reservedNamespaces(cluster).includes(name) && !others.has(name)) return;
  const open = Object.entries(spec.applications).find(([, { namespace }]) => namespace === undefined);
  const hint = "Give the add-on and its file another name.";
  if (open !== undefined)
    yield findingAt(at("applications", open[0]), "addons/project", messages.reservedName(name), hint, "key");
}

function* accountsOf({ name, spec, at }: AddonEntry): Iterable<Diagnostic> {
  for (const account of Object.keys(spec.clusterAccess.accounts)) {
    const [namespace = ""] = account.split("/");
    if (Object.hasOwn(spec.namespaces, namespace)) continue;
    const origin = at("clusterAccess", "accounts", account);
    yield findingAt(origin, "addons/project", messages.account(namespace, name), undefined, "key");
  }
}

/** Argo CD reads the namespace of the destination when it compares objects of RBAC (3.2.11, observed in a cluster). */
function* rolesWithoutNamespace({ name, spec, at }: AddonEntry): Iterable<Diagnostic> {
  if (Object.keys(spec.namespaces).length > 0) return;
  const found = Object.entries(spec.applications).find(([, { clusterKinds }]) =>
    clusterKinds.some((kind) => kind === clusterRoleKind || kind === clusterRoleBindingKind),
  );
  if (found === undefined) return;
  const hint = "Declare a namespace under namespaces.";
  const origin = at("applications", found[0], "clusterKinds");
  yield findingAt(origin, "addons/project", messages.rolesWithoutNamespace(name), hint, "key");
}
