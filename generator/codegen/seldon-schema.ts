import { subtreeKeyword } from "../tools/inline-kubernetes.ts";
import type { JsonSchema } from "../tools/json-schema.ts";
import type { SeldonKind } from "./seldon-interface.ts";

/** A kind's closed JSON Schema. It contains Kubernetes' own subtrees by name until a Kubernetes version is known. */
export function seldonSchema({ kind, spec, status }: SeldonKind): JsonSchema {
  return {
    type: "object",
    properties: {
      apiVersion: { enum: ["mlops.seldon.io/v1alpha1"] },
      kind: { enum: [kind] },
      metadata: { [subtreeKeyword]: { definition: "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" } },
      spec: spec.schema,
      status: status.schema,
    },
    required: ["apiVersion", "kind", "metadata", "spec"],
    additionalProperties: false,
  };
}
