import { parseAllDocuments } from "yaml";
import type { Component } from "../load/load-repository.ts";
import { groupVersion } from "../models/kubernetes-object.ts";
import type { Part } from "../patterns/pattern.ts";
import { isMap, valueAt } from "../validate/merge.ts";
import type { GroupKind } from "./kinds.ts";

/** Which of a tenant's Applications owns what a component makes: its annotation says so; workloads where there is none. */
export function componentPart(component: Component): Part {
  const part = valueAt(component.kustomization.value, ["metadata", "annotations", "tenantry.dev/part"]);
  return part === "guardrails" ? "guardrails" : "workloads";
}

/** Whether a tenant may take it, and leave it, without the platform team: only where the platform wrote so into it. */
export function isFreeToTake(component: Component): boolean {
  return valueAt(component.kustomization.value, ["metadata", "annotations", "tenantry.dev/opt-in"]) === "free";
}

/** Whether it has objects of its own, which need a namespace, or only patches what is there. */
export function componentMakesObjects(component: Component): boolean {
  return ["resources", "configMapGenerator"].some((key) => valueAt(component.kustomization.value, [key]) !== undefined);
}

/** The kinds and namespaces of the objects that a component makes, as its files have them. */
export function componentObjects(
  component: Component,
): readonly (GroupKind & { readonly namespace: string | undefined })[] {
  return component.files
    .filter(({ file }) => file.endsWith(".yaml") && !file.endsWith("/kustomization.yaml"))
    .flatMap(({ text }) =>
      parseAllDocuments(text, { uniqueKeys: false, logLevel: "silent" }).map((document): unknown => document.toJS()),
    )
    .flatMap((value) => {
      if (!isMap(value)) return [];
      const { apiVersion, kind } = value;
      const namespace = valueAt(value, ["metadata", "namespace"]);
      if (typeof apiVersion !== "string" || typeof kind !== "string") return [];
      return [
        {
          group: groupVersion(apiVersion).group,
          kind,
          namespace: typeof namespace === "string" ? namespace : undefined,
        },
      ];
    });
}
