import { isScalar, parse, parseAllDocuments, visit } from "yaml";
import type { KubernetesObject } from "./kubernetes-object.ts";

/** The object of a generated file. Undefined if the file contains something else, such as a merge conflict. */
export function readObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = parse(text, { maxAliasCount: 0, logLevel: "error" });
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * All objects of a text without their positions: output of kustomize, or a file that it reads. A plain scalar that is an
 * infinite number for this reader is a string for kustomize, which would quote it otherwise (`1e400`).
 */
export function readObjects(text: string): readonly KubernetesObject[] {
  return readYamlDocuments(text).filter(isKubernetesObject);
}

/** The same, including values that are not Kubernetes objects. Empty documents are omitted. */
export function readYamlDocuments(text: string): readonly unknown[] {
  return parseAllDocuments(text, { uniqueKeys: false, logLevel: "silent" }).flatMap((document) => {
    visit(document, {
      Scalar: (_, node) => {
        if (typeof node.value === "number" && isScalar(node) && !Number.isFinite(node.value)) node.value = node.source;
      },
    });
    const value: unknown = document.toJS();
    return value === null ? [] : [value];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether data has an apiVersion and a kind. */
export function isKubernetesObject(data: unknown): data is KubernetesObject {
  return isObject(data) && typeof data["apiVersion"] === "string" && typeof data["kind"] === "string";
}
