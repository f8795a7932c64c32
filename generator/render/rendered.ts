import { compareStrings } from "../diagnostics/diagnostic.ts";
import type { ComponentUse, Overlay } from "../layout/overlay.ts";
import { fileNameOf, generatedPath } from "../layout/paths.ts";
import { objectFile } from "../layout/unit-layout.ts";
import { type KubernetesObject, objectIdentity } from "../models/kubernetes-object.ts";
import type { Origin } from "../validate/inventory.ts";

/** One object as Argo CD reads it: its file, the text of the file, and the place in the input that it is generated from. */
export interface RenderedObject {
  readonly object: KubernetesObject;
  readonly origin: Origin;
  readonly file: string;
  readonly text: string;
  /** The components that determine its content. None if the object is as generated. */
  readonly causes: readonly ComponentUse[];
}

export interface RenderedOverlay {
  readonly overlay: Overlay;
  readonly objects: readonly RenderedObject[];
}

/**
 * One file for each object below `clusters/<cluster>/rendered/`. With more than one namespace, the files are in folders
 * with the names of the namespaces. If two files would still have the same name, the API group makes them different.
 */
export function renderedFiles(
  overlay: Overlay,
  objects: readonly Pick<RenderedObject, "object" | "origin" | "causes">[],
): readonly RenderedObject[] {
  const folder = generatedPath(overlay.cluster, "rendered", overlay.folder);
  const taken = new Set<string>();
  const namespaces = new Set(
    objects.map(({ object }) => object.metadata?.namespace).filter((namespace) => namespace !== undefined),
  );
  return [...objects]
    .sort((left, right) => compareStrings(objectIdentity(left.object), objectIdentity(right.object)))
    .map(({ object, origin, causes }) => {
      const { namespace, name = "" } = object.metadata ?? {};
      const below = namespaces.size > 1 && namespace !== undefined ? `${folder}/${namespace}` : folder;
      const short = `${below}/${fileNameOf(object.kind, name)}`;
      const file = taken.has(short)
        ? `${below}/${fileNameOf(`${object.kind}.${object.apiVersion.split("/")[0] ?? ""}`, name)}`
        : short;
      taken.add(file);
      return { object, origin, causes, file, text: objectFile(object) };
    });
}
