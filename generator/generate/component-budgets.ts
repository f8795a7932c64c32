import { PodDisruptionBudget } from "../models/kubernetes-classes.ts";
import {
  componentOrigin,
  effectiveComponent,
  type RuntimeFiles,
  runningParts,
} from "../validate/effective-components.ts";
import { type ClusterScope, type Generated, metadata } from "./scope.ts";

/**
 * A budget for each component of a runtime with several pods: a drain evicts one pod at a time, and waits until another node
 * runs its replacement. A pod that is not ready never delays a drain. A component with one pod has no budget, because a
 * budget either allows the eviction of its pod or blocks every drain.
 */
export function componentBudgets(
  files: RuntimeFiles,
  scope: Pick<ClusterScope, "seldon" | "place">,
  streams: boolean,
): readonly Generated[] {
  const { component, componentLabel } = scope.seldon;
  return runningParts(streams).flatMap((part) => {
    const origin = componentOrigin(files, part, "replicas");
    if (origin === undefined || effectiveComponent(files, part).replicas < 2) return [];
    const object = new PodDisruptionBudget({
      metadata: metadata(scope, component[part]),
      spec: {
        maxUnavailable: 1,
        selector: { matchLabels: { [componentLabel]: component[part] } },
        unhealthyPodEvictionPolicy: "AlwaysAllow",
      },
    });
    return [{ object, origin }];
  });
}
