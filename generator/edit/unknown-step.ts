import { z } from "zod";
import { isMap, valueAt } from "../validate/merge.ts";
import { TenantSpec } from "../validate/tenant.ts";

/**
 * The first unknown step of a path, with the known names at that position: the fields of the schema, or, where users choose
 * the names, the names in any of these specs.
 */
export function unknownStep(
  path: readonly string[],
  specs: readonly unknown[],
): { readonly step: string; readonly known: readonly string[] } | undefined {
  let schema: unknown = z.toJSONSchema(TenantSpec, { io: "input", unrepresentable: "any" });
  for (const [index, step] of path.entries()) {
    const forms = [schema, ...["anyOf", "allOf", "oneOf"].flatMap((key) => valueAt(schema, [key]) ?? [])];
    const fields = Object.assign({}, ...forms.map((form) => valueAt(form, ["properties"]) ?? {}));
    const entries = forms.map((form) => valueAt(form, ["additionalProperties"])).find(isMap);
    const listed = forms.flatMap((form) => valueAt(form, ["propertyNames", "enum"]) ?? []).map(String);
    const named = specs
      .map((spec) => valueAt(spec, path.slice(0, index)))
      .flatMap((value) => (isMap(value) ? Object.keys(value) : []));
    const known = entries === undefined ? Object.keys(fields) : [...new Set([...listed, ...named])];
    if (!known.includes(step)) return { step, known };
    schema = entries ?? fields[step];
  }
  return undefined;
}
