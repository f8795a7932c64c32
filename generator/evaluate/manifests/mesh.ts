import { type ClusterMesh, carriesMesh, meshOf } from "../../validate/addons/mesh.ts";
import type { LabelMap } from "../../validate/label-selector.ts";
import type { ManifestSet } from "./manifest-set.ts";
import type { PodSource } from "./pods.ts";
import { labelsAt } from "./reading.ts";

/**
 * The label that makes Istio inject a sidecar into each new pod of a namespace. If both labels are set, the older one decides.
 * The label of ambient mode does not count: it adds and removes running pods without a sidecar.
 */
export function injectingLabel(labels: LabelMap): string | undefined {
  const older = labels["istio-injection"];
  if (older !== undefined) return older === "enabled" ? "istio-injection" : undefined;
  return labels["istio.io/rev"] === undefined ? undefined : "istio.io/rev";
}

/** Label of a pod that requests or rejects the sidecar. It overrides the label of the namespace. */
export const injectLabel = "sidecar.istio.io/inject";

/** The mesh of the cluster if it adds containers to a pod. The pod's own label takes precedence over those of its namespace. */
export function injectedInto(
  manifestSet: ManifestSet,
  { namespace, labels }: Pick<PodSource, "namespace" | "labels">,
): ClusterMesh | undefined {
  const { cluster, namespaces } = manifestSet.context;
  const mesh = cluster && meshOf(cluster);
  if (mesh?.sidecars === undefined) return undefined;
  const own = labels[injectLabel];
  if (own !== undefined) return own === "true" ? mesh : undefined;
  const written = manifestSet.named("Namespace", undefined, namespace);
  const around = written === undefined ? namespaces.get(namespace) : labelsAt(written.object, "metadata", "labels");
  return carriesMesh(mesh, around ?? {}) ? mesh : undefined;
}
