import { readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import Handlebars from "handlebars";

const partialsFolder = join(import.meta.dirname, "partials");

/** Sections that several templates contain, by the name of their file: `{{> sync-timeout}}`. */
const partials = Object.fromEntries(
  readdirSync(partialsFolder).map((file) => [parse(file).name, readFileSync(join(partialsFolder, file), "utf8")]),
);

/**
 * Compiles a prose template in this folder in strict mode: a name that the data lacks is an error. Use it for prose only.
 * Handlebars does not escape line breaks, so it is not safe for files that a machine reads.
 */
export function template<T>(file: string): (data: T) => string {
  const compiled = Handlebars.compile<T>(readFileSync(join(import.meta.dirname, file), "utf8"), {
    strict: true,
    noEscape: true,
  });
  return (data) => compiled(data, { partials });
}
