import { parseApplicationName } from "../layout/names.ts";
import { syncOptionsAnnotation } from "../layout/sync.ts";
import { valueAt } from "../validate/merge.ts";
import type { Change } from "./change.ts";

/**
 * Objects that leave git and stay in the cluster. Deleting an Application without a finalizer leaves its objects in place, and
 * Argo CD does not delete an object with the sync option Prune=false or Delete=false.
 * https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/
 */
export interface RetainedObjects {
  /**
   * Objects of a deleted Application that has no finalizer or stays itself, and objects that a user applied. Argo CD deletes
   * nothing of a root Application whose folder no longer exists.
   */
  readonly orphans: ReadonlySet<Change>;
  /** Objects whose own sync option keeps them. */
  readonly kept: ReadonlySet<Change>;
}

export function retainedObjects(changes: readonly Change[]): RetainedObjects {
  const deleted = changes.filter(({ verb }) => verb === "delete");
  const applications = new Map(
    deleted
      .filter(({ ref }) => ref.kind === "Application")
      .map((change) => [placeOf(change.cluster, change.ref.name), change]),
  );
  const [orphans, kept] = [new Set<Change>(), new Set<Change>()];
  const isOrphan = (change: Change): boolean => {
    if (change.application === undefined) return true;
    const application = applications.get(placeOf(change.cluster, change.application));
    if (application === undefined) return false;
    return valueAt(application.before, ["metadata", "finalizers"]) === undefined || isOrphan(application);
  };
  for (const change of deleted) {
    const application = applications.get(placeOf(change.cluster, change.application ?? ""));
    if (isOrphan(change)) orphans.add(change);
    else if (hasSyncOption(change, application === undefined ? "Prune=false" : "Delete=false")) kept.add(change);
  }
  return { orphans, kept };
}

/** The key of an Application. The Application of a hub applies objects of several clusters. */
function placeOf(cluster: string, application: string): string {
  return parseApplicationName(application)?.of === "hub" ? application : `${cluster}/${application}`;
}

function hasSyncOption({ before }: Change, option: string): boolean {
  const options = valueAt(before, ["metadata", "annotations", syncOptionsAnnotation]);
  return typeof options === "string" && options.split(",").some((part) => part.trim() === option);
}
