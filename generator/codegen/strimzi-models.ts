import { kindSchema } from "./kind-schema.ts";
import { strimziInterface } from "./strimzi-interface.ts";
import { open } from "./vocabulary.ts";

/** The content of every file of models/strimzi/1.2/, by its name. */
export function strimziModels(): ReadonlyMap<string, string> {
  return new Map(
    strimziInterface.map(({ kind, spec }) => [
      `${kind.toLowerCase()}.json`,
      `${JSON.stringify(kindSchema("kafka.strimzi.io/v1", kind, spec, open), null, 2)}\n`,
    ]),
  );
}
