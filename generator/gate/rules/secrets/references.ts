import { oncePer } from "../../../load/once-per.ts";
import type { Path } from "../../../load/source.ts";
import { ingressKind, modelKind, roleBindingKind, runtimeKind } from "../../../models/kinds.ts";
import { isMap, valueAt } from "../../../validate/merge.ts";
import type { Manifest } from "../../manifests/manifest.ts";
import { containersOf, type PodSource, type PodSpec } from "../../manifests/pods.ts";
import { listAt, textAt } from "../../manifests/reading.ts";
import type { Scene } from "../../manifests/scene.ts";
import { monitoringReferences } from "./monitoring-references.ts";

export type Referred = "Secret" | "ConfigMap" | "ServiceAccount" | "PersistentVolumeClaim";

/** Something that an object needs by name, in a namespace, before it works. */
export interface Reference {
  readonly kind: Referred;
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
export const referencesOf = oncePer((scene: Scene): readonly Reference[] => [
  ...scene.pods().flatMap(ofPod),
  ...scene
    .of(modelKind)
    .flatMap((one) => named(one, "Secret", ["spec", "secretName"], "its artifact cannot be fetched")),
  ...scene.of(runtimeKind).flatMap(ofRuntime),
  ...scene.of(ingressKind).flatMap(ofIngress),
  ...scene.of(roleBindingKind).flatMap(ofBinding),
  ...monitoringReferences(scene),
]);

function ofPod({ namespace, spec, override }: PodSource): readonly Reference[] {
  return [spec, override].flatMap((one) => (one === undefined ? [] : ofSpec(one, namespace)));
}

const waits = "its pods wait for it and never start";
const refused = "its pods are refused";

/** The fields of a pod spec that name something else. */
function ofSpec(spec: PodSpec, namespace: string): readonly Reference[] {
  const at = (kind: Referred, path: Path, otherwise: string): readonly Reference[] => {
    const name = valueAt(spec.value, path);
    return typeof name === "string" && name !== ""
      ? [{ kind, namespace, name, in: spec.in, path: [...spec.path, ...path], otherwise }]
      : [];
  };
  const account = at("ServiceAccount", ["serviceAccountName"], refused);
  return [
    ...(account.length > 0 ? account : at("ServiceAccount", ["serviceAccount"], refused)),
    ...listAt(spec.value, "imagePullSecrets").flatMap((_, index) =>
      at("Secret", ["imagePullSecrets", index, "name"], "its images are pulled without it"),
    ),
    ...listAt(spec.value, "volumes").flatMap((volume, index) => [
      ...unlessOptional(volume, ["secret"], at("Secret", ["volumes", index, "secret", "secretName"], waits)),
      ...unlessOptional(volume, ["configMap"], at("ConfigMap", ["volumes", index, "configMap", "name"], waits)),
      ...at("PersistentVolumeClaim", ["volumes", index, "persistentVolumeClaim", "claimName"], "its pods stay pending"),
      ...at("Secret", ["volumes", index, "csi", "nodePublishSecretRef", "name"], waits),
      ...listAt(volume, "projected", "sources").flatMap((source, place) => {
        const below = ["volumes", index, "projected", "sources", place];
        return [
          ...unlessOptional(source, ["secret"], at("Secret", [...below, "secret", "name"], waits)),
          ...unlessOptional(source, ["configMap"], at("ConfigMap", [...below, "configMap", "name"], waits)),
        ];
      }),
    ]),
    ...containersOf(spec).flatMap(({ value, path }) => ofContainer(value, spec, path, namespace)),
  ];
}

function ofContainer(container: unknown, spec: PodSpec, path: Path, namespace: string): readonly Reference[] {
  const at = (holder: unknown, kind: Referred, below: Path): readonly Reference[] => {
    const [name, key] = [textAt(holder, "name") ?? "", textAt(holder, "key")];
    if (name === "" || valueAt(holder, ["optional"]) === true) return [];
    const place = [...path, ...below];
    const one = { kind, namespace, name, in: spec.in, path: [...place, "name"], otherwise: waits };
    return [key === undefined ? one : { ...one, key, keyPath: [...place, "key"] }];
  };
  return [
    ...listAt(container, "envFrom").flatMap((from, index) => [
      ...at(valueAt(from, ["secretRef"]), "Secret", ["envFrom", index, "secretRef"]),
      ...at(valueAt(from, ["configMapRef"]), "ConfigMap", ["envFrom", index, "configMapRef"]),
    ]),
    ...listAt(container, "env").flatMap((variable, index) => [
      ...at(valueAt(variable, ["valueFrom", "secretKeyRef"]), "Secret", ["env", index, "valueFrom", "secretKeyRef"]),
      ...at(valueAt(variable, ["valueFrom", "configMapKeyRef"]), "ConfigMap", [
        ...["env", index, "valueFrom", "configMapKeyRef"],
      ]),
    ]),
  ];
}

function unlessOptional(holder: unknown, path: Path, references: readonly Reference[]): readonly Reference[] {
  return valueAt(holder, [...path, "optional"]) === true ? [] : references;
}

function named(one: Manifest, kind: Referred, path: Path, otherwise: string): readonly Reference[] {
  const name = textAt(one.object, ...path) ?? "";
  return name === "" ? [] : [{ kind, namespace: one.namespace ?? "", name, in: one, path, otherwise }];
}

/** Remotes that every agent beside the runtime preloads: it exits where one is missing (2.9.1). */
function ofRuntime(runtime: Manifest): readonly Reference[] {
  const path = ["spec", "config", "agentConfig", "rclone", "config_secrets"];
  return listAt(runtime.object, ...path).flatMap((_, index) =>
    named(runtime, "Secret", [...path, index], "every agent there exits"),
  );
}

function ofIngress(ingress: Manifest): readonly Reference[] {
  return listAt(ingress.object, "spec", "tls").flatMap((_, index) =>
    named(ingress, "Secret", ["spec", "tls", index, "secretName"], "callers are shown another certificate"),
  );
}

function ofBinding(binding: Manifest): readonly Reference[] {
  const own = binding.namespace ?? "";
  return listAt(binding.object, "subjects").flatMap((subject, index) => {
    if (!isMap(subject) || subject["kind"] !== "ServiceAccount") return [];
    if ((textAt(subject, "namespace") || own) !== own) return [];
    return named(binding, "ServiceAccount", ["subjects", index, "name"], "nobody gets what is bound to it");
  });
}
