import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { containersOf, type PodSpec, podSpecs } from "../../evaluate/manifests/pods.ts";
import { listAt, mapAt } from "../../evaluate/manifests/reading.ts";
import { memoize } from "../../load/memoize.ts";
import type { Path } from "../../load/source.ts";
import { modelKind, seldonConfigKind, serverConfigKind, statefulSetKind } from "../../models/kinds.ts";
import { isMap } from "../../validate/merge.ts";

/** A quantity as it is written, of any type. */
export interface WrittenQuantity {
  readonly by: Manifest;
  readonly path: Path;
  /** `cpu`, `memory`, or the key of a ResourceQuota. */
  readonly resource: string;
  readonly value: unknown;
  /** Whether it applies to one container or pod. */
  readonly ofOne: boolean;
}

/** Every quantity in the quotas, LimitRanges, containers, claims and models of a manifest set. */
export const quantitiesIn = memoize((manifestSet: ManifestSet): readonly WrittenQuantity[] => [
  ...manifestSet.of("ResourceQuota").flatMap((by) => entries(by, ["spec", "hard"], false)),
  ...manifestSet.of("LimitRange").flatMap(limits),
  ...[...podSpecs(manifestSet), ...components(manifestSet)].flatMap(containers),
  ...manifestSet.of("PersistentVolumeClaim").flatMap((by) => entries(by, ["spec", "resources", "requests"], false)),
  ...manifestSet.of(statefulSetKind, serverConfigKind).flatMap((by) => templates(by, ["spec"])),
  ...manifestSet.of(modelKind).flatMap((by) => entries(by, ["spec"], false, ["memory"])),
]);

const limitKinds = ["min", "max", "default", "defaultRequest"];

function limits(by: Manifest): readonly WrittenQuantity[] {
  return listAt(by.object, "spec", "limits").flatMap((_, index) =>
    limitKinds.flatMap((kind) => entries(by, ["spec", "limits", index, kind], true)),
  );
}

function components(manifestSet: ManifestSet): readonly PodSpec[] {
  return manifestSet.of(seldonConfigKind).flatMap((by) =>
    listAt(by.object, "spec", "components").map((_, index) => {
      const path = ["spec", "components", index, "podSpec"];
      return { in: by, path, value: mapAt(by.object, ...path) };
    }),
  );
}

function containers(spec: PodSpec): readonly WrittenQuantity[] {
  const resources = containersOf(spec).flatMap(({ path }) =>
    ["requests", "limits"].flatMap((kind) => entries(spec.in, [...path, "resources", kind], true)),
  );
  const volumes = listAt(spec.value, "volumes").flatMap((_, index) =>
    entries(spec.in, [...spec.path, "volumes", index, "emptyDir"], false, ["sizeLimit"]),
  );
  return [...resources, ...volumes];
}

function templates(by: Manifest, below: Path): readonly WrittenQuantity[] {
  return listAt(by.object, ...below, "volumeClaimTemplates").flatMap((_, index) =>
    entries(by, [...below, "volumeClaimTemplates", index, "spec", "resources", "requests"], false),
  );
}

function entries(by: Manifest, path: Path, ofOne: boolean, only?: readonly string[]): readonly WrittenQuantity[] {
  return Object.entries(mapAt(by.object, ...path)).flatMap(([key, value]) => {
    // The API server treats null as a missing value.
    if (value === null || (only !== undefined && !only.includes(key))) return [];
    const resource = key === "sizeLimit" ? "storage" : key;
    return [{ by, path: [...path, key], resource, value, ofOne }];
  });
}

/** A quantity as a message shows it, of any type and length. */
export function quantityText(value: unknown): string {
  if (isMap(value)) return "(map)";
  if (Array.isArray(value)) return "(list)";
  const text = String(value);
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
