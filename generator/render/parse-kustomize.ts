import { isScalar, parseAllDocuments, visit } from "yaml";
import type { KubernetesObject } from "../models/kubernetes-object.ts";

/**
 * What `kustomize build` printed, as objects. A plain scalar that is a number to this reader and too large to be one was
 * a string to kustomize, which would have quoted it otherwise (`1e400`).
 */
export function parseKustomize(text: string): readonly KubernetesObject[] {
  return parseAllDocuments(text, { uniqueKeys: false, logLevel: "silent" }).flatMap((document) => {
    visit(document, {
      Scalar: (_, node) => {
        if (
          typeof node.value === "number" &&
          isScalar(node) &&
          (!Number.isFinite(node.value) || Math.abs(node.value) > Number.MAX_SAFE_INTEGER)
        ) {
          node.value = node.source;
        }
      },
    });
    const value: unknown = document.toJS();
    return isObject(value) ? [value] : [];
  });
}

function isObject(value: unknown): value is KubernetesObject {
  return (
    typeof value === "object" &&
    value !== null &&
    "apiVersion" in value &&
    "kind" in value &&
    typeof value.kind === "string"
  );
}
