import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { containersOf, type PodSource, type PodSpec } from "../../evaluate/manifests/pods.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { oncePer } from "../../load/once-per.ts";
import type { Path } from "../../load/source.ts";
import { ingressKind, modelKind, roleBindingKind, runtimeKind } from "../../models/kinds.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { monitoringReferences } from "./monitoring-references.ts";

export type SecretReference = "Secret" | "ConfigMap" | "ServiceAccount" | "PersistentVolumeClaim";

/** Something that an object needs by name, in a namespace, before it works. */
export interface ReferenceField {
  readonly kind: SecretReference;
  readonly namespace: string;
  readonly name: string;
  /** The one key that is needed; nothing where any will do. */
  readonly key?: string | undefined;
  /** Where the name is written, and the key. */
  readonly in: Manifest;
  readonly path: Path;
  readonly keyPath?: Path;
  /** What happens without it. */
  readonly otherwise: string;
}

/** Every reference among the objects of a scene that has to be met: what is optional is left out. */
export const secretReferencesOf = oncePer((manifestSet: ManifestSet): readonly ReferenceField[] => [
  ...manifestSet.pods().flatMap(ofPod),
  ...manifestSet
    .of(modelKind)
    .flatMap((manifest) =>
      named(wholeOf(manifest), "Secret", ["spec", "secretName"], "its artifact cannot be fetched"),
    ),
  ...manifestSet.of(runtimeKind).flatMap(ofRuntime),
  ...manifestSet.of(ingressKind).flatMap(ofIngress),
  ...manifestSet.of(roleBindingKind).flatMap(ofBinding),
  ...monitoringReferences(manifestSet),
]);

function ofPod({ namespace, spec, override }: PodSource): readonly ReferenceField[] {
  return [spec, override].flatMap((item) => (item === undefined ? [] : ofSpec(item, namespace)));
}

const waits = "its pods wait for it and never start";
const refused = "its pods are refused";

/** The fields of a pod spec that name something else. */
function ofSpec(spec: PodSpec, namespace: string): readonly ReferenceField[] {
  const pod = { ...spec, namespace };
  const account = named(pod, "ServiceAccount", ["serviceAccountName"], refused);
  return [
    ...(account.length > 0 ? account : named(pod, "ServiceAccount", ["serviceAccount"], refused)),
    ...listAt(spec.value, "imagePullSecrets").flatMap((_, index) =>
      named(pod, "Secret", ["imagePullSecrets", index, "name"], "its images are pulled without it"),
    ),
    ...listAt(spec.value, "volumes").flatMap((volume, index) => ofVolume(pod, volume, ["volumes", index])),
    ...containersOf(spec).flatMap(({ value, path }) => ofContainer({ in: spec.in, namespace, value, path })),
  ];
}

function ofVolume(pod: Holder, volume: unknown, path: Path): readonly ReferenceField[] {
  return [
    ...unlessOptional(volume, ["secret"], named(pod, "Secret", [...path, "secret", "secretName"], waits)),
    ...unlessOptional(volume, ["configMap"], named(pod, "ConfigMap", [...path, "configMap", "name"], waits)),
    ...named(pod, "PersistentVolumeClaim", [...path, "persistentVolumeClaim", "claimName"], "its pods stay pending"),
    ...named(pod, "Secret", [...path, "csi", "nodePublishSecretRef", "name"], waits),
    ...listAt(volume, "projected", "sources").flatMap((source, place) => {
      const below = [...path, "projected", "sources", place];
      return [
        ...unlessOptional(source, ["secret"], named(pod, "Secret", [...below, "secret", "name"], waits)),
        ...unlessOptional(source, ["configMap"], named(pod, "ConfigMap", [...below, "configMap", "name"], waits)),
      ];
    }),
  ];
}

function ofContainer(container: Holder): readonly ReferenceField[] {
  return [
    ...listAt(container.value, "envFrom").flatMap((_, index) => [
      ...withKey(container, "Secret", ["envFrom", index, "secretRef"]),
      ...withKey(container, "ConfigMap", ["envFrom", index, "configMapRef"]),
    ]),
    ...listAt(container.value, "env").flatMap((_, index) => [
      ...withKey(container, "Secret", ["env", index, "valueFrom", "secretKeyRef"]),
      ...withKey(container, "ConfigMap", ["env", index, "valueFrom", "configMapKeyRef"]),
    ]),
  ];
}

function unlessOptional(holder: unknown, path: Path, references: readonly ReferenceField[]): readonly ReferenceField[] {
  return valueAt(holder, [...path, "optional"]) === true ? [] : references;
}

/** An object or a part of it that names others in a namespace. */
interface Holder {
  readonly in: Manifest;
  readonly namespace: string;
  readonly value: unknown;
  /** Where the part stands in the object. */
  readonly path: Path;
}

function wholeOf(object: Manifest): Holder {
  return { in: object, namespace: object.namespace ?? "", value: object.object, path: [] };
}

/** What one of its fields names. */
function named(holder: Holder, kind: SecretReference, path: Path, otherwise: string): readonly ReferenceField[] {
  const { in: manifest, namespace } = holder;
  const name = textAt(holder.value, ...path) ?? "";
  return name === "" ? [] : [{ kind, namespace, name, in: manifest, path: [...holder.path, ...path], otherwise }];
}

/** What one of its maps names, with the key that is wanted of it. */
function withKey(holder: Holder, kind: SecretReference, path: Path): readonly ReferenceField[] {
  if (valueAt(holder.value, [...path, "optional"]) === true) return [];
  const key = textAt(holder.value, ...path, "key");
  return named(holder, kind, [...path, "name"], waits).map((field) =>
    key === undefined ? field : { ...field, key, keyPath: [...holder.path, ...path, "key"] },
  );
}

/** Remotes that every agent beside the runtime preloads: it exits where one is missing (2.9.1). */
function ofRuntime(runtime: Manifest): readonly ReferenceField[] {
  const path = ["spec", "config", "agentConfig", "rclone", "config_secrets"];
  return listAt(runtime.object, ...path).flatMap((_, index) =>
    named(wholeOf(runtime), "Secret", [...path, index], "every agent there exits"),
  );
}

function ofIngress(ingress: Manifest): readonly ReferenceField[] {
  return listAt(ingress.object, "spec", "tls").flatMap((_, index) =>
    named(wholeOf(ingress), "Secret", ["spec", "tls", index, "secretName"], "callers are shown another certificate"),
  );
}

function ofBinding(binding: Manifest): readonly ReferenceField[] {
  const own = binding.namespace ?? "";
  return listAt(binding.object, "subjects").flatMap((subject, index) => {
    if (!isMap(subject) || subject["kind"] !== "ServiceAccount") return [];
    if ((textAt(subject, "namespace") || own) !== own) return [];
    return named(wholeOf(binding), "ServiceAccount", ["subjects", index, "name"], "nobody gets what is bound to it");
  });
}
