import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";

/**
 * A prose template beside this file, compiled strictly: a name that the data lacks is an error. Prose only: Handlebars
 * passes line breaks through, so nothing that a machine reads is made with it.
 */
export function template<T>(file: string): (data: T) => string {
  const compiled = Handlebars.compile<T>(readFileSync(join(import.meta.dirname, file), "utf8"), {
    strict: true,
    noEscape: true,
  });
  return (data) => compiled(data);
}
