import type { Path } from "../load/source.ts";
import { editorSchemas } from "./json-schema.ts";
import { isMap, type RawMap } from "./merge.ts";

/** The kinds of hand-written files. */
type FileForm = "tenant" | "platform" | "cluster" | "schemas" | "addon" | "chart";

/** The form of a file: that of its kind, or a JSON Schema that another file gives it. */
export type ValueForm = FileForm | { readonly schema: () => RawMap };

/** The schema's description of a position in such a file, with the same text as in editors and the field reference. */
export interface FieldDescription {
  /** Fields that are allowed there, without names that users choose. */
  readonly fields: readonly string[];
  /** The required ones of these fields. */
  readonly required: readonly string[];
  /** The types that are allowed there: `string`, `integer`, `list`, `map`. */
  readonly types: readonly string[];
  /** The description of this field, or of the nearest field around it. The examples belong to the same field. */
  readonly description: string | undefined;
  readonly examples: readonly string[];
}

export function describeValue(form: ValueForm, path: Path): FieldDescription {
  const ways = schemasAt(form, path);
  const places = ways.at(-1)?.places ?? [];
  const described = ways.findLast((way) => way.places.some((place) => isText(place["description"])));
  const source = described?.places.find((place) => isText(place["description"]));
  const description = source?.["description"];
  const examples = source?.["examples"];
  return {
    fields: places.flatMap((place) => (isMap(place["properties"]) ? Object.keys(place["properties"]) : [])),
    required: places.flatMap(({ required }) => (Array.isArray(required) ? required.map(String) : [])),
    types: [...new Set(places.flatMap((place) => typesOf(place)))],
    description: isText(description) ? description : undefined,
    examples: Array.isArray(examples) ? examples.map((example) => exampleText(described?.name, example)) : [],
  };
}

/** The maps below, next to or around a position that have this field: where the user probably meant to write it. */
export function pathsOfField(form: ValueForm, path: Path, field: string): readonly Path[] {
  const has = (place: Path): boolean => describeValue(form, place).fields.includes(field);
  const inside = (place: Path): readonly Path[] =>
    describeValue(form, place).fields.map((name): Path => [...place, name]);
  const above = path.slice(0, -1);
  const siblings = path.length > 0 ? inside(above) : [];
  const around = path.map((_, index) => path.slice(0, index)).toReversed();
  return [...inside(path), ...siblings, ...around].filter(has);
}

/** The allowed keys of a map, if the schema lists them: the kinds of objects that a quota counts. */
export function keysAt(form: ValueForm, path: Path): readonly string[] {
  return (schemasAt(form, path).at(-1)?.places ?? []).flatMap((place) => {
    const names = isMap(place["propertyNames"]) ? place["propertyNames"]["enum"] : undefined;
    return Array.isArray(names) ? names.map(String) : [];
  });
}

/** The patterns for a value, or for a key of a map. */
export function patternsAt(form: ValueForm, path: Path, part: "value" | "key"): readonly RegExp[] {
  return (schemasAt(form, path).at(-1)?.places ?? []).flatMap((place) => {
    const names = isMap(place["propertyNames"]) ? place["propertyNames"] : {};
    const pattern = part === "value" ? place["pattern"] : names["pattern"];
    return isText(pattern) ? [new RegExp(pattern)] : [];
  });
}

interface SchemaAlternative {
  /** The field's name. Undefined for an entry of a map or list. */
  readonly name: string | undefined;
  readonly places: readonly RawMap[];
}

/** The schemas from the file itself to a position in it, one for each step. */
function schemasAt(form: ValueForm, path: Path): readonly SchemaAlternative[] {
  const ways: SchemaAlternative[] = [{ name: undefined, places: alternatives(schemaOf(form)) }];
  for (const step of path) {
    const places = ways.at(-1)?.places ?? [];
    const next = places.flatMap((place) => {
      const properties = isMap(place["properties"]) ? place["properties"] : {};
      const child =
        typeof step === "number"
          ? place["items"]
          : Object.hasOwn(properties, step)
            ? properties[step]
            : place["additionalProperties"];
      return isMap(child) ? [{ ...child }] : [];
    });
    const isField = places.some((place) => isMap(place["properties"]) && Object.hasOwn(place["properties"], step));
    ways.push({ name: isField ? String(step) : undefined, places: next.flatMap(alternatives) });
  }
  return ways;
}

const schemas = new Map<FileForm, RawMap>();

/** Created at the first mistake, and then cached. */
function schemaOf(form: ValueForm): RawMap {
  if (typeof form === "object") return form.schema();
  const known = schemas.get(form) ?? editorSchemas().get(`${form}.schema.json`) ?? {};
  schemas.set(form, known);
  return known;
}

/** The alternatives of a schema, each with the keywords that surround them. */
function alternatives(place: RawMap): readonly RawMap[] {
  const anyOf = place["anyOf"];
  if (!Array.isArray(anyOf)) return [place];
  const { anyOf: _, ...around } = place;
  return anyOf.filter(isMap).flatMap((item) => alternatives({ ...around, ...item }));
}

const words: ReadonlyMap<string, string> = new Map([
  ["array", "list"],
  ["object", "map"],
]);

function typesOf(place: RawMap): readonly string[] {
  const { type } = place;
  return isText(type) && type !== "null" ? [words.get(type) ?? type] : [];
}

/** An example as a user writes it. A map or list includes its field's name. */
function exampleText(name: string | undefined, example: unknown): string {
  const text = flow(example);
  return name !== undefined && typeof example === "object" ? `${name}: ${text}` : text;
}

/** YAML in one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${plainDescription(key)}: ${flow(item)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return isText(value) ? plainDescription(value) : String(value);
}

/** Quoted if a YAML reader would not read it as a string. */
function plainDescription(text: string): string {
  const isNumber = /^[-+.0-9]/.test(text) && !/[a-zA-Z/]/.test(text);
  const isWord = /^(true|false|yes|no|on|off|null|~)?$/i.test(text);
  return isNumber || isWord || /^[^A-Za-z0-9/]|: |[#,{}[\]]/.test(text) ? JSON.stringify(text) : text;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
