import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../../load/source.ts";
import { closedKinds } from "../addons/application.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../inventory.ts";
import { reservedNamespaces } from "./addon-claims.ts";

const { messages } = codes["addons/project"];

/** The objects of an add-on must not need more than its AppProject may allow: its own namespaces, and no object of others. */
export function* addonProjectReferences({ clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters)
    for (const addon of cluster.addons) {
      yield* kindsOf(addon);
      yield* destinationOf(cluster, addon);
      yield* accountsOf(addon);
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
  for (const [key, { object }] of Object.entries(spec.perTenant))
    yield* objectFindings({ name, at }, object, ["perTenant", key, "object"]);
}

function* objectFindings(
  { name, at }: Pick<AddonEntry, "name" | "at">,
  object: { readonly apiVersion: string; readonly kind: string },
  path: Path,
): Iterable<Diagnostic> {
  const [group = "", version] = object.apiVersion.split("/");
  const kind = version === undefined ? object.kind : `${group}/${object.kind}`;
  if (closedKinds.includes(kind))
    yield findingAt(at(...path, "kind"), "addons/project", messages.closedKind(kind, name));
}

/** Argo CD needs a destination for cluster-scoped objects too: the namespace with the add-on's name. */
function* destinationOf(cluster: ClusterEntry, addon: AddonEntry): Iterable<Diagnostic> {
  const { name, at } = addon;
  const open = openApplication(addon);
  if (open === undefined || !foreignNamespaces(cluster, addon).includes(name)) return;
  const hint = "Give the add-on and its file another name.";
  yield findingAt(at("applications", open), "addons/project", messages.reservedName(name), hint, "key");
}

/** Whether the project of the add-on allows a namespace with the name of the add-on, which the add-on may not declare. */
export function hasOwnDestination(addon: AddonEntry): boolean {
  return openApplication(addon) !== undefined;
}

function openApplication({ spec }: AddonEntry): string | undefined {
  return Object.entries(spec.applications).find(([, { namespace }]) => namespace === undefined)?.[0];
}

/** Namespaces of other owners, without those of tenants: a tenant cannot have the name of such an add-on. */
function foreignNamespaces(cluster: ClusterEntry, { name }: AddonEntry): readonly string[] {
  const { addons, platform } = cluster;
  const others = addons.filter((other) => other.name !== name);
  return [
    ...reservedNamespaces(cluster),
    ...Object.keys(platform.spec.namespaces),
    ...others.flatMap(({ spec }) => Object.keys(spec.namespaces)),
  ];
}

function* accountsOf({ name, spec, at }: AddonEntry): Iterable<Diagnostic> {
  for (const account of Object.keys(spec.clusterAccess.accounts)) {
    const [namespace = ""] = account.split("/");
    if (Object.hasOwn(spec.namespaces, namespace)) continue;
    const origin = at("clusterAccess", "accounts", account);
    yield findingAt(origin, "addons/project", messages.account(namespace, name), undefined, "key");
  }
}
