import { kindOf, type Manifest } from "../manifests/manifest.ts";
import { mapAt, numberAt, textAt } from "../manifests/reading.ts";
import type { Scene } from "../manifests/scene.ts";

/** How far a HorizontalPodAutoscaler takes its target. */
export interface Scaler {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

const known = new WeakMap<Scene, ReadonlyMap<string, Scaler>>();

/** By what they scale. */
export function scalersOf(scene: Scene): ReadonlyMap<string, Scaler> {
  const found = known.get(scene) ?? read(scene);
  known.set(scene, found);
  return found;
}

export function targetKey(namespace: string, { kind, name }: Pick<Manifest, "kind" | "name">): string {
  return `${namespace}/${kind}/${name}`;
}

function read(scene: Scene): ReadonlyMap<string, Scaler> {
  return new Map(
    scene.of("autoscaling/HorizontalPodAutoscaler").map(({ object, namespace = "" }) => {
      const target = mapAt(object, "spec", "scaleTargetRef");
      const kind = kindOf({ apiVersion: textAt(target, "apiVersion") ?? "", kind: textAt(target, "kind") ?? "" });
      const key = targetKey(namespace, { kind, name: textAt(target, "name") ?? "" });
      return [key, { min: numberAt(object, "spec", "minReplicas"), max: numberAt(object, "spec", "maxReplicas") }];
    }),
  );
}
