import { memoize } from "../../load/memoize.ts";
import { kindOf, type Manifest } from "../manifests/manifest.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import { mapAt, numberAt, textAt } from "../manifests/reading.ts";

/** The fewest and the most replicas that a HorizontalPodAutoscaler sets on its target. */
export interface Scaler {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** Autoscalers by the key of their target. */
export const scalersOf = memoize(
  (manifestSet: ManifestSet): ReadonlyMap<string, Scaler> =>
    new Map(
      manifestSet.of("autoscaling/HorizontalPodAutoscaler").map(({ object, namespace = "" }) => {
        const target = mapAt(object, "spec", "scaleTargetRef");
        const kind = kindOf({ apiVersion: textAt(target, "apiVersion") ?? "", kind: textAt(target, "kind") ?? "" });
        const key = targetKey(namespace, { kind, name: textAt(target, "name") ?? "" });
        return [key, { min: numberAt(object, "spec", "minReplicas"), max: numberAt(object, "spec", "maxReplicas") }];
      }),
    ),
);

export function targetKey(namespace: string, { kind, name }: Pick<Manifest, "kind" | "name">): string {
  return `${namespace}/${kind}/${name}`;
}
