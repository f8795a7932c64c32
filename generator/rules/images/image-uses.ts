import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { componentSpecs, containersOf, type PodSpec, podSpecs } from "../../evaluate/manifests/pods.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { memoize } from "../../load/memoize.ts";
import type { Path } from "../../load/source.ts";

export interface ImageUse {
  readonly image: string;
  readonly in: Manifest;
  readonly path: Path;
}

/** Every image of a manifest set, including Seldon's kinds: images of containers, and images that are mounted as volumes. */
export const imageUses = memoize((manifestSet: ManifestSet): readonly ImageUse[] =>
  [...podSpecs(manifestSet), ...componentSpecs(manifestSet)].flatMap((spec) => [
    ...containersOf(spec).flatMap(({ value, path }) => written(spec, [...path, "image"], textAt(value, "image"))),
    ...listAt(spec.value, "volumes").flatMap((volume, index) =>
      written(spec, [...spec.path, "volumes", index, "image", "reference"], textAt(volume, "image", "reference")),
    ),
  ]),
);

function written(spec: PodSpec, path: Path, image: string | undefined): readonly ImageUse[] {
  return image === undefined || image === "" ? [] : [{ image, in: spec.in, path }];
}
