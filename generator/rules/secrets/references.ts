import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { containersOf, type PodSource, type PodSpec } from "../../evaluate/manifests/pods.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { memoize } from "../../load/memoize.ts";
import type { Path } from "../../load/source.ts";
import { ingressKind, modelKind, roleBindingKind, runtimeKind } from "../../models/kinds.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { monitoringReferences } from "./monitoring-references.ts";

export type ReferencedKind = "Secret" | "ConfigMap" | "ServiceAccount" | "PersistentVolumeClaim";

/** A reference to an object that must exist in a namespace before the referring object works. */
export interface RequiredReference {
  readonly kind: ReferencedKind;
  readonly namespace: string;
  readonly name: string;
  /** The key that is needed. Undefined if any key will do. */
  readonly key?: string | undefined;
  /** The object with the reference, and the paths of the name and the key in it. */
  readonly in: Manifest;
  readonly path: Path;
  readonly keyPath?: Path;
  /** The consequence if the referenced object is missing. */
  readonly otherwise: string;
}

/** Every reference of a manifest set whose object must exist. Optional references are left out. */
export const secretReferencesOf = memoize((manifestSet: ManifestSet): readonly RequiredReference[] => [
  ...manifestSet.pods().flatMap(podReferences),
  ...manifestSet
    .of(modelKind)
    .flatMap((manifest) =>
      namedReference(holderOf(manifest), "Secret", ["spec", "secretName"], "the agent cannot fetch the artifact"),
    ),
  ...manifestSet.of(runtimeKind).flatMap(ofRuntime),
  ...manifestSet.of(ingressKind).flatMap(ofIngress),
  ...manifestSet.of(roleBindingKind).flatMap(ofBinding),
  ...monitoringReferences(manifestSet),
]);

function podReferences({ namespace, spec, override }: PodSource): readonly RequiredReference[] {
  return [spec, override].flatMap((item) => (item === undefined ? [] : ofSpec(item, namespace)));
}

const waits = "the pods wait for it and never start";
const refused = "the API server rejects the pods";

/** The references in the fields of a pod spec. */
function ofSpec(spec: PodSpec, namespace: string): readonly RequiredReference[] {
  const pod = { ...spec, namespace };
  const account = namedReference(pod, "ServiceAccount", ["serviceAccountName"], refused);
  return [
    ...(account.length > 0 ? account : namedReference(pod, "ServiceAccount", ["serviceAccount"], refused)),
    ...listAt(spec.value, "imagePullSecrets").flatMap((_, index) =>
      namedReference(
        pod,
        "Secret",
        ["imagePullSecrets", index, "name"],
        "the kubelet pulls the images without credentials",
      ),
    ),
    ...listAt(spec.value, "volumes").flatMap((volume, index) => ofVolume(pod, volume, ["volumes", index])),
    ...containersOf(spec).flatMap(({ value, path }) => ofContainer({ in: spec.in, namespace, value, path })),
  ];
}

function ofVolume(pod: Holder, volume: unknown, path: Path): readonly RequiredReference[] {
  return [
    ...unlessOptional(volume, ["secret"], namedReference(pod, "Secret", [...path, "secret", "secretName"], waits)),
    ...unlessOptional(volume, ["configMap"], namedReference(pod, "ConfigMap", [...path, "configMap", "name"], waits)),
    ...namedReference(
      pod,
      "PersistentVolumeClaim",
      [...path, "persistentVolumeClaim", "claimName"],
      "the pods remain pending",
    ),
    ...namedReference(pod, "Secret", [...path, "csi", "nodePublishSecretRef", "name"], waits),
    ...listAt(volume, "projected", "sources").flatMap((source, place) => {
      const below = [...path, "projected", "sources", place];
      return [
        ...unlessOptional(source, ["secret"], namedReference(pod, "Secret", [...below, "secret", "name"], waits)),
        ...unlessOptional(
          source,
          ["configMap"],
          namedReference(pod, "ConfigMap", [...below, "configMap", "name"], waits),
        ),
      ];
    }),
  ];
}

function ofContainer(container: Holder): readonly RequiredReference[] {
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

function unlessOptional(
  holder: unknown,
  path: Path,
  references: readonly RequiredReference[],
): readonly RequiredReference[] {
  return valueAt(holder, [...path, "optional"]) === true ? [] : references;
}

/** An object, or a part of one, that refers to others in a namespace. */
interface Holder {
  readonly in: Manifest;
  readonly namespace: string;
  readonly value: unknown;
  /** The path of the part in the object. */
  readonly path: Path;
}

function holderOf(object: Manifest): Holder {
  return { in: object, namespace: object.namespace ?? "", value: object.object, path: [] };
}

/** The reference in a field of a holder, if the field is set. */
function namedReference(
  holder: Holder,
  kind: ReferencedKind,
  path: Path,
  otherwise: string,
): readonly RequiredReference[] {
  const { in: manifest, namespace } = holder;
  const name = textAt(holder.value, ...path) ?? "";
  return name === "" ? [] : [{ kind, namespace, name, in: manifest, path: [...holder.path, ...path], otherwise }];
}

/** The reference in a map of a holder, with the key that it needs. */
function withKey(holder: Holder, kind: ReferencedKind, path: Path): readonly RequiredReference[] {
  if (valueAt(holder.value, [...path, "optional"]) === true) return [];
  const key = textAt(holder.value, ...path, "key");
  return namedReference(holder, kind, [...path, "name"], waits).map((field) =>
    key === undefined ? field : { ...field, key, keyPath: [...holder.path, ...path, "key"] },
  );
}

/** Remotes that every agent in the runtime's namespace preloads. An agent exits if one is missing (2.9.1). */
function ofRuntime(runtime: Manifest): readonly RequiredReference[] {
  const path = ["spec", "config", "agentConfig", "rclone", "config_secrets"];
  return listAt(runtime.object, ...path).flatMap((_, index) =>
    namedReference(holderOf(runtime), "Secret", [...path, index], "every agent in the namespace exits"),
  );
}

function ofIngress(ingress: Manifest): readonly RequiredReference[] {
  return listAt(ingress.object, "spec", "tls").flatMap((_, index) =>
    namedReference(
      holderOf(ingress),
      "Secret",
      ["spec", "tls", index, "secretName"],
      "the ingress controller serves another certificate",
    ),
  );
}

function ofBinding(binding: Manifest): readonly RequiredReference[] {
  const namespace = binding.namespace ?? "";
  return listAt(binding.object, "subjects").flatMap((subject, index) => {
    if (!isMap(subject) || subject["kind"] !== "ServiceAccount") return [];
    if ((textAt(subject, "namespace") || namespace) !== namespace) return [];
    return namedReference(
      holderOf(binding),
      "ServiceAccount",
      ["subjects", index, "name"],
      "no pod gets the permissions of the binding",
    );
  });
}
