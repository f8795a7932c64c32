import type { DocumentOptions, ParseOptions, SchemaOptions } from "yaml";

/**
 * YAML 1.2 core, every key a string. Keys are not compared by the library: it does so in quadratic time
 * (20,000 keys take 20 s, yaml 2.9.1); `parse-yaml.ts` does it in linear time.
 */
export const parseOptions = {
  version: "1.2",
  schema: "core",
  stringKeys: true,
  uniqueKeys: false,
  prettyErrors: false,
  merge: false,
} as const satisfies DocumentOptions & ParseOptions & SchemaOptions;
