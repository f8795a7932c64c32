import type { Path } from "../../load/source.ts";
import { claimKind, runtimeKind, serverConfigKind, serverKind, statefulSetKind } from "../../models/kinds.ts";
import { amountOf } from "../../models/quantity.ts";

import type { Manifest } from "../manifests/manifest.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import { type PodSource, serverConfigOf } from "../manifests/pods.ts";
import { listAt, mapAt, textAt } from "../manifests/reading.ts";
import { seldonConfigComponent } from "./seldon-config.ts";
import type { Usage } from "./usage.ts";

/** A request for a volume: a PersistentVolumeClaim, or a template that creates one for each pod. */
export interface Claim {
  readonly by: Manifest;
  /** The path of the claim's spec. */
  readonly path: Path;
  readonly namespace: string;
  readonly name: string;
  /** The storage class that it names. Undefined if the cluster's default applies. */
  readonly storageClass: string | undefined;
  /** In billionths of a byte. */
  readonly size: bigint | undefined;
}

/** The templates that create a claim for each replica of a pod. */
export function claimsOf(manifestSet: ManifestSet, pod: PodSource): readonly Claim[] {
  const { by, namespace } = pod;
  if (by.kind === statefulSetKind) return templates(by, ["spec"], namespace);
  if (by.kind === serverKind) {
    const config = serverConfigOf(manifestSet, by);
    return config === undefined ? [] : templates(config, ["spec"], namespace);
  }
  const { component, componentLabel } = manifestSet.seldon;
  if (pod.labels[componentLabel] !== component.scheduler || by.kind !== runtimeKind) return [];
  const config = seldonConfigComponent(manifestSet, by, component.scheduler);
  return config === undefined ? [chartClaim(manifestSet, by, namespace)] : templates(config.in, config.path, namespace);
}

/** Claims that were written as objects, without those that a template created for a pod earlier. */
export function ownClaims(manifestSet: ManifestSet): readonly Claim[] {
  const made = new Set(
    manifestSet
      .pods()
      .flatMap((pod) => claimsOf(manifestSet, pod).map(({ name }) => `${pod.namespace}/${name}-${pod.by.name}`)),
  );
  return manifestSet.of(claimKind).flatMap((by) => {
    const namespace = by.namespace ?? "";
    if (made.has(`${namespace}/${by.name.replace(/-\d{1,6}$/, "")}`)) return [];
    return [claimAt(by, ["spec"], namespace, by.name)];
  });
}

/** Every claim that the objects of a manifest set create. */
export function claimsIn(manifestSet: ManifestSet): readonly Claim[] {
  return [...manifestSet.pods().flatMap((pod) => claimsOf(manifestSet, pod)), ...ownClaims(manifestSet)];
}

/** The same, and the templates of ServerConfigs, also of those that no Server uses. */
export function allClaims(manifestSet: ManifestSet): readonly Claim[] {
  const unused = manifestSet.of(serverConfigKind).flatMap((by) => templates(by, ["spec"], by.namespace ?? ""));
  return [...unused, ...claimsIn(manifestSet)];
}

/** The usage that a quota counts for a claim: in total, and within its storage class. */
export function claimUsage({ size = 0n, storageClass }: Claim, fallback: string | undefined): Usage {
  const storage = storageClass ?? fallback;
  const item = 1_000_000_000n;
  const counts: readonly (readonly [string, bigint])[] = [
    ["persistentvolumeclaims", item],
    ["requests.storage", size],
  ];
  const within =
    storage === undefined || storage === ""
      ? []
      : counts.map(([key, nanos]) => [`${storage}.storageclass.storage.k8s.io/${key}`, nanos] as const);
  return new Map([...counts, ...within]);
}

function templates(by: Manifest, below: Path, namespace: string): readonly Claim[] {
  return listAt(by.object, ...below, "volumeClaimTemplates").map((template, index) => {
    const name = textAt(template, "metadata", "name") ?? textAt(template, "name") ?? "";
    return claimAt(by, [...below, "volumeClaimTemplates", index, "spec"], namespace, name);
  });
}

function claimAt(by: Manifest, path: Path, namespace: string, name: string): Claim {
  const spec = mapAt(by.object, ...path);
  return {
    by,
    path,
    namespace,
    name,
    storageClass: textAt(spec, "storageClassName"),
    size: amountOf(mapAt(spec, "resources", "requests")["storage"]),
  };
}

/** The claim that Seldon's chart creates for the scheduler (2.9.1). */
function chartClaim({ context }: ManifestSet, by: Manifest, namespace: string): Claim {
  const size = amountOf(context.cluster?.spec.seldon.values.scheduler?.resources?.storage ?? "1Gi");
  return { by, path: ["spec"], namespace, name: "scheduler-state", storageClass: undefined, size };
}
