import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CustomSchema } from "../tools/provide-schemas.ts";
import type { SeldonFacts } from "./seldon/facts.ts";

/** The schemas of Seldon's kinds in a version. Seldon does not publish its module, so codegen writes them. */
export function seldonSchemas({ schemas: folder }: Pick<SeldonFacts, "schemas">): readonly CustomSchema[] {
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const schema: { properties: { kind: { enum: [string] } } } = JSON.parse(text);
      return { group: "mlops.seldon.io", version: "v1alpha1", kind: schema.properties.kind.enum[0], text };
    });
}
