import type { Location } from "../../diagnostics/diagnostic.ts";
import { locate } from "../../load/locate.ts";
import type { Path } from "../../load/source.ts";
import { isClusterScoped } from "../../models/cluster-scoped.ts";
import { kindName } from "../../models/kinds.ts";
import { groupVersion, type KubernetesObject } from "../../models/kubernetes-object.ts";
import { type Origin, partOf } from "../../validate/inventory.ts";
import { textAt } from "./reading.ts";

/** One object as the cluster would get it, and where each part of it was written. */
export interface Manifest {
  readonly object: KubernetesObject;
  /** `<group>/<Kind>`, and the kind alone for Kubernetes' core: `apps/Deployment`, `Service`. */
  readonly kind: string;
  /** Nothing where the object belongs to the whole cluster, or nobody says its namespace before it is deployed. */
  readonly namespace: string | undefined;
  readonly name: string;
  /** The Application that owns it; nothing where nobody said. */
  readonly application: string | undefined;
  /** The tenant whose folder it lies in. */
  readonly tenant: string | undefined;
  /** Whether somebody wrote it as it stands, in a component or a folder; all others are generated. */
  readonly handWritten: boolean;
  /** The object before a kustomization changed it; nothing where none did, or nobody knows. */
  readonly before: KubernetesObject | undefined;
  /** The file that Argo CD will read it from; nothing where it is somebody else's. */
  readonly file: string | undefined;
  readonly at: OriginAt;
}

/** What messages call the namespace of an object: without one, whoever deploys it says where it goes. */
export function describeNamespace(namespace: string | undefined): string {
  return namespace === undefined || namespace === "" ? "its namespace" : namespace;
}

/** The place of a value of the object, or of its key. */
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
 * Places in the input that an object was generated from. Fields that people write by the same name as Seldon does (a
 * model's memory, an experiment's candidates) are found at their own line; all others at what asked for the object.
 */
export function generatedAt(origin: Origin): OriginAt {
  return (path = [], part = "key") => {
    const own = path[0] === "spec" && path.length > 1 ? partOf(origin, ...path.slice(1)) : origin;
    return locate(own.source, own.path, part);
  };
}
