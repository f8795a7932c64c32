import { type ApplicationName, parseApplicationName } from "../../layout/names.ts";
import { trackingAnnotation } from "../../layout/sync.ts";
import { groupVersion } from "../../models/kubernetes-object.ts";
import type { Manifest } from "./manifest.ts";
import { textAt } from "./reading.ts";

/**
 * Our Application that applies an object: the Application whose folder contains it, or the Application in its tracking
 * annotation. Seldon copies the annotation to the objects that it creates, so an annotation for another kind does not count.
 */
export function syncedBy({ object, application }: Manifest): (ApplicationName & { readonly name: string }) | undefined {
  const [tracked, kind] = (textAt(object, "metadata", "annotations", trackingAnnotation) ?? "").split(":");
  const isOfKind = kind === `${groupVersion(object.apiVersion).group}/${object.kind}`;
  const name = application ?? (isOfKind ? tracked : undefined);
  const parsed = name === undefined ? undefined : parseApplicationName(name);
  return name === undefined || parsed === undefined ? undefined : { name, ...parsed };
}
