import type { Generated } from "../generate/scope.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";

/** Annotations that Argo CD reads from an object or sets on it. */
export const waveAnnotation = "argocd.argoproj.io/sync-wave";
export const syncOptionsAnnotation = "argocd.argoproj.io/sync-options";
export const trackingAnnotation = "argocd.argoproj.io/tracking-id";

/** Adds the sync order and options of an object as Argo CD's annotations. */
export function withSyncAnnotations({ object, origin, sync = {} }: Generated): Generated {
  const annotations = {
    ...(sync.order === undefined ? {} : { [waveAnnotation]: String(sync.order) }),
    ...(sync.keep === true ? { [syncOptionsAnnotation]: "Prune=false,Delete=false" } : {}),
  };
  return Object.keys(annotations).length === 0
    ? { object, origin }
    : { object: annotated(object, annotations), origin };
}

function annotated(object: KubernetesObject, annotations: Readonly<Record<string, string>>): KubernetesObject {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, ...metadata?.annotations } } };
}
