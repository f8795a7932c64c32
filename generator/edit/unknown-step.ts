import { z } from "zod";
import { isMap, valueAt } from "../validate/merge.ts";
import { TenantSpec } from "../validate/tenant.ts";

/**
 * The first step of a path that leads nowhere, and what it could have been: no field is called like this, or, where names
 * are somebody's own, nothing in any of these specs is.
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
