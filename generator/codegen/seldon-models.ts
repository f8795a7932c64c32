import { seldonClass } from "./seldon-class.ts";
import { seldonInterface } from "./seldon-interface.ts";
import { seldonSchema } from "./seldon-schema.ts";

/** The content of every file of models/seldon/2.9/kinds/, by its path in that folder. */
export function seldonModels(): ReadonlyMap<string, string> {
  return new Map(
    seldonInterface.flatMap((kind) => {
      const name = kind.kind.toLowerCase();
      return [
        [`${name}.ts`, seldonClass(kind)],
        [`schemas/${name}.json`, `${JSON.stringify(seldonSchema(kind), null, 2)}\n`],
      ] as const;
    }),
  );
}
