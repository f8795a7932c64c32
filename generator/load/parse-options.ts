import type { DocumentOptions, ParseOptions, SchemaOptions } from "yaml";

/**
 * YAML 1.2 core, with strings as keys. The library must not compare keys, because it needs quadratic time
 * (20,000 keys take 20 s, yaml 2.9.1). `parse-yaml.ts` compares them in linear time.
 */
export const parseOptions = {
  version: "1.2",
  schema: "core",
  stringKeys: true,
  uniqueKeys: false,
  prettyErrors: false,
  merge: false,
} as const satisfies DocumentOptions & ParseOptions & SchemaOptions;
