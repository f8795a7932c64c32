import { editorSchemas } from "./json-schema.ts";
import { isMap, type RawMap } from "./merge.ts";
import { commonFields } from "./platform-fields.ts";

/** Every field of the hand-written files as one Markdown page, from the same schemas as everything else. */
export function fieldReference(): string {
  const parts = [...editorSchemas()].map(([file, schema]) => {
    const kind = `${file[0]?.toUpperCase()}${file.slice(1, file.indexOf("."))}`;
    const rows = [...fieldsOf(schema, "")].map(
      ({ path, type, required: must, description, defaultText: usual, examples }) =>
        row(
          `\`${path}\``,
          `${type}${must ? ", required" : ""}`,
          `${description}${usual === "" ? "" : ` Default: \`${usual}\`.`}`,
          examples.map((example) => `\`${example}\``).join(", "),
        ),
    );
    return `## ${kind}\n\n${[row("Field", "Type", "Description", "Example"), "|---|---|---|---|", ...rows].join("\n")}\n`;
  });
  const lead = `# Fields\n\n\`<name>\` stands for a name that you choose. A tenant runs on all clusters that \`clusters\`, \`clusterGroups\` and \`clusterSelector\` select together, and needs at least one of these fields. Under a tenant's \`spec.clusterGroups.<name>\` and \`spec.clusters.<name>\` you can override every field of \`spec\` except \`owner\` and \`access\`. The later value applies: defaults for all tenants, of each group in the order of the cluster's \`groups\`, and of the cluster, then the tenant's \`spec\`, its overrides for each group, and its overrides for the cluster. Maps are merged, a list replaces a list, and \`null\` removes a value.\n`;
  return [lead, ...parts, commonFieldTable()].join("\n");
}

/** The fields of the platform that a cluster cannot override, with the reasons. */
function commonFieldTable(): string {
  const rows = commonFields.map(({ path, reason, instead }) =>
    row(`\`spec.${path.join(".")}\``, `${reason[0]?.toUpperCase()}${reason.slice(1)}.`, instead),
  );
  return `## Fields of the platform that are the same on every cluster\n\nA cluster's \`spec.platform\` can override every field of the platform's \`spec\` except these fields:\n\n${[row("Field", "Reason", "Instead of an override"), "|---|---|---|", ...rows].join("\n")}\n`;
}

/** The path of every field of one kind of file, as the reference names it: `spec.secrets.<name>.keys`. */
export function fieldPaths(kind: FileKind): readonly string[] {
  return fieldsIn(kind).map(({ path }) => path);
}

/** Every field of one kind of file, in the order of the reference. */
export function fieldsIn(kind: FileKind): readonly Field[] {
  return [...fieldsOf(editorSchemas().get(`${kind}.schema.json`) ?? {}, "")];
}

export type FileKind = "tenant" | "cluster" | "platform" | "schemas" | "addon" | "chart";

export interface Field {
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  /** The default as JSON. Empty without a default, or if the default is empty. */
  readonly defaultText: string;
  /** As JSON. */
  readonly examples: readonly string[];
}

function* fieldsOf(schema: RawMap, path: string): Generator<Field> {
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  for (const [name, value] of Object.entries(isMap(schema["properties"]) ? schema["properties"] : {})) {
    if (!isMap(value)) continue;
    const here = path === "" ? name : `${path}.${name}`;
    const examples = value["examples"];
    yield {
      path: here,
      type: typeOf(value),
      required: required.includes(name) && value["default"] === undefined,
      description: String(value["description"] ?? ""),
      defaultText: isEmpty(value["default"]) ? "" : (JSON.stringify(value["default"]) ?? ""),
      examples: Array.isArray(examples) ? examples.map((example) => JSON.stringify(example)) : [],
    };
    if (!repeated.has(here)) yield* fieldsBelow(value, here);
  }
}

/** Maps with the fields of a tenant's spec, which the reference does not repeat. */
const repeated: ReadonlySet<string> = new Set([
  "spec.clusters",
  "spec.clusterGroups",
  "spec.tenants.defaults",
  "spec.tenants.groups.<name>.defaults",
]);

function* fieldsBelow(schema: RawMap, path: string): Generator<Field> {
  for (const place of alternatives(schema)) {
    yield* fieldsOf(place, path);
    if (isMap(place["additionalProperties"])) yield* fieldsBelow(place["additionalProperties"], `${path}.<name>`);
    if (isMap(place["items"])) yield* fieldsBelow(place["items"], `${path}[]`);
  }
}

function alternatives(schema: RawMap): readonly RawMap[] {
  const anyOf = schema["anyOf"];
  return Array.isArray(anyOf) ? anyOf.filter(isMap) : [schema];
}

function typeOf(schema: RawMap): string {
  const types = alternatives(schema).map((place) => {
    if (place["not"] !== undefined) return "refused";
    const values = place["enum"];
    if (Array.isArray(values)) return values.map(String).join(" or ");
    if (place["const"] !== undefined) return String(place["const"]);
    if (place["type"] === "array") return `list of ${isMap(place["items"]) ? typeOf(place["items"]) : "anything"}`;
    const names = isMap(place["propertyNames"]) ? place["propertyNames"]["enum"] : undefined;
    if (Array.isArray(names)) return `map of ${names.map(String).join(", ")}`;
    return place["type"] === "object" ? "map" : String(place["type"] ?? "anything");
  });
  return [...new Set(types)].join(" or ");
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
}
