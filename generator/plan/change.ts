import { isDeepStrictEqual } from "node:util";
import { compareStrings } from "../diagnostics/diagnostic.ts";
import { textAt } from "../evaluate/manifests/reading.ts";
import { applicationOf, hubApplication, parseApplicationName, type Root, rootApplication } from "../layout/names.ts";
import { type GeneratedPath, hubFolder, parsePath } from "../layout/paths.ts";
import { waveAnnotation } from "../layout/sync.ts";
import { groupVersion } from "../models/kubernetes-object.ts";
import { readObject } from "../models/read-object.ts";
import type { Publication } from "../publish/publication.ts";
import type { Tree } from "../publish/tree.ts";
import { type RawMap, valueAt } from "../validate/merge.ts";

/** An object by group, kind, namespace and name. */
export interface ObjectRef {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** A change to one object on a cluster. */
export interface Change {
  readonly verb: "create" | "change" | "move" | "delete";
  /** For the bootstrap of a hub, the folder of the hub: the name of no cluster contains a slash. */
  readonly cluster: string;
  /** The hub whose bootstrap contains the object. Undefined for an object of a cluster. */
  readonly hub?: string;
  /** The Application that applies it: a root or a hub for an Application or a project. Undefined where a person applies it. */
  readonly application: string | undefined;
  /** The tenant that owns the object. Undefined for an object of the platform. */
  readonly tenant: string | undefined;
  readonly ref: ObjectRef;
  /** The previous place of a moved object. */
  readonly from: ObjectRef | undefined;
  /** Sync wave in its Application: applied in ascending order, deleted in descending order. */
  readonly wave: number;
  readonly before: RawMap | undefined;
  readonly after: RawMap | undefined;
}

/** The objects that a publication changes, in the order of the changes. Argo CD does not sync overlays and text files. */
export function changesOf({ writes, prunes }: Publication, tree: Tree): readonly Change[] {
  const found = [
    ...[...writes].flatMap(([file, text]) => changeOf(file, tree.read(file), text)),
    ...prunes.flatMap((file) => changeOf(file, tree.read(file), undefined)),
  ];
  return moved(found).sort(byOrder);
}

function changeOf(file: string, before: string | undefined, after: string | undefined): readonly Change[] {
  const owner = ownerOf(file);
  if (owner === undefined) return [];
  const [old, fresh] = [readObject(before), readObject(after)];
  const object = fresh ?? old;
  if (object === undefined || isDeepStrictEqual(old, fresh)) return [];
  const verb = old === undefined ? "create" : fresh === undefined ? "delete" : "change";
  return [{ verb, ...owner, ref: refOf(object), from: undefined, wave: waveOf(object), before: old, after: fresh }];
}

/** The owner of a generated file: its cluster, the Application that reads it, and the tenant. */
function ownerOf(file: string): Pick<Change, "cluster" | "hub" | "application" | "tenant"> | undefined {
  const path = parsePath(file);
  if (!file.endsWith(".yaml") || file.endsWith("/kustomization.yaml")) return undefined;
  if (path?.is === "hub") {
    const { hub, cluster } = path;
    return cluster === undefined
      ? { cluster: hubFolder(hub), hub, application: undefined, tenant: undefined }
      : { cluster, application: hubApplication(hub), tenant: undefined };
  }
  if (path?.is !== "generated") return undefined;
  const { cluster, tenant, area } = path;
  switch (area) {
    case "bootstrap":
      return { cluster, application: undefined, tenant: undefined };
    case "applications":
      return { cluster, application: rootApplication(cluster, rootOf(path)), tenant };
    case "rendered":
      return { cluster, application: applicationOf(path), tenant };
    case "overlays":
      return undefined;
  }
}

function rootOf({ tenant, addon, folder }: GeneratedPath): Root {
  if (tenant !== undefined || folder === "tenants") return "tenants";
  return addon !== undefined || folder === "addons" ? "addons" : "platform";
}

function refOf(object: RawMap): ObjectRef {
  return {
    group: groupVersion(textAt(object, "apiVersion") ?? "").group,
    kind: textAt(object, "kind") ?? "",
    namespace: textAt(object, "metadata", "namespace"),
    name: textAt(object, "metadata", "name") ?? "",
  };
}

function waveOf(object: RawMap): number {
  return Number(valueAt(object, ["metadata", "annotations", waveAnnotation]) ?? 0);
}

/** Replaces a deletion and a creation with the same content by one move. */
function moved(changes: readonly Change[]): Change[] {
  const created = changes.filter(({ verb }) => verb === "create");
  const taken = new Set<Change>();
  const moves = changes.flatMap((deletion) => {
    if (deletion.verb !== "delete" || deletion.ref.kind === "Application" || deletion.ref.kind === "AppProject")
      return [];
    const target = created.find((creation) => !taken.has(creation) && isMove(deletion, creation));
    if (target === undefined) return [];
    taken.add(target);
    taken.add(deletion);
    return [{ ...target, verb: "move" as const, from: deletion.ref, before: deletion.before }];
  });
  return [...changes.filter((change) => !taken.has(change)), ...moves];
}

function isMove(deletion: Change, creation: Change): boolean {
  if (
    deletion.ref.kind !== creation.ref.kind ||
    deletion.ref.group !== creation.ref.group ||
    deletion.cluster !== creation.cluster
  )
    return false;
  // Equal objects of two tenants are different objects: nothing moves from one tenant to another.
  if (deletion.tenant !== undefined && creation.tenant !== undefined && deletion.tenant !== creation.tenant)
    return false;
  const spec = (object: RawMap | undefined): unknown => object?.["spec"] ?? object?.["data"];
  const related =
    deletion.ref.name === creation.ref.name ||
    deletion.ref.name.endsWith(`.${creation.ref.name}`) ||
    creation.ref.name.endsWith(`.${deletion.ref.name}`);
  return related && isDeepStrictEqual(spec(deletion.before), spec(creation.after));
}

/** By Application. Deletions come last, in descending wave order. All other changes have ascending wave order. */
function byOrder(left: Change, right: Change): number {
  const going = (change: Change): number => (change.verb === "delete" ? 1 : 0);
  return (
    rank(left) - rank(right) ||
    compareStrings(left.application ?? "", right.application ?? "") ||
    going(left) - going(right) ||
    (going(left) === 1 ? right.wave - left.wave : left.wave - right.wave) ||
    compareStrings(left.ref.kind, right.ref.kind) ||
    compareStrings(left.ref.name, right.ref.name)
  );
}

/** Manual changes first, then the hubs, the roots, the platform and the tenants. */
function rank({ application, tenant }: Change): number {
  if (application === undefined) return 0;
  const of = parseApplicationName(application)?.of;
  if (of === "hub" || of === "root") return of === "hub" ? 1 : 2;
  return tenant === undefined ? 3 : 4;
}

/** An object as text: `Server mlserver in fraud-detection`. */
export function describeRef({
  kind,
  namespace,
  name,
}: Pick<ObjectRef, "kind" | "name"> & { readonly namespace?: string | undefined }): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${name} in ${namespace}`;
}
