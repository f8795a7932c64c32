import { kindSchema } from "./kind-schema.ts";
import { seldonClass } from "./seldon-class.ts";
import { seldonInterface } from "./seldon-interface.ts";

/** The content of every file of models/seldon/2.9/kinds/, by its path in that folder. */
export function seldonModels(): ReadonlyMap<string, string> {
  return new Map(
    seldonInterface.flatMap((kind) => {
      const name = kind.kind.toLowerCase();
      const schema = kindSchema("mlops.seldon.io/v1alpha1", kind.kind, kind.spec, kind.status);
      return [
        [`${name}.ts`, seldonClass(kind)],
        [`schemas/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`],
      ] as const;
    }),
  );
}
