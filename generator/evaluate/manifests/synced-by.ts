import { type ApplicationName, parseApplicationName } from "../../layout/names.ts";
import { trackingAnnotation } from "../../layout/sync.ts";
import { groupVersion } from "../../models/kubernetes-object.ts";
import type { Manifest } from "./manifest.ts";
import { textAt } from "./reading.ts";

/**
 * The Application of ours that applies an object: the one whose folder it lies in, or the one that
 * its mark names. Seldon copies marks to what it makes, so a mark for another kind says nothing.
 */
export function syncedBy({ object, application }: Manifest): (ApplicationName & { readonly name: string }) | undefined {
  const [marked, about] = (textAt(object, "metadata", "annotations", trackingAnnotation) ?? "").split(":");
  const own = about === `${groupVersion(object.apiVersion).group}/${object.kind}`;
  const name = application ?? (own ? marked : undefined);
  const parsed = name === undefined ? undefined : parseApplicationName(name);
  return name === undefined || parsed === undefined ? undefined : { name, ...parsed };
}
