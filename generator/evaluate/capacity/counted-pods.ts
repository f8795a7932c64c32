import { memoize } from "../../load/memoize.ts";
import { applicationKind, runtimeKind } from "../../models/kinds.ts";

import { isMap } from "../../validate/merge.ts";
import { kindOf, type Manifest } from "../manifests/manifest.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import type { PodSource } from "../manifests/pods.ts";
import { listAt, mapAt, textAt } from "../manifests/reading.ts";
import { containersOfPod, type DefaultedResources, operatorContainers } from "./pod-resources.ts";

/** A pod that counts towards its namespace's quota. */
export interface CountedPod {
  /** `Server mlserver`, `seldon-envoy`. */
  readonly what: string;
  readonly namespace: string;
  readonly by: Manifest;
  /** Undefined if no object of the manifest set specifies them. */
  readonly containers: readonly DefaultedResources[] | undefined;
  /** Undefined for the pod of a chart. */
  readonly source: PodSource | undefined;
}

/** Every pod that will run, without finished pods and without pods that another object of the manifest set owns. */
export const countedPods = memoize((manifestSet: ManifestSet): readonly CountedPod[] => {
  const sources = manifestSet.pods().filter(({ by }) => !isOwned(manifestSet, by) && !isFinished(by));
  return [...sources.map((source) => countedPodOf(manifestSet, source)), ...chartOperators(manifestSet)];
});

function countedPodOf(manifestSet: ManifestSet, source: PodSource): CountedPod {
  const { by, namespace, labels } = source;
  const what =
    by.kind === runtimeKind ? (labels[manifestSet.seldon.componentLabel] ?? "") : `${by.object.kind} ${by.name}`;
  return { what, namespace, by, containers: containersOfPod(manifestSet, source), source };
}

/** Seldon's chart creates the operator's pod in the namespace that the Application installs it in. */
function chartOperators(manifestSet: ManifestSet): readonly CountedPod[] {
  return manifestSet.of(applicationKind).flatMap((by) => {
    const namespace = textAt(by.object, "spec", "destination", "namespace");
    const sources = [mapAt(by.object, "spec", "source"), ...listAt(by.object, "spec", "sources")];
    if (namespace === undefined || !sources.some((source) => textAt(source, "chart") === "seldon-core-v2-setup"))
      return [];
    const containers = operatorContainers(manifestSet, by, namespace);
    return [{ what: "the operator", namespace, by, containers, source: undefined }];
  });
}

/** An export of a live namespace contains pods and the objects that own them. */
export function isOwned(manifestSet: ManifestSet, { object, namespace }: Manifest): boolean {
  return listAt(object, "metadata", "ownerReferences").some((owner) => {
    const [apiVersion, kind, name] = [textAt(owner, "apiVersion"), textAt(owner, "kind"), textAt(owner, "name")];
    if (apiVersion === undefined || kind === undefined || name === undefined) return false;
    return manifestSet.named(kindOf({ apiVersion, kind }), namespace, name) !== undefined;
  });
}

function isFinished({ kind, object }: Manifest): boolean {
  return kind === "Pod" && ["Succeeded", "Failed"].includes(textAt(object, "status", "phase") ?? "");
}

/** Whether a pod sets pod-level resources, so that its containers do not need any (1.34). */
export function setsResources({ source }: CountedPod): boolean {
  return isMap(source?.spec?.value["resources"]);
}
