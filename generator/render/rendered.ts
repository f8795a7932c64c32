import { compareStrings } from "../diagnostics/diagnostic.ts";
import type { ComponentUse, Overlay } from "../layout/overlay.ts";
import { fileNameOf, generatedPath } from "../layout/paths.ts";
import { objectFile } from "../layout/unit-layout.ts";
import { type KubernetesObject, objectIdentity } from "../models/kubernetes-object.ts";
import type { Origin } from "../validate/inventory.ts";

/** One object as Argo CD will read it: its file, that file's text, and the place in the input that it comes from. */
export interface RenderedObject {
  readonly object: KubernetesObject;
  readonly origin: Origin;
  readonly file: string;
  readonly text: string;
  /** The components that it is as it is by; none of what is as it was generated. */
  readonly causes: readonly ComponentUse[];
}

export interface RenderedOverlay {
  readonly overlay: Overlay;
  readonly objects: readonly RenderedObject[];
}

/**
 * One file an object below `clusters/<cluster>/rendered/`. Objects of other namespaces than the first lie in folders
 * named after them, and where two would still share a name, the API group tells them apart.
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
