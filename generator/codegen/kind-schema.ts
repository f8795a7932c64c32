import { subtreeKeyword } from "../tools/inline-kubernetes.ts";
import type { JsonSchema } from "../tools/json-schema.ts";
import { scopeKeyword } from "../tools/kind-scope.ts";
import type { Shape } from "./vocabulary.ts";

/** The closed JSON Schema of a namespaced kind. It contains Kubernetes' own subtrees by name until a Kubernetes version is known. */
export function kindSchema(apiVersion: string, kind: string, spec: Shape, status: Shape): JsonSchema {
  return {
    type: "object",
    [scopeKeyword]: "Namespaced",
    properties: {
      apiVersion: { enum: [apiVersion] },
      kind: { enum: [kind] },
      metadata: { [subtreeKeyword]: { definition: "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" } },
      spec: spec.schema,
      status: status.schema,
    },
    required: ["apiVersion", "kind", "metadata", "spec"],
    additionalProperties: false,
  };
}
