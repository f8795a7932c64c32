import type { Path } from "../../../load/source.ts";
import type { Manifest } from "../../manifests/manifest.ts";
import { containersOf, podSpecs } from "../../manifests/pods.ts";
import { textAt } from "../../manifests/reading.ts";
import type { Scene } from "../../manifests/scene.ts";

export interface WrittenImage {
  readonly image: string;
  readonly in: Manifest;
  readonly path: Path;
}

const known = new WeakMap<Scene, readonly WrittenImage[]>();

/** Every image of every container in a scene, inside Seldon's kinds too. */
export function imagesIn(scene: Scene): readonly WrittenImage[] {
  const before = known.get(scene);
  if (before !== undefined) return before;
  const images = podSpecs(scene)
    .flatMap(containersOf)
    .flatMap(({ value, path, spec }) => {
      const image = textAt(value, "image");
      return image === undefined || image === "" ? [] : [{ image, in: spec.in, path: [...path, "image"] }];
    });
  known.set(scene, images);
  return images;
}
