import type { Location } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../../load/source.ts";
import { isClusterScoped } from "../../models/cluster-scoped.ts";
import { kindName } from "../../models/kinds.ts";
import { groupVersion, type KubernetesObject } from "../../models/kubernetes-object.ts";
import { type Origin, partOf, placeOf } from "../../validate/inventory.ts";
import { textAt } from "./reading.ts";

/** One object as the cluster receives it, and the place where each part of it was written. */
export interface Manifest {
  readonly object: KubernetesObject;
  /** `<group>/<Kind>`, or the kind alone for the core group: `apps/Deployment`, `Service`. */
  readonly kind: string;
  /** Undefined if the object is cluster-scoped, or if only the deployment sets its namespace. */
  readonly namespace: string | undefined;
  readonly name: string;
  /** The Application that owns it. Undefined if unknown. */
  readonly application: string | undefined;
  /** The tenant whose folder contains it. */
  readonly tenant: string | undefined;
  /** Whether it is hand-written, in a component or a folder. All other objects are generated. */
  readonly handWritten: boolean;
  /** The object before a kustomization changed it. Undefined if no kustomization did, or if that is unknown. */
  readonly before: KubernetesObject | undefined;
  /** The file that Argo CD will read it from. Undefined if the object is not ours. */
  readonly file: string | undefined;
  readonly at: OriginAt;
}

/** The text for an object's namespace in messages. Without a namespace, the deployment sets it. */
export function describeNamespace(namespace: string | undefined): string {
  return namespace === undefined || namespace === "" ? "its namespace" : namespace;
}

/** Returns the place of a value of the object, or of its key. */
export type OriginAt = (path?: Path, part?: "value" | "key") => Location;

export function kindOf({ apiVersion, kind }: KubernetesObject): string {
  const { group } = groupVersion(apiVersion);
  return kindName({ group, kind });
}

export function manifestOf(
  object: KubernetesObject,
  at: OriginAt,
  owner: {
    readonly application?: string | undefined;
    readonly tenant?: string | undefined;
    readonly handWritten?: boolean;
    readonly before?: KubernetesObject | undefined;
    readonly file?: string | undefined;
  } = {},
): Manifest {
  const kind = kindOf(object);
  return {
    object,
    kind,
    namespace: isClusterScoped(kind) ? undefined : textAt(object, "metadata", "namespace"),
    name: textAt(object, "metadata", "name") ?? "",
    application: owner.application,
    tenant: owner.tenant,
    handWritten: owner.handWritten ?? true,
    before: owner.before,
    file: owner.file,
    at,
  };
}

/**
 * Places in the input that an object was generated from. Fields with the same name in the input and in Seldon's kinds (a
 * model's memory, an experiment's candidates) have their own line. All others have the line that requested the object.
 */
export function generatedAt(origin: Origin): OriginAt {
  return (path = [], part = "key") => {
    const input = path[0] === "spec" && path.length > 1 ? partOf(origin, ...path.slice(1)) : origin;
    return placeOf(input, part);
  };
}
