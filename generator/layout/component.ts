import type { ComponentFolder } from "../load/load-repository.ts";
import { memoize } from "../load/memoize.ts";
import { groupVersion, type KubernetesObject } from "../models/kubernetes-object.ts";
import { optInAnnotation, partAnnotation } from "../models/marks.ts";
import { readObjects } from "../models/read-object.ts";
import type { PatternPart } from "../patterns/pattern.ts";
import { isMap, valueAt } from "../validate/merge.ts";
import type { GroupKind } from "./kinds.ts";

/** The tenant's Application that owns the objects of a component: from its annotation, `workloads` without one. */
export function componentPart(component: ComponentFolder): PatternPart {
  const part = valueAt(component.kustomization.value, ["metadata", "annotations", partAnnotation]);
  return part === "guardrails" ? "guardrails" : "workloads";
}

/** Whether a tenant may add and remove the component without the platform team: only with the platform's annotation. */
export function isFreeToUse(component: ComponentFolder): boolean {
  return valueAt(component.kustomization.value, ["metadata", "annotations", optInAnnotation]) === "free";
}

/** Whether the component creates objects, which need a namespace, or only patches existing ones. */
export function componentMakesObjects(component: ComponentFolder): boolean {
  return ["resources", "configMapGenerator"].some((key) => valueAt(component.kustomization.value, [key]) !== undefined);
}

/** Whether an object is in a component's files, or its kustomization generates it. */
export function componentWrites(component: ComponentFolder, { kind, metadata }: KubernetesObject): boolean {
  const name = metadata?.name ?? "";
  const generators = valueAt(component.kustomization.value, ["configMapGenerator"]);
  return (
    componentObjects(component).some((object) => object.kind === kind && object.name === name) ||
    (kind === "ConfigMap" &&
      Array.isArray(generators) &&
      generators.some(
        (generator) => isMap(generator) && typeof generator["name"] === "string" && name.startsWith(generator["name"]),
      ))
  );
}

/** Whether a component changes objects that it does not create, possibly of this kind. */
export function componentChanges({ kustomization, files }: ComponentFolder, kind: string): boolean {
  const fields = ["patches", "images", "replicas"].filter((key) => valueAt(kustomization.value, [key]) !== undefined);
  if (fields.length === 0) return false;
  const named = new RegExp(`\\bkind["']?:\\s*["']?(${kind}\\b|\\.)`);
  return fields.some((field) => field !== "patches") || files.some(({ text }) => named.test(text));
}

interface ComponentObject extends GroupKind {
  readonly file: string;
  readonly object: KubernetesObject;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** The objects in the files of a component. */
export const componentObjects = memoize(({ files }: ComponentFolder): readonly ComponentObject[] =>
  files
    .filter(({ file }) => file.endsWith(".yaml") && !file.endsWith("/kustomization.yaml"))
    .flatMap(({ file, text }) => readObjects(text).map((object) => ({ file, object })))
    .map(({ file, object }) => {
      const [namespace, name] = ["namespace", "name"].map((key) => valueAt(object, ["metadata", key]));
      return {
        file,
        object,
        group: groupVersion(object.apiVersion).group,
        kind: object.kind,
        namespace: typeof namespace === "string" ? namespace : undefined,
        name: typeof name === "string" ? name : undefined,
      };
    }),
);
