import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CustomSchema } from "../tools/provide-schemas.ts";
import type { SeldonFacts } from "./seldon/facts.ts";
import { seldonSchemas } from "./seldon-schemas.ts";

const strimzi = join(import.meta.dirname, "strimzi/1.2");

/** The schemas that codegen writes, because no Go module contains them: of Seldon Core in a version, and of Strimzi. */
export function describedSchemas(seldon: Pick<SeldonFacts, "schemas">): readonly CustomSchema[] {
  return [...seldonSchemas(seldon), ...strimziSchemas()];
}

/** A platform that has the definitions of its Strimzi pins them in `platform/schemas/`, and these replace the described ones. */
function strimziSchemas(): readonly CustomSchema[] {
  return readdirSync(strimzi)
    .sort()
    .map((file) => {
      const text = readFileSync(join(strimzi, file), "utf8");
      const schema: { properties: { kind: { enum: [string] } } } = JSON.parse(text);
      const [kind] = schema.properties.kind.enum;
      return { group: "kafka.strimzi.io", version: "v1", kind, text, replaceable: true };
    });
}
